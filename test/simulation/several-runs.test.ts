import { expect, test } from 'vitest'
import type { Command } from '#run/inputs.ts'
import type { Faults } from '#worlds/simulated/faults.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { startOf } from './flow.ts'
import { endOf, live } from './history.ts'
import { randomWorkflow } from './random-workflow.ts'
import { aWhile, seeds, withSeed } from './seeds.ts'

const file = 'test/simulation/several-runs.test.ts'
const troubles: Faults = { slow: 0.1, lost: 0.1, twice: 0.2, late: 0.2, orphaned: 0.3, resolveDelayMs: 3000 }

/** What people have held back goes on. */
function letGo(run: string): Command[] {
  const held = Array.from({ length: 4 }, (_, stage): Command => ({ type: 'release', run, stage }))
  return [{ type: 'unpause', run }, { type: 'adjust', run, pools: { cpu: 3 } }, ...held]
}

function startFor(seed: number, run: string, p: number) {
  const pools = { cpu: 3, memory: 4e9, gpu: 2 }
  return startOf(randomWorkflow(randomStream(seed, 'workflow')), { run, pools, parameters: { p, q: 2 } })
}

test(
  '[RUN-19] a run with another parameter reuses what it can, makes again what is gone, and ends as it would alone',
  async () => {
    for (const seed of seeds(40)) {
      await withSeed(seed, file, async () => {
        const alone = await live({ seed, commands: [startFor(seed, 'b', 7)] })
        const first = await live({ seed, commands: [startFor(seed, 'a', 1)] })
        const second = await live({ seed, faults: troubles, before: first, commands: [startFor(seed, 'b', 7)] })
        expect(endOf(second, 'b')).toEqual(endOf(alone))
      })
    }
  },
  aWhile,
)

test(
  '[RUN-17] [RUN-27] two runs at once share pools and results, and each ends as it would alone',
  async () => {
    for (const seed of seeds(40)) {
      await withSeed(seed, file, async () => {
        const [a, b] = [startFor(seed, 'a', 1), startFor(seed, 'b', seed % 2 === 0 ? 1 : 7)]
        const both = await live({ seed, faults: troubles, commands: [a, b] })
        expect(endOf(both, 'a')).toEqual(endOf(await live({ seed, commands: [a] })))
        expect(endOf(both, 'b')).toEqual(endOf(await live({ seed, commands: [b] })))
      })
    }
  },
  aWhile,
)

test(
  '[RUN-24] [RUN-25] [RUN-26] [RUN-35] [RUN-120] [RUN-122] whatever people do meanwhile, every run ends, and a retry brings each to the end it would have had',
  async () => {
    for (const seed of seeds(40)) {
      await withSeed(seed, file, async () => {
        const random = randomStream(seed, 'people')
        const meddle = (turn: number): readonly Command[] | undefined => {
          const run = random.chance(0.5) ? 'a' : 'b'
          const all: readonly Command[] = [
            { type: 'pause', run, reason: 'wait' },
            { type: 'unpause', run },
            { type: 'cancel', run, reason: 'no' },
            { type: 'retry', run },
            { type: 'hold', run, stage: random.below(4), reason: 'look' },
            { type: 'release', run, stage: random.below(4) },
            { type: 'adjust', run, pools: { cpu: random.below(4) }, priority: random.below(3) },
          ]
          if (turn > 60) return undefined
          const command = all[random.below(all.length)]
          if (turn === 60) return ['a', 'b'].flatMap(letGo)
          return command !== undefined && random.chance(0.25) ? [command] : []
        }
        const commands = [startFor(seed, 'a', 1), startFor(seed, 'b', 7)]
        const meddled = await live({ seed, faults: troubles, commands, meddle })
        const retried = await live({ seed, before: meddled, commands: ['a', 'b'].map((run) => ({ type: 'retry', run })) })
        for (const command of commands) expect(endOf(retried, command.run)).toEqual(endOf(await live({ seed, commands: [command] })))
      })
    }
  },
  aWhile,
)

test(
  '[RUN-26] failed tasks that would succeed now do so after a retry, with all that was skipped behind them',
  async () => {
    for (const seed of seeds(40)) {
      await withSeed(seed, file, async () => {
        const first = await live({ seed, commands: [startFor(seed, 'a', 1)] })
        const again = await live({ seed: seed + 1_000_000, faults: troubles, before: first, commands: [{ type: 'retry', run: 'a' }] })
        expect(again.at(-1)).toMatchObject({ type: 'RunEnded' })
      })
    }
  },
  aWhile,
)

test(
  '[RUN-190] a run takes the place of another at any moment, keeping what it will: it ends as it would alone, and of two that would only one does',
  async () => {
    // 196: a condition held what was kept of the run that was replaced.
    for (const seed of new Set([...seeds(40), 196])) {
      await withSeed(seed, file, async () => {
        const random = randomStream(seed, 'edit')
        const [turn, again] = [random.below(40), random.below(5)]
        const next = startFor(seed, 'b', seed % 2 === 0 ? 1 : 7)
        const keep = [0, 1, 2, 3].flatMap((stage) =>
          random.chance(0.7) ? [{ stage, tasks: [0, 1, 2, 3, 4, 5].filter(() => random.chance(0.7)) }] : [],
        )
        const edit = (run: string): Command => ({ ...next, run, replaces: { run: 'a', active: true, keep } })
        const meddle = (now: number): readonly Command[] | undefined => {
          if (now > turn + again) return undefined
          return [...(now === turn ? [edit('b')] : []), ...(now === turn + again ? [edit('c')] : [])]
        }
        const events = await live({ seed, faults: troubles, commands: [startFor(seed, 'a', 1)], meddle })
        const started = events.flatMap((event) => (event.type === 'RunStarted' && event.replaces === 'a' ? [event.run] : []))
        const cancelled = events.some((event) => event.type === 'RunCancelling' && event.run === 'a')
        expect(started).toEqual(cancelled ? ['b'] : [])
        for (const run of started) expect(endOf(events, run)).toEqual(endOf(await live({ seed, commands: [next] }), 'b'))
      })
    }
  },
  aWhile,
)
