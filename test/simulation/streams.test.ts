import process from 'node:process'
import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import type { Faults } from '#worlds/simulated/faults.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { startOf } from './flow.ts'
import { endOf, live } from './history.ts'
import { packs, randomWorkflow } from './random-workflow.ts'
import { aWhile, seeds, withSeed } from './seeds.ts'

const file = 'test/simulation/streams.test.ts'
const pools = { cpu: 3, memory: 4e9, gpu: 2 }
const troubles: Faults = { slow: 0.1, lost: 0.2, twice: 0.2, late: 0.2, orphaned: 0.3, resolveDelayMs: 3000 }

function startFor(seed: number) {
  const text = randomWorkflow(randomStream(seed, 'streams'), { rework: true, streams: true })
  return startOf(text, { run: 'r', pools, parameters: { p: 1, q: 2 }, packs })
}

test(
  '[RUN-180] [RUN-181] [RUN-188] whatever is lost, late or cut off, pieces and what is made of them end as they would without that',
  async () => {
    const kinds = new Set<RunEvent['type']>()
    for (const seed of seeds(60)) {
      await withSeed(seed, file, async () => {
        const calm = await live({ seed, faults: {}, commands: [startFor(seed)] })
        const whole = await live({ seed, faults: troubles, commands: [startFor(seed)] })
        for (const { type } of [...calm, ...whole]) kinds.add(type)
        expect(endOf(whole)).toEqual(endOf(calm))
        const random = randomStream(seed, 'cuts')
        for (let cut = 0; cut < 4; cut++) {
          const before = whole.slice(0, 1 + random.below(whole.length))
          const again = await live({ seed, faults: troubles, commands: [], before })
          expect(endOf(again), `cut after ${before.length} of ${whole.length}`).toEqual(endOf(calm))
        }
      })
    }
    // Of one seed alone not all of it happens.
    if (process.env.PWOS_SEED === undefined) {
      for (const kind of ['PiecesPublished', 'StreamEnded', 'ProducerHeld', 'ProducerReleased', 'StagesReworked'] as const)
        expect(kinds).toContain(kind)
    }
  },
  aWhile,
)
