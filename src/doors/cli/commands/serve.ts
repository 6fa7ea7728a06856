import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const serveCommand: CommandShape = {
  name: 'serve',
  summary: summaries.serve,
  details: {
    en: 'Lasts until it is told to end (Ctrl-C, SIGTERM). It leads the store, and begins runs of the files on what they say under `starts`: each occasion begins one run, also when the service was killed in between. What runs goes on when it ends, and is taken over by whoever leads next. Of several services of one store one leads, and the others wait to take its place.',
    ko: '끝내라고 할 때까지(Ctrl-C, SIGTERM) 계속됩니다. 저장소를 이끌면서 파일의 `starts`에 적힌 때와 일에 따라 실행을 시작합니다. 서비스가 도중에 죽더라도 일 하나에 실행 하나만 시작합니다. 서비스가 끝나도 수행 중인 것은 계속되고 다음에 이끄는 쪽이 넘겨받습니다. 한 저장소에 서비스가 여럿이면 하나가 이끌고 나머지는 기다립니다.',
  },
  positional: [
    {
      name: 'FILE',
      summary: {
        en: 'Workflow files with `starts`; without one only what others begin is led',
        ko: '`starts`가 있는 워크플로 파일. 없으면 다른 곳에서 시작한 것만 이끕니다',
      },
      optional: true,
      many: true,
      completes: 'file',
    },
  ],
  options: [
    {
      name: 'http',
      kind: 'value',
      placeholder: '[ADDRESS:]PORT',
      summary: {
        en: 'Answer over HTTP, too; on this machine alone unless an address is given. PWOS_TOKEN has the token that whoever asks must have',
        ko: 'HTTP로도 응답합니다. 주소를 주지 않으면 이 컴퓨터에서만 받습니다. 요청하는 쪽에 있어야 할 토큰은 PWOS_TOKEN에 둡니다',
      },
    },
    {
      name: 'open',
      kind: 'flag',
      summary: {
        en: 'It is meant that other machines reach the address, without TLS',
        ko: '다른 컴퓨터에서 TLS 없이 닿는 주소를 의도한 것입니다',
      },
    },
    {
      name: 'user-header',
      kind: 'value',
      placeholder: 'NAME',
      summary: {
        en: 'The header in which a reverse proxy says who asks; needed then',
        ko: '리버스 프록시가 누가 요청하는지 알려 주는 머리글. 주면 반드시 있어야 합니다',
      },
    },
  ],
  examples: [
    { command: 'pwos serve workflow.yaml', says: { en: 'Begin its runs by themselves', ko: '실행을 저절로 시작합니다' } },
    {
      command: 'pwos serve beam.yaml nightly.yaml --store /data/group/.pwos',
      says: { en: 'Two workflows in the store of a group', ko: '그룹 저장소의 두 워크플로' },
    },
    {
      command: 'pwos serve workflow.yaml --http 8377',
      says: { en: 'And answer over HTTP on this machine', ko: '이 컴퓨터에서 HTTP로도 응답합니다' },
    },
  ],
  json: 'lines',
  load: async () => (await import('../answers/serve.ts')).serveAnswer,
}
