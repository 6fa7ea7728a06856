import { axes, gate, output, workflow } from './by-hand.ts'
import { compared, file, Journal } from './journal.ts'

/** A fan-out of `count` tasks on 64 cores; every hundredth fails once, every thousandth for good. */
export function many(count: number): { readonly made: ReturnType<typeof workflow>; readonly journal: Journal } {
  const made = workflow([
    {
      name: 'sweep',
      fanout: axes({ x: Array.from({ length: count }, (_, at) => at) }),
      outputs: [output('data')],
      gates: [gate('good', 'v < 1')],
    },
  ])
  const journal = new Journal().start('many', {}, { cpu: 64 }).expand(1, 0, count)
  journal.queue(
    2,
    0,
    Array.from({ length: count }, (_, task) => task),
  )
  for (let task = 0; task < count; task++) {
    const from = 10 + Math.floor(task / 64) * 55
    const to = from + 40 + (task % 13)
    journal.begin(from, 0, [task])
    if (task % 1_000 === 999)
      journal.end(to, 0, task, {
        startedAt: from,
        cause: 'diverged',
        detail: `energy is NaN in task ${task}`,
        sequel: { kind: 'failed', cause: 'diverged' },
      })
    else
      journal.end(to, 0, task, {
        startedAt: from,
        cpuMs: 30,
        memory: 1e7,
        outputs: { data: file('data.json', 100 + (task % 7), `d${task}`) },
        metrics: { v: 0.5 },
        verdicts: [compared(0, [{ left: 0.5 + (task % 50) / 100, operator: '<', right: 1 }])],
      })
  }
  journal.finish(20 + Math.ceil(count / 64) * 55 + 60, 'failed')
  return { made, journal }
}
