import { erfc } from '#expression/error-function.ts'
import { normalQuantile } from '#expression/statistics/normal.ts'
import { type Random, randomStream } from '#worlds/simulated/random.ts'

/**
 * Where in their distribution the durations of a stage's tasks lie, in the run of a seed. They share part of their luck (`common`): the
 * normal score of each is √c · (the stage's) + √(1−c) · (its own), so single tasks keep their distribution and sums of many do not
 * become certain.
 */
export function drawLuck(common: number, seed: number, stage: string, own: Random): () => number {
  const shared = Math.sqrt(common) * normalQuantile(inside(randomStream(seed, `stage ${stage}`).next()))
  const apart = Math.sqrt(1 - common)
  return () => inside(erfc(-(shared + apart * normalQuantile(inside(own.next()))) / Math.SQRT2) / 2)
}

function inside(share: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-9, share))
}
