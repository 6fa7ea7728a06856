import { expect } from 'vitest'
import type { Bench } from '../worlds/stage.ts'

/** Lets the world turn until something is so. */
export async function soon(bench: Bench, holds: () => boolean): Promise<void> {
  for (let turns = 0; turns < 300; turns++) {
    if (holds()) return
    expect(await bench.world.next()).toEqual([])
  }
  throw new Error('it did not come to be')
}
