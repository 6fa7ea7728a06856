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
  render: ({ signal: name, runs, starts }, look) => [
    ...runs.flatMap(({ run, command }) =>
      command === 'taken'
        ? [look.speak({ en: `Run ${run} has the signal ${name}.`, ko: `실행 ${run}이(가) 신호 ${name}을(를) 받았습니다.` })]
        : [],
    ),
    ...starts.map((file) =>
      look.speak({
        en: `Runs of ${file} begin on it, as soon as \`pwos serve\` is there.`,
        ko: `\`pwos serve\`가 있으면 ${file}의 실행이 시작됩니다.`,
      }),
    ),
    ...(runs.some(({ command }) => command === 'waits') ? renderWaiting(look) : []),
  ],
})
