import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { specOf } from '#run/spec.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const loop = (more = '') => `  scf:
    repeat: { until: residual < 0.1, at_most: 4${more} }
    run: "scf \${{ iteration }} \${{ iteration == 1 ? 'start' : previous.outputs.density }} > \${{ outputs.density }}"
    outputs: { density: rho.json }
    metrics: { residual: number }
  use: { run: "use \${{ stages.scf.outputs.density }} \${{ stages.scf.metrics.residual }}" }
`

const turns = (...residuals: readonly number[]) =>
  Object.fromEntries(residuals.map((residual, index) => [`scf.${index + 1}`, { metrics: { residual }, outputs: { density: index + 1 } }]))

async function story(text: string, script: Parameters<typeof acts>[0]) {
  const simulation = simulate({ behaviour: acts(script) })
  const events = await simulation.send(startOf(text, { pools: { cpu: 8, memory: 1e9 } }))
  return {
    simulation,
    events,
    lines: tell(events, 'BranchesChosen', 'LoopsEnded', 'AttemptsStarted', 'TasksSkipped', 'AttemptEnded', 'RunEnded').filter(
      (line) => !line.endsWith(' done'),
    ),
  }
}

test('[RUN-154] a stage is repeated until its condition holds, and has the results of the last turn', async () => {
  const { lines, simulation } = await story(loop(), turns(1, 0.5, 0.01))
  expect(lines).toEqual([
    '0 scf.1/0#1 started',
    '1000 scf.1.enough/0 chosen: again',
    '1000 scf.2/0#1 started',
    '2000 scf.2.enough/0 chosen: again',
    '2000 scf.3/0#1 started',
    '3000 scf.3.enough/0 chosen: enough',
    '3000 scf.4/0 skipped: branch',
    '3000 scf.4.enough/0 skipped: upstream_skipped',
    '3000 scf/0 ended by 4',
    '3000 use/0#1 started',
    '4000 succeeded',
  ])
  const run = simulation.engine.state.runs.get('r')
  expect(run?.stages[8]?.results.get(0)).toMatchObject({ metrics: { residual: 0.01 }, outputs: { density: { content: 3 } } })
  const told = explain(simulation.engine.state, 'r', 8, 0, 0)
  expect(told && explanationText(told).at(-1)?.en).toBe('Its condition held after turn 3 of at most 4; it has the results of scf.3.')
})

test('[RUN-154] each turn reads what the one before has made, and the decision is kept with its margin', async () => {
  const { events, simulation } = await story(loop(), turns(1, 0.01))
  const spec = specOf(simulation.engine.state, 'r', 2, 0, 1, {
    artefact: ({ fingerprint }) => `/objects/${fingerprint}`,
    manifest: () => '',
  })
  expect(spec.script).toBe("scf 2 '/objects/scf.1/0.density=1' > rho.json")
  const chosen = events.flatMap((event) => (event.type === 'BranchesChosen' ? event.choices : []))
  expect(chosen[1]?.asked).toMatchObject([{ held: true, measured: { residual: 0.01 }, comparisons: [{ margin: expect.closeTo(0.09) }] }])
})

test('[RUN-155] a loop that is not over after its last turn fails as not converged, or goes on where the file says so', async () => {
  const never = turns(1, 1, 1, 1)
  const failed = await story(loop(), never)
  expect(failed.lines.slice(-3)).toEqual(['4000 scf/0#1 not_converged, failed', '4000 use/0 skipped: upstream_failed', '4000 failed'])
  const end = failed.events.find((event) => event.type === 'AttemptEnded' && event.stage === 8)
  expect(end).toMatchObject({ outcome: { detail: 'after 4 turns `residual < 0.1` does not hold (residual = 1)' } })
  const { lines } = await story(loop(', else: go_on'), never)
  expect(lines.slice(-3)).toEqual(['4000 scf/0 ended by 6, not enough', '4000 use/0#1 started', '5000 succeeded'])
})

test('[RUN-155] NaN is no end of a loop, and a turn that fails ends it', async () => {
  const nan = { 'scf.1': { metrics: { residual: 'NaN' } } }
  expect((await story(loop(), nan)).lines).toContain('1000 scf.1.enough/0#1 bad_input, failed')
  const { lines } = await story(loop(), { ...turns(1), 'scf.2': { fails: 'diverged' } })
  expect(lines.slice(-3)).toEqual(['2000 scf/0 skipped: upstream_failed', '2000 use/0 skipped: upstream_failed', '2000 failed'])
})

test('[RUN-156] with `foreach` each task has a loop of its own', async () => {
  const text = `  relax:
    foreach: { L: [8, 16] }
    repeat: { until: "r < 0.1", at_most: 3 }
    run: "relax \${{ L }} \${{ iteration > 1 ? previous.metrics.r : 0 }}"
    metrics: { r: number }
  look: { each: relax, run: "look \${{ relax.metrics.r }} \${{ relax.L }}" }
`
  const script = { 'relax.1/0': { metrics: { r: 0 } }, 'relax.1/1': { metrics: { r: 1 } }, 'relax.2/1': { metrics: { r: 0.05 } } }
  const { lines } = await story(text, script)
  expect(lines.filter((line) => /started|ended/.test(line))).toEqual([
    '0 relax.1/0#1 started',
    '0 relax.1/1#1 started',
    '1000 relax/0 ended by 0',
    '1000 relax.2/1#1 started',
    '1000 look/0#1 started',
    '2000 relax/1 ended by 2',
    '2000 look/1#1 started',
  ])
})

test('[RUN-157] a run that goes on does not repeat the turns that are done', async () => {
  const journal = createMemoryJournal()
  const behaviour = acts(turns(1, 0.5, 0.01))
  const first = simulate({ behaviour }, journal)
  journal.send(startOf(loop()))
  while (!first.events.some((event) => event.type === 'AttemptsStarted' && event.stage === 2)) await first.engine.turn()
  const second = simulate({ behaviour }, journal)
  const events = await second.send()
  const started = events.flatMap((event) => (event.type === 'AttemptsStarted' ? [event.stage] : []))
  expect(started).not.toContain(0)
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
})
