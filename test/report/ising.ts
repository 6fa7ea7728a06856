import type { Workflow } from '#model/workflow.ts'
import { axes, constant, element, gate, output, whole, workflow } from './by-hand.ts'
import { compared, file, Journal } from './journal.ts'

const sizes = [8, 16, 32]
const temperatures = Array.from({ length: 13 }, (_, at) => 2 + at * 0.05)

/** The study of the design's sketch: 39 samples, their cumulants, one fit; two required gates and an expected one. */
export const ising: Workflow = workflow(
  [
    {
      name: 'sample',
      title: 'Monte Carlo sampling of the magnetisation',
      fanout: axes({ L: sizes, T: temperatures }),
      outputs: [output('series')],
      gates: [gate('thermalised', 'tau_int < sweeps / 50')],
    },
    { name: 'binder', fanout: { kind: 'each', stage: 0 }, dependencies: [element(0, 'series')], outputs: [output('cumulant', true)] },
    {
      name: 'fit',
      dependencies: [whole(0, 'series'), whole(1, 'cumulant')],
      outputs: [output('result'), output('figure')],
      gates: [gate('agrees-with-onsager', 'abs(tc - 2.269185) < 3 * tc_error'), gate('precise', 'tc_error < 0.001', 'expected')],
    },
  ],
  {
    name: 'ising-critical-point',
    title: 'Critical temperature of the 2D Ising model',
    domain: 'statistical-mechanics',
    question: 'At which temperature does the 2D Ising model order?',
    parameters: ['sizes', 'temperatures', 'sweeps'].map((name) => ({
      name,
      type: 'number',
      array: name !== 'sweeps',
      unit: undefined,
      default: constant('0'),
      min: undefined,
      max: undefined,
      choices: undefined,
      description: name === 'sweeps' ? 'Metropolis sweeps per chain' : undefined,
      valueType: { kind: 'any' },
      at: { file: 'workflow.yaml', line: 1, column: 1 },
    })),
  },
)

/** It goes well in the end: two chains are run again for longer, one that ran out of memory gets more. */
export function isingJournal(): Journal {
  const journal = new Journal('20261130-140000-ising').start(ising.name, { sizes, temperatures, sweeps: 20_000 }, { cpu: 2, memory: 4e9 })
  const tasks = Array.from({ length: 39 }, (_, task) => task)
  journal.expand(5, 0, 39).expand(5, 1, 39).expand(5, 2, 1).queue(20, 0, tasks)
  const free = [40, 40]
  const again: { readonly task: number; readonly at: number; readonly memory: number }[] = []
  const sample = (task: number, attempt: number, ready: number, memory: number) => {
    const lane = (free[0] ?? 0) <= (free[1] ?? 0) ? 0 : 1
    const from = Math.max(free[lane] ?? 0, ready)
    const wall = ([180, 640, 1_900][Math.floor(task / 13)] ?? 0) * (1 + 0.35 * Math.exp(-(((task % 13) - 5) ** 2) / 4)) * attempt
    const to = Math.round(from + wall)
    free[lane] = to + 76
    journal.begin(from, 0, [task], attempt, { cpu: 1, memory })
    return { from, to }
  }
  const finishSample = (task: number, attempt: number, from: number, to: number) => {
    const tau = 18 + (task % 13) * 3 + Math.floor(task / 13) * 60
    journal.end(to, 0, task, {
      startedAt: from + 3,
      attempt,
      cpuMs: to - from - 8,
      memory: 38e6 + task * 1e6,
      outputs: { series: file('series.json', 48_000 + task * 311, `5e${task}`) },
      metrics: { energy: -1.7 + (task % 13) * 0.07, tau_int: tau },
      verdicts: [compared(0, [{ left: tau, operator: '<', right: 400 }])],
    })
    return to
  }
  const ends: { readonly task: number; readonly at: number }[] = []
  for (const task of tasks) {
    const { from, to } = sample(task, 1, 20, 2e8)
    if (task === 17 || task === 31) {
      journal.end(to, 0, task, {
        startedAt: from + 3,
        metrics: { tau_int: 520 },
        verdicts: [compared(0, [{ left: 520, operator: '<', right: 400 }], 'failed')],
        sequel: { kind: 'retry', budget: 'gate:thermalised', notBefore: 0, with: { sweeps: 80_000 }, needs: {} },
      })
      again.push({ task, at: to, memory: 2e8 })
    } else if (task === 35) {
      journal.end(from + 700, 0, task, {
        startedAt: from + 3,
        cause: 'out_of_memory',
        detail: 'used 208 MB of the 200 MB it asked for',
        signal: 'SIGKILL',
        sequel: { kind: 'retry', budget: 'rule:0', notBefore: 0, with: {}, needs: { memory: 4e8 } },
      })
      again.push({ task, at: from + 700, memory: 4e8 })
    } else ends.push({ task, at: finishSample(task, 1, from, to) })
  }
  for (const { task, at, memory } of again) {
    journal.requeue(at + 5, 0, [task])
    const { from, to } = sample(task, 2, at + 10, memory)
    ends.push({ task, at: finishSample(task, 2, from, to) })
  }
  return finishStudy(journal, ends)
}

function finishStudy(journal: Journal, ends: readonly { readonly task: number; readonly at: number }[]): Journal {
  let last = 0
  for (const { task, at } of ends) {
    journal.queue(at + 2, 1, [task]).begin(at + 8, 1, [task])
    journal.end(at + 68, 1, task, {
      startedAt: at + 10,
      cpuMs: 51,
      memory: 31e6,
      outputs: { cumulant: file('u4.json', 210, `c4${task}`) },
      metrics: { u4: 0.61 - (task % 13) * 0.01 },
    })
    last = Math.max(last, at + 68)
  }
  journal.queue(last + 3, 2, [0]).begin(last + 9, 2, [0])
  journal.end(last + 1_250, 2, 0, {
    startedAt: last + 12,
    cpuMs: 1_190,
    memory: 64e6,
    outputs: { result: file('result.json', 812, 'ab12'), figure: file('binder.svg', 9_130, 'fe98') },
    metrics: { tc: 2.26873, tc_error: 0.00121, chi2: 1.07, beta_nu: 0.1262, beta_nu_error: 0.0031, method: 'Binder crossing' },
    verdicts: [
      compared(0, [{ left: 0.000455, operator: '<', right: 0.00363 }], 'passed', { tc: 2.26873, tc_error: 0.00121 }),
      compared(1, [{ left: 0.00121, operator: '<', right: 0.001 }], 'failed', { tc_error: 0.00121 }),
    ],
  })
  return journal.finish(last + 1_262, 'succeeded')
}
