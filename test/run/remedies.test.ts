import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import type { RunEvent } from '#run/events.ts'
import { specOf } from '#run/spec.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const mine = `
pack: 1
name: mine
title: My solver
rules:
  - id: grew
    title: The residual grew without end
    when: { output: residual is not finite }
    tells: sign
    cause: diverged
    repairs:
      - { with: { dt: "\${{ dt / 2 }}" }, at_most: 1 }
      - { with: { unknown: 3 }, at_most: 5 }
      - { with: { mesh: "\${{ mesh * 2 }}" }, at_most: 2 }
    stop: Look at the mesh.
    source: { kind: measured, where: seen }
  - id: licence
    title: No licence was free
    when: { exit_code: 7, output: no licence }
    cause: preempted
    repairs: [{ at_most: 2 }]
    stop: Ask for more.
    source: { kind: measured, where: seen }
  - id: memory
    title: It asked for more memory than there is
    when: { signal: SIGKILL }
    cause: out_of_memory
    repairs: [{ needs: { memory: "\${{ needs.memory * 2 }}" }, at_most: 1 }]
    stop: Use a larger machine.
    source: { kind: measured, where: seen }
`
const text = (more = '') => `pwos: 1
name: test
parameters: { dt: 0.08, mesh: 10 }
failures: mine.yaml
stages:
  solve:
    run: "solve \${{ dt }} \${{ mesh }}"
    needs: { memory: 1 GB }
${more}`

const start = (definition: string, pools = { cpu: 2, memory: 8e9 }) =>
  startOf(definition, { parameters: { dt: 0.08, mesh: 10 }, pools, packs: { 'mine.yaml': mine } })

function story(script: Parameters<typeof acts>[0], definition = text()): Promise<readonly RunEvent[]> {
  return simulate({ behaviour: acts(script) }).send(start(definition))
}

const told = (events: readonly RunEvent[]) => tell(events, 'AttemptEnded').map((line) => line.replace(/^\d+ /, ''))
const outcomes = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome] : []))

// Patterns of packs follow those of the stage's own rules; what says most comes first.
const grew = { fails: 'program_error', exit: 1, matched: [2] } as const

test('[FAIL-7] [FAIL-8] a rule of a pack says the cause, and its repairs are made in order, each as often as it says', async () => {
  const events = await story({ solve: grew })
  expect(told(events)).toEqual([
    'solve/0#1 diverged, retry pack:mine/grew/1 at 1000 {"dt":0.04}',
    'solve/0#2 diverged, retry pack:mine/grew/2 at 2000 {"mesh":20}',
    'solve/0#3 diverged, retry pack:mine/grew/2 at 3000 {"mesh":40}',
    'solve/0#4 diverged, failed',
  ])
  expect(outcomes(events)[0]).toMatchObject({
    cause: 'diverged',
    known: { pack: 'mine', rule: 'grew' },
    detail: 'The residual grew without end (mine/grew); as told',
  })
})

test('[FAIL-8] a repair uses up nothing of another cause, nor of the rules of the stage', async () => {
  const rules = '    on_error: [{ exit_code: 3, retry: { at_most: 1 } }]\n'
  const moved = { ...grew, matched: [3] }
  const script = {
    'solve#1': moved,
    'solve#2': { fails: 'program_error', exit: 7, matched: [1] },
    'solve#3': { ...moved, exit: 3 },
    'solve#4': moved,
  } as const
  expect(told(await story({ ...script, solve: {} }, text(rules)))).toEqual([
    'solve/0#1 diverged, retry pack:mine/grew/1 at 1000 {"dt":0.04}',
    'solve/0#2 preempted, retry pack:mine/licence/1 at 2000',
    'solve/0#3 diverged, retry rule:0 at 3000',
    'solve/0#4 diverged, retry pack:mine/grew/2 at 4000 {"mesh":20}',
    'solve/0#5 done',
  ])
})

test('[FAIL-7] what the world has seen for itself stays the cause, and only rules for that cause apply', async () => {
  expect(told(await story({ 'solve#1': { fails: 'out_of_time', exit: 1, matched: [2] } }))).toEqual(['solve/0#1 out_of_time, failed'])
  const killed = { fails: 'out_of_memory', exit: 137, matched: [2] } as const
  const events = await story({ 'solve#1': killed })
  expect(told(events)[0]).toContain('out_of_memory, retry pack:mine/memory/1')
  expect(told(events)).toHaveLength(2)
})

test('[FAIL-9] a pack that is not there is told with the nearest name, and what its patterns are goes to the world', async () => {
  const { problems } = loadWorkflow(text().replace('mine.yaml', 'mime.yaml'), 'workflow.yaml', {
    pack: () => undefined,
    packs: ['mine.yaml'],
  })
  expect(problems.map(({ code, at, message, hint }) => `${at?.line} ${code} ${message.en} ${hint?.en}`)).toEqual([
    '4 bad_value There is no rule pack `mime.yaml`. Did you mean `mine.yaml`?',
  ])
  const { send, engine } = simulate({ behaviour: acts({ solve: { ms: 1e6 } }) })
  await send(start(text('    on_error: [{ matches: "NaN seen", fail: true }]\n')))
  const places = { artefact: () => '', manifest: () => '' } as never
  expect(specOf(engine.state, 'r', 0, 0, 1, places).patterns).toEqual([
    { rule: 0, pattern: 'NaN seen' },
    // What the output itself says comes before what only points to a cause.
    { rule: 1, pattern: 'no licence' },
    { rule: 3, pattern: 'residual is not finite' },
  ])
})
