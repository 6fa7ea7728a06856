import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import type { Command } from '#run/inputs.ts'
import type { Faults } from '#worlds/simulated/faults.ts'
import { type Random, randomStream } from '#worlds/simulated/random.ts'
import { load, startOf } from './flow.ts'
import { live } from './history.ts'
import { aWhile, seeds, withSeed } from './seeds.ts'

const file = 'test/simulation/editing.test.ts'
const pools = { cpu: 3, memory: 4e9, gpu: 2 }
const troubles: Faults = { slow: 0.1, lost: 0.1, twice: 0.2, late: 0.2, orphaned: 0.3, resolveDelayMs: 3000 }
const persons = ['kim', 'lee', 'park', 'ada']

/** A study with everything that people say: work of a person, approvals by several, signals, gates that ask. Salts change single stages. */
function studyOf(random: Random): (salts: readonly number[]) => string {
  const quorum = 1 + random.below(3)
  const independent = random.chance(0.3)
  const expires = random.chance(0.2) ? ', expires: 20 min' : ''
  const own = random.chance(0.3) ? '\n    cache: false' : ''
  const limits = random.chance(0.5) ? '\n    needs: { gpu: 1 }' : ''
  return ([make = 0, ask = 0, use = 0, tail = 0]) => `pwos: 1
name: study
resources: { gpu: 2, people: [{ name: kim, roles: [pi] }, { name: lee, roles: [pi] }, { name: park, roles: [pi] }, { name: ada }] }
signals: { told: { v: number }, outside: {} }
stages:
  make:
    foreach: { i: [1, 2, 3] }
    run: make \${{ i }} ${make} > \${{ outputs.f }}
    outputs: { f: f }${own}${limits}
  weigh: { task: { by: kim, instructions: Weigh ${ask}., form: { m: { type: number } } } }
  sign: { after: weigh, approval: { by: pi, quorum: ${quorum}, independent: ${independent}, of: "\${{ stages.make.outputs.f.manifest }}"${expires} } }
  use: { after: make, await: told, run: "use \${{ signals.told.v }} ${use}" }
  tail: { after: [sign, use], run: tail ${tail} }
`
}

/** What people say and do, in any order, sometimes twice; also nonsense. */
function word(random: Random, run: string, id: string): readonly Command[] {
  const by = persons[random.below(persons.length)] ?? 'kim'
  const of = { run, task: 0, by, request: id }
  const said: readonly Command[] = [
    { type: 'approve', ...of, stage: 2 },
    { type: 'approve', ...of, stage: 2 },
    { type: 'approve', ...of, stage: 2, attempt: 1 },
    ...(random.chance(0.1) ? [{ type: 'reject', ...of, stage: 2, reason: 'no' } as const] : []),
    { type: 'delegate', run, stage: 2, task: 0, from: by, to: persons[random.below(persons.length)] ?? 'ada', request: id },
    { type: 'answer', ...of, by: 'kim', stage: 1, values: { m: random.below(9) } },
    { type: 'signal', run, signal: 'told', values: { v: random.below(9) }, id, from: by },
    { type: 'signal', run, signal: 'outside', values: {}, id: 'same', from: by },
    { type: 'hold', run, stage: random.below(5), reason: 'look' },
    { type: 'release', run, stage: random.below(5) },
    { type: 'pause', run, reason: 'wait' },
    { type: 'unpause', run },
    { type: 'adjust', run, pools: { gpu: random.below(3) }, priority: random.below(3) },
    { type: 'retry', run },
  ]
  const one = said[random.below(said.length)]
  if (one === undefined) return []
  return random.chance(0.2) ? [one, one] : [one]
}

const letGo = (run: string): Command[] => [
  { type: 'unpause', run },
  { type: 'adjust', run, pools: { gpu: 2 } },
  ...[0, 1, 2, 3, 4].map((stage): Command => ({ type: 'release', run, stage })),
]

