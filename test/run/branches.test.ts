import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const decision = `  fit: { run: fit, metrics: { err: number } }
  enough:
    decide:
      - { if: stages.fit.metrics.err > 0.5, then: refine }
      - { if: stages.fit.metrics.err > 0.1, then: polish, name: nearly }
      - { else: report }
  refine: { run: refine, outputs: { out: out.json } }
  polish: { run: polish }
  report: { run: report }
  plot: { run: "plot \${{ stages.refine.outputs.out }}" }
`

async function story(text: string, script: Parameters<typeof acts>[0]): Promise<readonly string[]> {
  const events = await simulate({ behaviour: acts(script) }).send(startOf(text, { pools: { cpu: 8, memory: 1e9 } }))
  return tell(events, 'TasksSkipped', 'BranchesChosen', 'AttemptsStarted', 'AttemptEnded', 'RunEnded').filter(
    (line) => !line.endsWith(' done'),
  )
}

test('[RUN-150] the first branch whose condition holds is taken, and the others are skipped with what reads them', async () => {
  expect(await story(decision, { fit: { metrics: { err: 0.3 } } })).toEqual([
    '0 fit/0#1 started',
    '1000 enough/0 chosen: nearly',
    '1000 refine/0 skipped: branch',
    '1000 report/0 skipped: branch',
    '1000 plot/0 skipped: upstream_skipped',
    '1000 polish/0#1 started',
    '2000 succeeded',
  ])
})

test('[RUN-150] `else` is taken where no condition held, and without one no branch is', async () => {
  const low = { fit: { metrics: { err: 0.01 } } }
  expect(await story(decision, low)).toContain('1000 report/0#1 started')
  const without = decision.replace('      - { else: report }\n', '').replace('  report: { run: report }\n', '')
  const lines = await story(without, low)
  expect(lines).toContain('1000 enough/0 chosen: ')
  expect(lines.filter((line) => line.includes('started'))).toEqual(['0 fit/0#1 started'])
  expect(lines.at(-1)).toBe('1000 succeeded')
})

test('[RUN-151] a choice is journalled with the values it was made on, and explain tells them', async () => {
  const simulation = simulate({ behaviour: acts({ fit: { metrics: { err: 0.3 } } }) })
  const events = await simulation.send(startOf(decision))
  expect(events.find(({ type }) => type === 'BranchesChosen')).toMatchObject({
    choices: [
      {
        ...{ task: 0, branch: 1, name: 'nearly' },
        asked: [
          { branch: 0, held: false, measured: { 'stages.fit.metrics.err': 0.3 } },
          { branch: 1, held: true, comparisons: [{ left: 0.3, operator: '>', right: 0.1 }] },
        ],
      },
    ],
  })
  const told = (stage: number) => {
    const found = explain(simulation.engine.state, 'r', stage, 0, 0)
    return found === undefined ? [] : explanationText(found).map(({ en }) => en)
  }
  expect(told(1).at(-1)).toBe('It decided: nearly, as stages.fit.metrics.err > 0.1 (stages.fit.metrics.err = 0.3).')
  expect(told(2)).toEqual(['It was skipped: enough decided nearly, as stages.fit.metrics.err > 0.1 (stages.fit.metrics.err = 0.3).'])
  expect(told(5)).toEqual(['It was skipped, as refine left nothing to work on.'])
})

test('[RUN-151] what cannot be decided fails, and takes no branch: a value that is not there, or NaN', async () => {
  const nan = await story(decision, { fit: { metrics: { err: 'NaN' } } })
  expect(nan).toContain('1000 enough/0#1 bad_input, failed')
  expect(nan).toContain('1000 refine/0 skipped: upstream_failed')
  expect(await story(decision, {})).toContain('1000 enough/0#1 bad_input, failed')
})

test('[RUN-152] with `each` every task decides for itself, and what follows the same stage goes on task by task', async () => {
  const text = `  sample: { foreach: { i: [1, 2, 3] }, run: "s", metrics: { x: number } }
  good: { each: sample, decide: [{ if: sample.metrics.x > 0, then: keep }, { else: drop }] }
  keep: { each: sample, run: "k" }
  drop: { each: good, run: "d" }
  all: { run: "a \${{ stages.keep.count }}" }
`
  const metrics = { 'sample/0': { metrics: { x: 1 } }, 'sample/1': { ms: 3000, metrics: { x: -1 } }, 'sample/2': { metrics: { x: 2 } } }
  const lines = await story(text, metrics)
  expect(lines.filter((line) => /(keep|drop|all)\//.test(line))).toEqual([
    '1000 drop/0,2 skipped: branch',
    '1000 keep/0#1 started',
    '1000 keep/2#1 started',
    '3000 keep/1 skipped: branch',
    '3000 drop/1#1 started',
    '3000 all/0#1 started',
  ])
})

const joined = (join: string) => `  a: { run: a }
  b: { run: b, when: false }
  c: { run: c }
  end: { run: end, after: { ${join} } }
`

test('[RUN-153] `any` goes on when one was done, `all` only when none was skipped, `finished` whatever came of them', async () => {
  const ends = async (join: string, script: Parameters<typeof acts>[0] = {}) =>
    (await story(joined(join), script)).filter((line) => line.includes('end/'))[0]
  expect(await ends('any: [a, b]')).toBe('1000 end/0#1 started')
  expect(await ends('all: [a, b]')).toBe('1000 end/0 skipped: upstream_skipped')
  expect(await ends('all: [a, c]')).toBe('1000 end/0#1 started')
  const broken = { a: { fails: 'program_error' as const } }
  expect(await ends('any: [a, b]', broken)).toBe('1000 end/0 skipped: upstream_failed')
  expect(await ends('any: [a, c]', broken)).toBe('1000 end/0#1 started')
  expect(await ends('all: [a, c]', broken)).toBe('1000 end/0 skipped: upstream_failed')
  expect(await ends('finished: [a, b, c]', broken)).toBe('1000 end/0#1 started')
  expect(await ends('any: [b]')).toBe('0 end/0 skipped: upstream_skipped')
})

test('[RUN-153] branches come together again: what one of them made is read with a condition', async () => {
  const text = decision.replace(
    / {2}plot.*\n/,
    "  end: { run: \"x ${{ stages.enough.metrics.branch == 'refine' ? stages.refine.outputs.out : 'none' }}\", after: { any: [refine, polish, report] } }\n",
  )
  expect(await story(text, { fit: { metrics: { err: 0.3 } } })).toContain('2000 end/0#1 started')
  expect(await story(text, { fit: { metrics: { err: 0.9 } } })).toContain('2000 end/0#1 started')
})
