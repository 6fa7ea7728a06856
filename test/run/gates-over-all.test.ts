import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { collectFacts } from '#report/facts.ts'
import { issuesOf } from '#report/issues.ts'
import { summaryLines } from '#report/summary.ts'
import type { Command } from '#run/inputs.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const text = (gate: string) => `
  a:
    foreach: { i: "\${{ range(10) }}" }
    run: "measure \${{ i }}"
    outputs: { o: { path: o.json } }
    metrics: { m: number }
    gates: [{ name: g, check: m < 5, at_least: 80 %${gate} }]
  b: { each: a, run: "use \${{ a.outputs.o }}" }
  c: { run: "gather \${{ stages.a.outputs.o.manifest }}" }
`
const bad = { metrics: { m: 9 } }
const start = (gate = '') => startOf(text(gate), { pools: { cpu: 2, memory: 8e9 } })
const ends = ['AttemptEnded', 'RunEnded'] as const

test('[GATE-12] a gate over a fan-out holds when enough tasks pass; the others are done, and nothing is built on any before', async () => {
  const { send, engine, events } = simulate({ behaviour: acts({ a: { metrics: { m: 1 } }, 'a/0': bad, 'a/1': { metrics: { m: 'NaN' } } }) })
  const run = () => engine.state.runs.get('r')
  await send(start())
  const story = tell(events, ...ends)
  expect(story.filter((line) => line.includes(' a/')).slice(0, 2)).toEqual(['1000 a/0#1 [failed] done', '1000 a/1#1 [inconclusive] done'])
  // Two at a time: all ten are over after five seconds.
  expect(story.find((line) => line.includes(' b/'))).toMatch(/^6000 b/)
  expect(story.at(-1)).toContain('succeeded')
  const state = run()
  if (state === undefined) throw new Error('there is a run')
  expect(issuesOf(state, events)).toEqual([])
  const facts = collectFacts(state, events)
  expect(facts.gates[0]).toMatchObject({ passed: 8, failed: 1, inconclusive: 1, allowed: 2 })
  expect(summaryLines(facts, 'en').join('\n')).toContain('The required gate held.')
})

test('[GATE-12] it has failed with the task with which it cannot hold any more, and a waiver lets that one pass', async () => {
  const script = { a: { metrics: { m: 1 } }, 'a/0': bad, 'a/1': bad, 'a/2': bad }
  const { send } = simulate({ behaviour: acts(script) })
  const story = tell(await send(start()), ...ends)
  expect(story.filter((line) => / a\/[012]/.test(line))).toEqual([
    '1000 a/0#1 [failed] done',
    '1000 a/1#1 [failed] done',
    '2000 a/2#1 [failed] failed',
  ])
  expect(story.some((line) => / [bc]\//.test(line))).toBe(false)
  expect(story.at(-1)).toContain('failed')
  const waive: Command = { type: 'waive', run: 'r', stage: 0, task: 2, gate: 'g', by: 'ada', reason: 'a cold detector' }
  const after = tell(await send(waive), 'GateWaived', ...ends)
  expect(after.filter((line) => / 1\/\d/.test(line))).toHaveLength(10)
  expect(after.at(-1)).toContain('succeeded')
})

test('[GATE-12] what can mend a task is done first, and asking only where the gate cannot hold any more', async () => {
  const retry = ', else: [{ retry: { at_most: 1 } }, ask]'
  const script = { a: { metrics: { m: 1 } }, 'a/0': bad, 'a/1#1': bad, 'a/2': bad, 'a/3': bad }
  const { send } = simulate({ behaviour: acts(script), peopleAnswer: false })
  const story = tell(await send(start(retry)), 'AttemptEnded').map((line) => line.replace(/^\d+ /, ''))
  expect(
    story
      .filter((line) => /^a\/[0123]/.test(line))
      .map((line) => line.replace(/ at .*/, ''))
      .sort(),
  ).toEqual([
    'a/0#1 [failed] retry gate:g',
    'a/0#2 [failed] done',
    'a/1#1 [failed] retry gate:g',
    'a/1#2 [passed] done',
    'a/2#1 [failed] retry gate:g',
    'a/2#2 [failed] done',
    'a/3#1 [failed] retry gate:g',
    'a/3#2 [failed] asks  about g',
  ])
})

test('[GATE-12] a share is one of a fan-out, and none of a loop or a single task', () => {
  const problems = (stages: string) =>
    loadWorkflow(`pwos: 1\nname: test\nstages:\n${stages}`, 'workflow.yaml').problems.flatMap(({ level, message }) =>
      level === 'error' ? [message.en] : [],
    )
  const gate = 'metrics: { m: number }, gates: [{ name: g, check: m < 1, at_least: 90 % }]'
  expect(problems(`  a: { run: x, ${gate} }\n`)).toEqual(['`a` is one task: there is no share of them.'])
  expect(problems(`  a: { foreach: { i: [1, 2] }, run: "x \${{ i }}", repeat: { until: m < 1, at_most: 2 }, ${gate} }\n`)[0]).toContain(
    'turn by turn',
  )
  expect(problems(`  a: { foreach: { i: [1, 2] }, run: "x \${{ i }}", ${gate.replace('90 %', '120 %')} }\n`)[0]).toContain(
    '`at_least` must be a share',
  )
  expect(problems(`  a: { foreach: { i: [1, 2] }, run: "x \${{ i }}", ${gate} }\n`)).toEqual([])
})
