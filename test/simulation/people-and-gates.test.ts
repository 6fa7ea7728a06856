import { expect, test } from 'vitest'
import type { Command } from '#run/inputs.ts'
import type { Faults } from '#worlds/simulated/faults.ts'
import { type Random, randomStream } from '#worlds/simulated/random.ts'
import { load, startOf } from './flow.ts'
import { live } from './history.ts'
import { packs, randomWorkflow } from './random-workflow.ts'
import { aWhile, seeds, withSeed } from './seeds.ts'

const file = 'test/simulation/people-and-gates.test.ts'
const pools = { cpu: 3, memory: 4e9, gpu: 2 }
const troubles: Faults = { slow: 0.1, lost: 0.1, twice: 0.2, late: 0.2, orphaned: 0.3, resolveDelayMs: 3000 }

/** A word about any result: of any gate, an attempt that may be long over, with or without what it needs; sometimes said twice. */
function word(random: Random, gates: readonly (readonly string[])[], by: string): readonly Command[] {
  const judged = gates.flatMap((names, stage) => (names.length > 0 ? [stage] : []))
  const stage = random.chance(0.1) ? random.below(gates.length + 1) : (judged[random.below(judged.length)] ?? 0)
  const names = random.chance(0.1) ? ['nowhere'] : (gates[stage] ?? [])
  const of = { run: 'r', stage, task: random.below(4), by: random.chance(0.05) ? ' ' : by, request: by }
  const reason = random.chance(0.1) ? '' : 'because'
  const attempt = random.chance(0.5) ? {} : { attempt: 1 + random.below(3) }
  const tasks = random.chance(0.5) ? {} : { tasks: [of.task] }
  const said: readonly Command[] = [
    { type: 'approve', ...of, ...attempt, reason },
    { type: 'reject', ...of, ...attempt, reason },
    { type: 'waive', ...of, ...tasks, gate: names[random.below(names.length)] ?? '', reason },
    { type: 'waive', ...of, ...tasks, gate: names[random.below(names.length)] ?? '', reason },
    { type: 'retry', run: 'r', stage, ...tasks },
    { type: 'signal', run: 'r', signal: 'outside', values: {}, id: by, from: 'outside' },
  ]
  const one = said[random.below(said.length)]
  if (one === undefined) return []
  return random.chance(0.2) ? [one, one] : [one]
}

test(
  '[GATE-11] whatever people say of results, in whatever order and however often, no word is lost, no result passes without a waiver, and every run ends',
  async () => {
    for (const seed of seeds(60)) {
      await withSeed(seed, file, async () => {
        const start = startOf(randomWorkflow(randomStream(seed, 'workflow'), { rework: true, validity: true }), {
          ...{ run: 'r', pools, packs },
          parameters: { p: 1, q: 2 },
        })
        const random = randomStream(seed, 'words')
        const gates = load(start).stages.map((stage) => stage.gates.map(({ name }) => name))
        const heard: string[] = []
        let count = 0
        const meddle = (turn: number, isOver: (run: string) => boolean): readonly Command[] | undefined => {
          if (turn > 120) return undefined
          if (!random.chance(0.4)) return []
          count++
          const said = word(random, gates, `p${count}`)
          for (const command of said)
            if ('request' in command && command.request !== undefined && turn > 1 && !isOver('r')) heard.push(command.request)
          return said
        }
        const events = await live({ seed, faults: seed % 2 === 0 ? troubles : {}, commands: [start], meddle })
        const answered = new Map<string, number>()
        const note = (name: string) => answered.set(name, (answered.get(name) ?? 0) + 1)
        for (const event of events) {
          if (event.type === 'CommandRefused') note(event.request ?? '')
          else if (event.type === 'GateWaived' || event.type === 'ResultRefused') note(event.by)
        }
        for (const name of heard) expect(answered.get(name), `the word of ${name}`).toBeGreaterThan(0)
        // Wherever it is cut, it goes on to an end.
        for (let cut = 0; cut < 3; cut++) {
          await live({ seed, faults: troubles, commands: [], before: events.slice(0, 1 + random.below(events.length)) })
        }
      })
    }
  },
  aWhile,
)
