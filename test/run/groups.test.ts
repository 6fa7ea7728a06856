import { expect, test } from 'vitest'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

async function story(text: string, script: Parameters<typeof acts>[0]) {
  const simulation = simulate({ behaviour: acts(script) })
  const events = await simulation.send(startOf(text, { pools: { cpu: 8, memory: 1e9 } }))
  const lines = tell(events, 'BranchesChosen', 'LoopsEnded', 'GroupsPassed', 'AttemptsStarted', 'TasksSkipped', 'AttemptEnded', 'RunEnded')
  return { simulation, lines: lines.filter((line) => !line.endsWith(' done')) }
}

const group = (head: string) => `  study:
${head}    stages:
      clean: { run: "clean > \${{ outputs.c }}", outputs: { c: c.txt } }
      fit:
        run: "fit \${{ stages.clean.outputs.c }} > \${{ outputs.r }}"
        outputs: { r: r.txt }
        metrics: { chi2: number }
    outputs: { result: "\${{ stages.fit.outputs.r }}" }
    metrics: { chi2: "\${{ stages.fit.metrics.chi2 }}" }
  use: { run: "use \${{ stages.study.outputs.result }} \${{ stages.study.metrics.chi2 }}" }
`

const fitted = (chi2: number) => ({ metrics: { chi2 }, outputs: { r: chi2 } })

test('[RUN-160] a group is over when its stages are, and shows what it says of theirs', async () => {
  const { lines, simulation } = await story(group(''), { 'study.clean': { outputs: { c: 1 } }, 'study.fit': fitted(2) })
  expect(lines).toEqual([
    '0 study.begin/0 passed',
    '0 study.clean/0#1 started',
    '1000 study.fit/0#1 started',
    '2000 study/0 passed',
    '2000 use/0#1 started',
    '3000 succeeded',
  ])
  const run = simulation.engine.state.runs.get('r')
  expect(run?.stages[3]?.results.get(0)).toMatchObject({ metrics: { chi2: 2 }, outputs: { result: { content: 2 } } })
  const told = explain(simulation.engine.state, 'r', 3, 0, 0)
  expect(told && explanationText(told).at(-1)?.en).toBe(
    'All stages of the group are over; it shows result of study.fit, chi2 of study.fit.',
  )
})

test('[RUN-160] a group whose condition does not hold is skipped as a whole, with what reads it', async () => {
  const { lines } = await story(group('    when: 1 > 2\n'), {})
  expect(lines).toEqual([
    '0 study.begin/0 skipped: when',
    '0 study.clean/0 skipped: upstream_skipped',
    '0 study.fit/0 skipped: upstream_skipped',
    '0 study/0 skipped: upstream_skipped',
    '0 use/0 skipped: upstream_skipped',
    '0 succeeded',
  ])
})

test('[RUN-160] of several places the first counts where there is something', async () => {
  const text = `  study:
    stages:
      first: { run: "first > \${{ outputs.o }}", outputs: { o: o }, metrics: { m: number } }
      enough: { decide: [{ if: stages.first.metrics.m > 1, then: second }, { else: [] }] }
      second: { run: "second > \${{ outputs.o }}", outputs: { o: o } }
    outputs: { o: ["\${{ stages.second.outputs.o }}", "\${{ stages.first.outputs.o }}"] }
  use: { run: "use \${{ stages.study.outputs.o }}" }
`
  for (const [m, content] of [
    [2, 20],
    [1, 10],
  ] as const) {
    const { simulation } = await story(text, {
      'study.first': { metrics: { m }, outputs: { o: 10 } },
      'study.second': { outputs: { o: 20 } },
    })
    const run = simulation.engine.state.runs.get('r')
    expect(run?.phase).toBe('succeeded')
    expect(run?.stages[4]?.results.get(0)?.outputs.o).toMatchObject({ content })
  }
})

test('[RUN-161] a group is repeated as a whole, and a turn sees what the one before has shown', async () => {
  const { lines, simulation } = await story(group('    repeat: { until: chi2 < 0.1, at_most: 3 }\n'), {
    'study.1.fit': fitted(1),
    'study.2.fit': fitted(0.01),
  })
  expect(lines.filter((line) => /chosen|ended|skipped/.test(line))).toEqual([
    '2000 study.1.enough/0 chosen: again',
    '4000 study.2.enough/0 chosen: enough',
    '4000 study.3.begin/0 skipped: branch',
    '4000 study.3.clean/0 skipped: upstream_skipped',
    '4000 study.3.fit/0 skipped: upstream_skipped',
    '4000 study.3/0 skipped: branch',
    '4000 study.3.enough/0 skipped: upstream_skipped',
    '4000 study/0 ended by 8',
  ])
  expect(simulation.engine.state.runs.get('r')?.stages.at(-2)?.results.get(0)).toMatchObject({ metrics: { chi2: 0.01 } })
})

test('[RUN-162] the elements of a group that is fanned out go on each for itself', async () => {
  const text = `  scan:
    foreach: { T: [1, 2] }
    stages:
      sample: { run: "s \${{ T }}", metrics: { m: number } }
      good: { decide: [{ if: stages.sample.metrics.m > 1, then: keep }, { else: [] }] }
      keep: { run: "keep \${{ stages.sample.metrics.m * T }}" }
    metrics: { m: "\${{ stages.sample.metrics.m }}" }
  gather: { run: "g \${{ sum(stages.scan.metrics.m) }}" }
`
  const { lines } = await story(text, {
    'scan.sample/0': { metrics: { m: 1 } },
    'scan.sample/1': { metrics: { m: 2 }, ms: 2000 },
  })
  expect(lines).toContain('2000 scan.keep/1#1 started')
  expect(lines).toContain('1000 scan.keep/0 skipped: branch')
  expect(lines.at(-1)).toBe('4000 succeeded')
})

test('[RUN-164] a fan-out over a result fails before it begins where it has more tasks than it may', async () => {
  const text = (most: number) => `  survey: { run: "s > \${{ outputs.list }}", outputs: { list: { path: l.json, format: json } } }
  scan:
    foreach: { x: "\${{ stages.survey.outputs.list.json }}", at_most: ${most} }
    stages:
      one: { run: "one \${{ x }}" }
`
  const script = { survey: { outputs: { list: [1, 2, 3] } } }
  const { lines } = await story(text(3), script)
  expect(lines.at(-1)).toBe('2000 succeeded')
  const { simulation, lines: refused } = await story(text(2), script)
  expect(refused.filter((line) => line.includes('started'))).toEqual(['0 survey/0#1 started'])
  const told = explain(simulation.engine.state, 'r', 1, 0, 0)
  expect(
    told &&
      explanationText(told)
        .map(({ en }) => en)
        .join(),
  ).toContain('3 tasks are more than 2')
})
