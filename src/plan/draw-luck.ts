import { erfc } from '#expression/error-function.ts'
import { normalQuantile } from '#expression/statistics/normal.ts'
import { type Random, randomStream } from '#worlds/simulated/random.ts'
import type { StageDuration } from './duration.ts'

/**
 * Where in their distribution the durations of a stage's tasks lie, in the run of a seed. They share part of their luck (`common`), and
 * stages part of that (`together`): the normal score of each is √c · (√t · (the run's) + √(1−t) · (the stage's)) + √(1−c) · (its own), so
 * single tasks keep their distribution and sums of many do not become certain.
 */
export function drawLuck(
  { common, together }: Pick<StageDuration, 'common' | 'together'>,
  seed: number,
  stage: string,
  own: Random,
): () => number {
  const run = normalQuantile(inside(shareOfRun(seed)))
  const ofStage = normalQuantile(inside(randomStream(seed, `stage ${stage}`).next()))
  const shared = Math.sqrt(common) * (Math.sqrt(together) * run + Math.sqrt(1 - together) * ofStage)
  const apart = Math.sqrt(1 - common)
  return () => inside(erfc(-(shared + apart * normalQuantile(inside(own.next()))) / Math.SQRT2) / 2)
}

/** Seeds that follow each other cover a run's luck evenly (the golden ratio's multiples), so few of them tell its quantiles well. */
function shareOfRun(seed: number): number {
  return (0.5 + seed * 0.6180339887498949) % 1
}

function inside(share: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-9, share))
}
