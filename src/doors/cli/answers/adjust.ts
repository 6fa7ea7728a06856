import { adjust } from '#operations/adjust.ts'
import { formatBytes } from '#report/format.ts'
import { answering, flagOf, manyOf, textOf } from '../answering.ts'
import { renderWaiting } from '../render/waiting.ts'

const amount = (pool: string, value: number) => (pool === 'memory' ? formatBytes(value) : `${value}`)

export const adjustAnswer = answering({
  operation: adjust,
  input(given) {
    const [first] = given.positional
    const priority = textOf(given, 'priority')
    return {
      run: textOf(given, 'run'),
      pools: [...(first === undefined ? [] : [first]), ...manyOf(given, 'pool')],
      priority: priority === undefined ? undefined : /^-?\d+$/.test(priority) ? Number(priority) : priority,
      preempt: flagOf(given, 'preempt'),
    }
  },
  render: ({ run, pools, priority, command }, look) => [
    ...pools.map(({ pool, before, after, held }) => {
      const [was, now, holds] = [before, after, held].map((value) => amount(pool, value))
      const more = held > after
      return look.speak({
        en: `${pool} of run ${run}: ${was} → ${now}${more ? `; ${holds} are held now, and given back as tasks end` : ''}.`,
        ko: `실행 ${run}의 ${pool}: ${was} → ${now}${more ? `. 지금 ${holds}이(가) 쓰이고 있으며 작업이 끝나면 돌려받습니다` : ''}.`,
      })
    }),
    ...(priority === null ? [] : [look.speak({ en: `Priority of run ${run}: ${priority}.`, ko: `실행 ${run}의 우선순위: ${priority}.` })]),
    ...(command === 'taken' ? [] : renderWaiting(look)),
  ],
})
