import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { explain } from '#run/explain.ts'
import { explanationText } from '#run/explanation-text.ts'
import { standingOf } from '#run/fair-share.ts'
import type { Command } from '#run/inputs.ts'
import { owned } from '#run/owned.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { load, type Simulation, simulate, startOf } from '../simulation/flow.ts'
import { aWhile, seeds, withSeed } from '../simulation/seeds.ts'
import { acts } from '../simulation/story.ts'

type Start = Extract<Command, { type: 'start' }>

/** `count` tasks of one core each; no two runs compute the same. */
function study(
  run: string,
  startedBy: string,
  count: number,
  more: Partial<Start> & { readonly weight?: number; readonly time?: string } = {},
): Start {
  const { weight, time, ...given } = more
  const text = `pwos: 1
name: test
${weight === undefined ? '' : `share: { weight: ${weight} }\n`}stages:
  a:
    foreach: { x: "\${{ range(${count}) }}" }
    run: echo ${run}
${time === undefined ? '' : `    time: ${time}\n`}`
  return { ...startOf(text, { run, pools: { cpu: 4 } }), fingerprint: run, startedBy, ...given }
}

const starts = (events: readonly RunEvent[], run: string) =>
  events.flatMap((event) => (event.type === 'AttemptsStarted' && event.run === run ? event.tasks.map(() => event.at) : []))

async function until(simulation: Simulation, happened: () => boolean): Promise<void> {
  for (let turn = 0; !happened(); turn++) {
    if (turn > 10_000) throw new Error('it never happens')
    await simulation.engine.turn()
  }
}

const ended = (simulation: Simulation, run: string) =>
  simulation.events.filter((event) => event.type === 'AttemptEnded' && event.run === run).length

/** One run has gone on for a while when another begins. */
async function second(first: Start, next: Start): Promise<Simulation> {
  const simulation = simulate()
  simulation.journal.send(first)
  await until(simulation, () => ended(simulation, first.run) >= 40)
  simulation.journal.send(next)
  await until(simulation, () => simulation.events.some((event) => event.type === 'TasksQueued' && event.run === next.run))
  return simulation
}

test('[RUN-195] a large run of one person does not starve a small one of another', async () => {
  const simulation = await second(study('large', 'kim', 400), study('small', 'lee', 10))
  const begun = starts(simulation.events, 'large').length
  await until(simulation, () => starts(simulation.events, 'small').length === 10)
  // What ran goes on; from then on those who have used nothing go first.
  expect(starts(simulation.events, 'large').length - begun).toBeLessThanOrEqual(4)
  await simulation.send()
  expect(ended(simulation, 'large')).toBe(400)
})

test('[RUN-195] with weights people use as much as these say', async () => {
  const simulation = simulate()
  const [kim, lee] = [study('k', 'kim', 300, { share: { weight: 3 } }), study('l', 'lee', 300, { share: { weight: 1 } })]
  for (const start of [kim, lee]) simulation.journal.send(start)
  await until(simulation, () => ended(simulation, 'k') >= 200)
  expect(ended(simulation, 'k') / ended(simulation, 'l')).toBeGreaterThan(2.6)
  expect(ended(simulation, 'k') / ended(simulation, 'l')).toBeLessThan(3.4)
})

test('[RUN-195] what somebody is given goes among all of his runs; between these the file’s own weight decides', async () => {
  const simulation = simulate()
  const all = [study('k1', 'kim', 300), study('k2', 'kim', 300, { weight: 2 }), study('l', 'lee', 300)]
  for (const start of all) simulation.journal.send(start)
  await until(simulation, () => ended(simulation, 'l') >= 120)
  const [k1, k2, l] = ['k1', 'k2', 'l'].map((run) => ended(simulation, run)) as [number, number, number]
  expect(Math.abs(k1 + k2 - l)).toBeLessThanOrEqual(12)
  expect(k2 / k1).toBeGreaterThan(1.6)
  expect(k2 / k1).toBeLessThan(2.4)
})

test('[RUN-195] priority and deadlines in danger go before the fair share', async () => {
  const urgent = study('urgent', 'kim', 3, { time: '1 s' })
  const simulation = await second(study('large', 'kim', 400), study('small', 'lee', 40))
  simulation.journal.send({ ...urgent, definition: urgent.definition.replace('stages:', 'deadline: 1970-01-01T00:00:01\nstages:') })
  await until(simulation, () => ended(simulation, 'urgent') === 3)
  expect(ended(simulation, 'small')).toBeLessThan(20)
  const high = study('high', 'kim', 3)
  simulation.journal.send({ ...high, definition: high.definition.replace('stages:', 'priority: 5\nstages:') })
  await until(simulation, () => ended(simulation, 'high') === 3)
  expect(ended(simulation, 'small')).toBeLessThan(30)
})

test('[RUN-196] what was used counts half after a half-life', async () => {
  const used = async (halfLifeMs: number) => {
    const simulation = simulate({ behaviour: acts({ a: { ms: 1000 } }) })
    await simulation.send(study('old', 'kim', 40, { share: { halfLifeMs } }))
    const { state } = simulation.engine
    // Time passes with work of somebody else.
    await simulation.send({ ...study('wait', 'lee', 4, { time: '1 h' }), share: { halfLifeMs } })
    const { shares } = owned(state)
    const [kim, lee] = ['kim', 'lee'].map((name) => shares.owners.get(name)?.used ?? 0) as [number, number]
    return lee / kim
  }
  // 10 s of the whole machine by kim, then 1 s by lee, each as of its end.
  expect(await used(1e9)).toBeCloseTo(0.1, 3)
  expect(await used(1000)).toBeGreaterThan(0.5)
})

