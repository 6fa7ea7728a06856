import { signal } from '#operations/signal.ts'
import { answering, textOf } from '../answering.ts'
import { renderWaiting } from '../render/waiting.ts'

export const signalAnswer = answering({
  operation: signal,
  input: (given) => ({
    name: given.positional[0],
    values: given.pairs ?? [],
    run: textOf(given, 'run'),
    from: textOf(given, 'from'),
  }),
  render: ({ signal: name, runs }, look) => [
    ...runs.flatMap(({ run, command }) =>
      command === 'taken'
        ? [look.speak({ en: `Run ${run} has the signal ${name}.`, ko: `실행 ${run}이(가) 신호 ${name}을(를) 받았습니다.` })]
        : [],
    ),
    ...(runs.some(({ command }) => command === 'waits') ? renderWaiting(look) : []),
  ],
})
