import { expect, test } from 'vitest'
import type { Found } from '#engine/ports.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

/** Keys without the run: two runs of these tests mean the same by the same task. */
function sharing(script: Parameters<typeof acts>[0] = {}) {
  const journal = createMemoryJournal()
  const find = (keys: readonly string[]): ReadonlyMap<string, Found> => journal.find(keys)
  const behaviour = acts(script)
  return simulate(
    { behaviour, find, keyOf: (run, stage, task) => `${run.workflow.stages[stage]?.name}/${task}/${run.started.parameters.p ?? ''}` },
    journal,
  )
}

const gated = (limit: number) => `
  a:
    run: "true"
    metrics: { m: number }
    gates: [{ name: g, check: m < ${limit} }]
`

test('[RUN-16] a result that the store has is used, and judged by the gates as they are now', async () => {
  const simulation = sharing({ a: { metrics: { m: 3 } } })
  await simulation.send(startOf(gated(5), { run: 'one' }))
  const same = await simulation.send(startOf(gated(4), { run: 'two' }))
  expect(tell(same)).toEqual(['1000 RunStarted', '1000 a has 1', '1000 a/0 released', '1000 a/0 reused: [passed] done', '1000 succeeded'])
  const stricter = await simulation.send(startOf(gated(2), { run: 'three' }))
  expect(tell(stricter).slice(3)).toEqual(['1000 a/0 reused: [failed] failed', '1000 failed'])
  const retried = await simulation.send({ type: 'retry', run: 'three' })
  expect(tell(retried, 'AttemptEnded', 'RunEnded')).toEqual(['2000 0/0#2 [failed] failed', '2000 failed'])
})

test('[RUN-16] cache: false never uses an earlier result', async () => {
  const workflow = `  a:\n    run: "true"\n    cache: false\n`
  const simulation = sharing()
  await simulation.send(startOf(workflow, { run: 'one' }))
  expect(tell(await simulation.send(startOf(workflow, { run: 'two' })), 'AttemptEnded')).toEqual(['2000 a/0#1 done'])
})

test('[RUN-17] what another task computes at the moment is waited for and shared', async () => {
  const simulation = sharing()
  const events = await simulation.send(startOf(gated(5), { run: 'one' }), startOf(gated(5), { run: 'two' }))
  expect(tell(events, 'AttemptsStarted', 'TasksReused', 'AttemptEnded', 'RunEnded')).toEqual([
    ...['0 one a/0#1 started', '1000 one a/0#1 [inconclusive] failed', '1000 two a/0 reused: [inconclusive] failed'],
    ...['1000 one failed', '1000 two failed'],
  ])
})

test('[RUN-17] when it fails there, the task that waited computes it itself', async () => {
  const workflow = `  a:\n    run: "true"\n`
  const simulation = sharing({ a: { fails: 'program_error' } })
  const events = await simulation.send(startOf(workflow, { run: 'one' }), startOf(workflow, { run: 'two' }))
  expect(tell(events, 'AttemptsStarted', 'AttemptEnded', 'RunEnded')).toEqual([
    ...['0 one a/0#1 started', '1000 one a/0#1 program_error, failed', '1000 two a/0#1 started', '1000 one failed'],
    ...['2000 two a/0#1 program_error, failed', '2000 two failed'],
  ])
})

const chain = `
  a:
    foreach: { x: [1, 2] }
    run: "make \${{ x }} > \${{ outputs.big }} > \${{ outputs.small }}"
    outputs: { big: { path: big, temporary: true }, small: { path: small } }
  b:
    each: a
    run: "use \${{ a.outputs.big }}"
  c:
    run: "gather \${{ stages.a.outputs.big.paths }}"
`

test('[RUN-18] temporary outputs go as soon as every task that reads them is finished', async () => {
  const events = await sharing({ 'b/0': { ms: 5000 } }).send(startOf(chain, { pools: { cpu: 100 } }))
  expect(tell(events, 'OutputsDiscarded', 'RunEnded')).toEqual(['2000 a/1 discarded big', '6000 a/0 discarded big', '6000 succeeded'])
})

test('[RUN-18] they stay for stages that this run was not asked for', async () => {
  const events = await sharing().send(startOf(chain, { pools: { cpu: 100 }, until: [1] }))
  expect(tell(events, 'OutputsDiscarded', 'RunEnded')).toEqual(['2000 succeeded'])
})

test('[RUN-18] they stay as long as another run needs the same result', async () => {
  const { simulation, discarded } = watchingDiscards()
  await simulation.send(startOf(chain, { run: 'one', pools: { cpu: 100 } }), startOf(chain, { run: 'two', pools: { cpu: 100 } }))
  expect(tell(simulation.events, 'OutputsDiscarded')).toEqual(['10000 two a/0,1 discarded big'])
  expect(discarded).toEqual(['10000 two 0,1'])
})

/** Two runs have the results of `a` in common; all else takes longer in the second. */
function watchingDiscards() {
  const discarded: string[] = []
  const simulation = simulate({
    keyOf: (run, stage, task) => (stage === 0 ? `a/${task}` : `${run.id}/${stage}/${task}`),
    behaviour: (attempt) => acts(attempt.run.id === 'two' && attempt.stage > 0 ? { b: { ms: 9000 }, c: { ms: 9000 } } : {})(attempt),
    onDiscard: (run, tasks, at) => discarded.push(`${at} ${run} ${tasks}`),
  })
  return { simulation, discarded }
}

test('[RUN-19] when a task must run that reads what is gone, that is made again first', async () => {
  const journal = createMemoryJournal()
  const keyOf = (run: { workflow: { stages: readonly { name: string }[] }; id: string }, stage: number, task: number) => {
    const name = run.workflow.stages[stage]?.name ?? ''
    return name === 'c' ? `${run.id}/c` : `${name}/${task}`
  }
  const simulation = simulate({ keyOf, find: (keys) => journal.find(keys) }, journal)
  await simulation.send(startOf(chain, { run: 'one', pools: { cpu: 100 } }))
  const events = await simulation.send(startOf(chain, { run: 'two', pools: { cpu: 100 } }))
  expect(tell(events, 'TasksReused', 'TasksRevived', 'TasksUnreleased', 'AttemptsStarted', 'OutputsDiscarded', 'RunEnded')).toEqual([
    ...['2000 a/0 reused: done, a/1 reused: done', '2000 b/0 reused: done, b/1 reused: done', '2000 a/0,1 revived', '2000 c/0 waits again'],
    ...['2000 a/0#2 started', '2000 a/1#2 started', '3000 c/0#1 started', '4000 a/0,1 discarded big', '4000 succeeded'],
  ])
})