/** By run, stage and task: keys as they were last found. */
function keysOf(events: readonly RunEvent[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  for (const event of events) {
    if (event.type !== 'TasksQueued') continue
    for (const [index, task] of event.tasks.entries()) keys.set(`${event.run}/${event.stage}/${task}`, event.keys[index] ?? '')
  }
  return keys
}

test(
  '[RUN-190] [RUN-192] [RUN-193] [RUN-194] whatever people say and however often a run is edited meanwhile, no word is lost or counts twice, and every run ends',
  async () => {
    for (const seed of seeds(60)) {
      await withSeed(seed, file, async () => {
        const random = randomStream(seed, 'edits')
        const study = studyOf(random)
        const salts = [0, 0, 0, 0]
        const startFor = (run: string) => ({ ...startOf(study(salts), { run, pools }), startedBy: persons[random.below(4)] ?? 'ada' })
        const first = { ...startOf(study(salts), { run: 'a', pools }), startedBy: 'ada' }
        let newest = 'a'
        let count = 0
        const edits = new Set(Array.from({ length: 1 + random.below(3) }, () => 1 + random.below(40)))
        const meddle = (
          turn: number,
          isOver: (run: string) => boolean,
          events: () => readonly RunEvent[],
        ): readonly Command[] | undefined => {
          if (turn === 61) return [...new Set(events().map(({ run }) => run))].flatMap(letGo)
          if (turn > 61) return undefined
          if (!edits.has(turn)) {
            count++
            const run = random.chance(0.9) ? newest : 'a'
            return random.chance(0.5) ? word(random, run, `w${count}`) : []
          }
          for (const at of [0, 1, 2, 3]) if (random.chance(0.3)) salts[at] = turn
          const old = newest
          const before = events()
          if (!before.some((event) => event.type === 'RunStarted' && event.run === old)) return []
          const inherits = before.flatMap((event) => (event.type === 'RunStarted' && event.run === old ? (event.inherits ?? []) : []))
          const wanted = [...keysOf(before)].flatMap(([name, key]) => (name.startsWith(`${old}/`) && random.chance(0.8) ? [key] : []))
          newest = `${old}b`
          const replaces = { run: old, active: !isOver(old), keep: [], wanted, before: inherits }
          const edit = { ...startFor(newest), replaces }
          // Twice, and by somebody else at the same time.
          return random.chance(0.5) ? [edit] : [edit, edit, { ...edit, run: `${old}c` }]
        }
        const turns: number[] = []
        const events = await live({ seed, faults: seed % 2 === 0 ? troubles : {}, commands: [first], meddle, turns })
        checkWords(events)
        for (let cut = 0; cut < 3; cut++) {
          const before = events.slice(0, turns[random.below(turns.length)])
          const runs = [...new Set(before.map(({ run }) => run))]
          const again = await live({ seed, faults: troubles, commands: runs.flatMap(letGo), before })
          checkWords(again)
        }
      })
    }
  },
  aWhile,
)

/** Every approval has the votes that it needs, each of another person; what was said before an edit counts after it where the same is asked. */
function checkWords(events: readonly RunEvent[]): void {
  const votes = new Map<string, Set<string>>()
  const keys = keysOf(events)
  const starts = new Map(events.flatMap((event) => (event.type === 'RunStarted' ? [[event.run, event] as const] : [])))
  const replaced = new Set<string>()
  for (const event of events) {
    if (event.type === 'ApprovalGiven') {
      const name = `${event.run}/${event.stage}#${event.attempt}`
      const given = votes.get(name) ?? new Set()
      votes.set(name, given)
      const expires = load(starts.get(event.run) ?? { definition: '' }).stages[event.stage]?.human
      if (given.has(event.by) && !(expires?.kind === 'approval' && expires.expiresMs !== undefined))
        throw new Error(`${event.by} counts twice for ${name}`)
      given.add(event.by)
    }
    if (event.type === 'AttemptEnded' && event.stage === 2 && event.outcome.kind === 'succeeded') {
      const human = load(starts.get(event.run) ?? { definition: '' }).stages[2]?.human
      const by = new Set(event.outcome.result.by)
      if (human?.kind === 'approval') expect(by.size, `those who approved in ${event.run}`).toBeGreaterThanOrEqual(human.quorum)
    }
    if (event.type === 'RunStarted' && event.replaces !== undefined) {
      // Of two edits one counts: while what it made goes on there is no other.
      const name = event.replaces
      const isOpen =
        replaced.has(name) &&
        [...starts.values()].some(({ replaces, run }) => replaces === name && run !== event.run && !hasEnded(events, run, event))
      if (isOpen) throw new Error(`${name} was edited twice`)
      replaced.add(name)
    }
  }
  for (const [run, begun] of starts) {
    const { replaces, startedBy } = begun
    const key = keys.get(`${run}/2/0`)
    if (replaces === undefined || key !== keys.get(`${replaces}/2/0`) || !cancelled(events, replaces, run)) continue
    const before = events.slice(0, events.indexOf(begun)).filter((event) => event.run === replaces && 'stage' in event && event.stage === 2)
    if (before.some(({ type }) => type === 'AttemptEnded')) continue
    const said = new Set(before.flatMap((event) => (event.type === 'ApprovalGiven' ? [event.by] : [])))
    const carried = begun.said?.find((each) => each.key === key)
    for (const by of said)
      expect(
        carried?.votes.map((vote) => vote.by),
        `said in ${replaces}, for ${run}`,
      ).toContain(by)
    // It counts as soon as it is asked again, where nothing but the clock and whoever edits could be in the way.
    const human = load(begun).stages[2]?.human
    const asked = events.some((event) => event.type === 'AttemptsStarted' && event.run === run && event.stage === 2)
    if (human?.kind !== 'approval' || human.expiresMs !== undefined || human.independent || !asked || (carried?.delegates.length ?? 0) > 0)
      continue
    const counts = events.flatMap((event) =>
      event.type === 'ApprovalGiven' && event.run === run && event.saidAt !== undefined ? [event.by] : [],
    )
    expect(counts, `${run}, started by ${startedBy}`).toEqual(expect.arrayContaining([...said]))
  }
}

const cancelled = (events: readonly RunEvent[], run: string, by: string) =>
  events.some((event) => event.type === 'RunCancelling' && event.run === run && event.replacedBy === by)

function hasEnded(events: readonly RunEvent[], run: string, before: RunEvent): boolean {
  const at = events.indexOf(before)
  return events.slice(0, at).some((event) => event.type === 'RunEnded' && event.run === run)
}
