import { expect, test } from 'vitest'
import { collectFacts } from '#report/facts.ts'
import { issuesOf } from '#report/issues.ts'
import { summaryLines } from '#report/summary.ts'
import type { Command } from '#run/inputs.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'

const text = `
  a:
    run: measure
    outputs: { o: { path: o.json } }
    metrics: { m: number }
    gates: [{ name: g, check: m < 5, else: { retry: { at_most: 1 } } }, { name: nice, check: m < 0, level: stretch }]
  b: { run: "use \${{ stages.a.outputs.o }}" }
`

async function issuesAfter(script: Parameters<typeof acts>[0], ...commands: readonly Command[]) {
  const { send, events, engine } = simulate({ behaviour: acts(script) })
  await send(startOf(text))
  for (const command of commands) await send(command)
  const run = engine.state.runs.get('r')
  if (run === undefined) throw new Error('there is a run')
  return { issues: issuesOf(run, events), facts: collectFacts(run, events) }
}

const bad = { metrics: { m: 9 } }
const said = (action: 'assigned' | 'resolved' | 'reopened', to?: string): Command => ({
  ...{ type: 'issue', run: 'r', issue: 1, action, by: 'kim', reason: 'seen' },
  ...(to === undefined ? {} : { to }),
})

test('[GATE-9] a gate that did not pass opens an issue, and passing later resolves it', async () => {
  const { issues } = await issuesAfter({ 'a#1': bad, a: { metrics: { m: 1 } } })
  expect(issues).toHaveLength(1)
  expect(issues[0]).toMatchObject({
    id: 'r#1',
    stage: 0,
    subject: { kind: 'gate', gate: 'g' },
    state: 'resolved',
    resolution: { kind: 'evidence' },
  })
})

test('[GATE-9] a failure that nothing repaired opens one, and a person can take it, resolve it and open it again', async () => {
  const failing = { a: { fails: 'diverged' } } as const
  expect((await issuesAfter(failing)).issues).toMatchObject([
    { subject: { kind: 'failure', cause: 'diverged' }, state: 'open', evidence: [{ open: true }] },
  ])
  const { issues } = await issuesAfter(failing, said('assigned', 'ana'), said('resolved'))
  expect(issues).toMatchObject([{ state: 'resolved', owner: 'ana', resolution: { kind: 'person', by: 'kim', reason: 'seen' } }])
  expect((await issuesAfter(failing, said('resolved'), said('reopened'))).issues).toMatchObject([{ state: 'open' }])
})

test('[GATE-9] [GATE-10] a waiver resolves it, and the summary says which results rest on that', async () => {
  const waive: Command = { type: 'waive', run: 'r', stage: 0, task: 0, gate: 'g', by: 'ada', reason: 'cold' }
  const { issues, facts } = await issuesAfter({ a: bad }, waive)
  expect(issues).toMatchObject([{ state: 'resolved', resolution: { kind: 'waiver', by: 'ada', reason: 'cold' } }])
  expect(facts.gates[0]).toMatchObject({ waived: 1, failed: 0, worst: { verdict: 'waived' } })
  expect(summaryLines(facts, 'en').join('\n')).toContain('Waived: g (ada: cold). On that rest the results of a, b.')
})