test('[RUN-196] whoever folds only the runs that are not over knows what the others have used', async () => {
  const simulation = await second(study('done', 'kim', 40), study('next', 'lee', 20))
  await until(simulation, () => simulation.events.some((event) => event.type === 'RunEnded' && event.run === 'done'))
  simulation.journal.send(study('last', 'kim', 20))
  await until(simulation, () => simulation.events.some((event) => event.type === 'TasksQueued' && event.run === 'last'))
  const [whole, part] = [createState(load), createState(load)]
  for (const event of simulation.events) {
    evolve(whole, event)
    if (event.run === 'last') evolve(part, event)
  }
  const [one, other] = [whole, part].map((state) => owned(state).runs.get('last')) as [never, never]
  const parts = [whole, part].map((state) => {
    const { owners } = owned(state).shares
    return (owners.get('kim')?.used ?? 0) / (owners.get('lee')?.used ?? 1)
  })
  expect(parts[1]).toBeCloseTo(parts[0] ?? 0, 6)
  expect(standingOf(one).run).toBe(0)
  expect(standingOf(other).run).toBe(0)
})

test('[RUN-195] [RUN-30] a task in line says who goes before it by fair share, with both parts', async () => {
  const simulation = await second(study('large', 'kim', 400), study('small', 'lee', 10))
  const { state } = simulation.engine
  const run = owned(state).runs.get('large')
  const waiting = run?.stages[0]?.status.indexOf(2) ?? 0
  const told = explain(state, 'large', 0, waiting, simulation.world.now())
  const reason = told?.reasons.find(({ code }) => code === 'in_line')
  expect(reason).toMatchObject({ rule: 'share', shares: { by: 'lee', run: 'small' } })
  const texts = told === undefined ? [] : explanationText(told)
  const line = texts.find(({ en }) => en.includes('fair share'))
  expect(line?.en).toMatch(/the first of them of run small of lee: fair share, [\d.]+ % of what was used lately against [\d.]+ %\.$/)
  expect(line?.ko).toContain('공정 배분')
  await simulation.send()
})

test('[RUN-195] where people always have something in line, what they use differs by no more than what runs at once', {
  timeout: aWhile,
}, async () => {
  for (const seed of seeds(20)) {
    await withSeed(seed, 'test/run/fair-share.test.ts', async () => {
      const random = randomStream(seed, 'shares')
      const longest = 1000 * (1 + random.below(20))
      const people = ['kim', 'lee', 'park'].slice(0, 2 + random.below(2))
      const behaviour = ({ run, task }: { readonly run: { readonly id: string }; readonly task: number }) => ({
        // Long enough to start one by one.
        wallMs: 200 + randomStream(seed, `${run.id} ${task}`).below(longest),
        outcome: { kind: 'succeeded' as const, metrics: {}, outputs: {} },
      })
      const simulation = simulate({ seed, behaviour })
      for (const person of people) {
        for (let index = 0; index <= random.below(3); index++)
          simulation.journal.send(study(`${person}${index}`, person, 150, random.chance(0.5) ? { time: '5 s' } : {}))
      }
      const running = () => simulation.events.some(({ type }) => type === 'RunEnded')
      for (let turn = 0; turn < 5000 && !running(); turn++) {
        await simulation.engine.turn()
        const { shares, runs } = owned(simulation.engine.state)
        const wait = people.every((person) =>
          [...runs.values()].some((run) => run.share.owner.name === person && (run.stages[0]?.counts.queued ?? 0) > 0),
        )
        if (!wait || turn < 20) continue
        const used = people.map((person) => shares.owners.get(person)?.used ?? 0)
        // Four run at once on four cores: each is charged a quarter of what it is expected to take, and put right when it ends.
        expect(Math.max(...used) - Math.min(...used)).toBeLessThanOrEqual(3 * Math.max(longest, 5000))
      }
      await simulation.send()
      const ends = simulation.events.filter(({ type }) => type === 'RunEnded')
      expect(ends.every((event) => event.type === 'RunEnded' && event.outcome === 'succeeded')).toBe(true)
    })
  }
})

test('[RUN-197] the journal says who went before whom and by which rule, once', async () => {
  const simulation = await second(study('large', 'kim', 400), study('small', 'lee', 10))
  await simulation.send({
    ...study('high', 'kim', 3),
    definition: study('high', 'kim', 3).definition.replace('stages:', 'priority: 5\nstages:'),
  })
  const told = simulation.events.flatMap((event) =>
    event.type === 'AttemptsStarted'
      ? (event.before ?? []).map(({ run, pool, rule }) => `${event.run} before ${run}: ${rule} (${pool})`)
      : [],
  )
  expect(told).toContain('small before large: share (cpu)')
  expect(told).toContain('high before small: priority (cpu)')
  expect(new Set(told).size).toBe(told.length)
})
