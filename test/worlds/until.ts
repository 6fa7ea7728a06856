import { expect } from 'vitest'

/** Waits for a condition, so many fiftieths of a second at most. */
export async function until(condition: () => boolean, tries = 500): Promise<void> {
  for (let tried = 0; tried < tries && !condition(); tried++) await new Promise((done) => setTimeout(done, 20))
  expect(condition()).toBe(true)
}
