/** Why a signal cannot be sent; part of the registry of failures. */
export const signalFailures = {
  unknown_signal_name: {
    exit: 'not_found',
    meaning: { en: 'A signal that the run does not declare.', ko: '실행에 선언되지 않은 신호입니다.' },
    advice: { en: 'Signals are declared under `signals` of the workflow file.', ko: '신호는 워크플로 파일의 `signals`에 선언합니다.' },
  },
  bad_signal: {
    exit: 'definition',
    meaning: {
      en: 'What a signal tells does not fit its declaration: each field is listed.',
      ko: '신호의 내용이 선언과 맞지 않습니다. 항목마다 이유를 보여 줍니다.',
    },
    advice: { en: 'Give every field a value of its type and unit.', ko: '항목마다 형식과 단위에 맞는 값을 주세요.' },
  },
  nobody_listens: {
    exit: 'refused',
    meaning: { en: 'No run is under way that would receive the signal.', ko: '신호를 받을 진행 중인 실행이 없습니다.' },
    advice: { en: 'Start the run first: what it receives it keeps.', ko: '먼저 실행을 시작하세요. 받은 신호는 실행에 남습니다.' },
  },
} as const
