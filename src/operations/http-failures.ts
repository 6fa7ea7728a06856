/** Why a request over HTTP is refused before any operation is asked, and why the door does not open; part of the registry of failures. */
export const httpFailures = {
  not_authorised: {
    exit: 'refused',
    http: 401,
    meaning: {
      en: 'A request without the token of the service, with another one, or without the name that the proxy gives.',
      ko: '서비스의 토큰이 없거나 다르거나, 프록시가 알려 주는 이름이 없는 요청입니다.',
    },
    advice: {
      en: 'Send the header `Authorization: Bearer TOKEN`, with what PWOS_TOKEN was when the service started.',
      ko: '서비스를 시작할 때의 PWOS_TOKEN 값을 `Authorization: Bearer 토큰` 머리글로 보내세요.',
    },
  },
  other_user: {
    exit: 'refused',
    http: 403,
    meaning: { en: 'Somebody asked in the name of somebody else.', ko: '다른 사람의 이름으로 요청했습니다.' },
    advice: { en: 'Leave `as` out: the proxy has said who you are.', ko: '`as`를 빼세요. 누구인지는 프록시가 알려 줍니다.' },
  },
  unknown_operation: {
    exit: 'not_found',
    http: 404,
    meaning: { en: 'The service has no such operation.', ko: '서비스에 그런 작업이 없습니다.' },
    advice: { en: '`GET /v1/openapi.json` lists them.', ko: '`GET /v1/openapi.json`에서 목록을 볼 수 있습니다.' },
  },
  unknown_start: {
    exit: 'not_found',
    meaning: {
      en: 'A webhook was posted that no workflow file with `starts` has which was ever served in the store.',
      ko: '저장소에서 맡은 적이 있는 워크플로 파일의 `starts`에 없는 웹훅입니다.',
    },
    advice: {
      en: 'The address is /v1/webhooks/WORKFLOW/START, with the names of the file; `pwos starts FILE` shows them.',
      ko: '주소는 /v1/webhooks/워크플로/시작조건이고 파일에 있는 이름을 씁니다. `pwos starts 파일`로 볼 수 있습니다.',
    },
  },
  wrong_method: {
    exit: 'usage',
    http: 405,
    meaning: { en: 'The address is asked in another way, such as with POST.', ko: '그 주소는 POST 같은 다른 방식으로 요청해야 합니다.' },
    advice: { en: 'The header `Allow` of the answer says which.', ko: '응답의 `Allow` 머리글에서 방식을 볼 수 있습니다.' },
  },
  bad_request: {
    exit: 'usage',
    http: 400,
    meaning: {
      en: 'The body is not JSON, is not called `application/json`, has a key that the operation does not know, or a value that does not fit.',
      ko: '본문이 JSON이 아니거나 `application/json`으로 표시되지 않았거나, 작업이 모르는 키나 맞지 않는 값이 있습니다.',
    },
    advice: {
      en: '`GET /v1/openapi.json` has the shape of each body.',
      ko: '본문의 형태는 `GET /v1/openapi.json`에 있습니다.',
    },
  },
  body_too_large: {
    exit: 'usage',
    http: 413,
    meaning: { en: 'The body is larger than 1 MB.', ko: '본문이 1 MB보다 큽니다.' },
    advice: {
      en: 'Put files where the service can read them, and send their paths.',
      ko: '서비스가 읽을 수 있는 곳에 파일을 두고 경로를 보내세요.',
    },
  },
  too_many_requests: {
    exit: 'refused',
    http: 503,
    meaning: {
      en: 'The service answers as many requests as it can at once.',
      ko: '서비스가 동시에 응답할 수 있는 만큼 이미 응답하고 있습니다.',
    },
    advice: { en: 'Try again in a moment, and close what follows runs.', ko: '잠시 뒤 다시 시도하고, 실행을 지켜보는 연결을 닫으세요.' },
  },
  no_token: {
    exit: 'usage',
    meaning: {
      en: 'A service was to answer over HTTP, and PWOS_TOKEN is not set or shorter than 16 characters.',
      ko: 'HTTP로 응답하는 서비스인데 PWOS_TOKEN이 없거나 16자보다 짧습니다.',
    },
    advice: {
      en: 'Make one and keep it secret: `export PWOS_TOKEN=$(openssl rand -hex 32)`.',
      ko: '토큰을 만들어 비밀로 보관하세요: `export PWOS_TOKEN=$(openssl rand -hex 32)`.',
    },
  },
  open_address: {
    exit: 'refused',
    meaning: {
      en: 'The service was to listen where other machines reach it, and nobody said that this is meant.',
      ko: '다른 컴퓨터에서 닿을 수 있는 주소인데 의도한 것인지 알 수 없습니다.',
    },
    advice: {
      en: 'Listen on 127.0.0.1 behind a reverse proxy with TLS, or say that it is meant.',
      ko: 'TLS가 있는 리버스 프록시 뒤에서 127.0.0.1로 받거나, 의도한 것임을 밝히세요.',
    },
  },
  bad_address: {
    exit: 'refused',
    meaning: {
      en: 'The service cannot listen there: the port is taken or reserved, or this machine has no such address.',
      ko: '그 주소로 받을 수 없습니다. 포트를 이미 쓰고 있거나 쓸 수 없고, 또는 이 컴퓨터의 주소가 아닙니다.',
    },
    advice: { en: 'Take another port; `ss -ltnp` shows who has it.', ko: '다른 포트를 쓰세요. `ss -ltnp`로 누가 쓰는지 볼 수 있습니다.' },
  },
} as const
