import { expect, test } from 'vitest'
import type { Faults } from '#worlds/simulated/faults.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { startOf } from './flow.ts'
import { endOf, live } from './history.ts'
import { packs, randomWorkflow } from './random-workflow.ts'
import { aWhile, seeds, withSeed } from './seeds.ts'

const file = 'test/simulation/faults.test.ts'
const pools = { cpu: 3, memory: 4e9, gpu: 2 }
const parameters = { p: 1, q: 2 }

/** Nothing in these changes how things end. */
const troubles: Faults = { slow: 0.1, lost: 0.1, twice: 0.2, late: 0.2, orphaned: 0.3, resolveDelayMs: 3000 }

function startFor(seed: number, run = 'r') {
  return startOf(randomWorkflow(randomStream(seed, 'workflow'), { rework: true }), { run, pools, parameters, packs })
}

test(
  '[RUN-15] [RUN-35] delays, losses, repeated and late reports: every run ends, and as it would without them',
  async () => {
    for (const seed of seeds(100)) {
      await withSeed(seed, file, async () => {
        const calm = await live({ seed, faults: {}, commands: [startFor(seed)] })
        const troubled = await live({ seed, faults: troubles, commands: [startFor(seed)] })
        expect(endOf(troubled)).toEqual(endOf(calm))
      })
    }
  },
  aWhile,
)

test(
  '[RUN-1] [RUN-29] a journal cut anywhere goes on to the same end',
  async () => {
    for (const seed of seeds(40)) {
      await withSeed(seed, file, async () => {
        const whole = await live({ seed, faults: seed % 2 === 0 ? troubles : {}, commands: [startFor(seed)] })
        const random = randomStream(seed, 'cuts')
        const cuts = Array.from({ length: 8 }, () => 1 + random.below(whole.length))
        for (const cut of cuts) {
          const again = await live({ seed, faults: troubles, commands: [], before: whole.slice(0, cut) })
          expect(endOf(again), `cut after ${cut} of ${whole.length}`).toEqual(endOf(whole))
        }
      })
    }
  },
  aWhile,
)
