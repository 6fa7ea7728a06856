import { expect } from 'vitest'
import { StoreError, type StoreTrouble } from '#engine/store-error.ts'

/** What was wrong with the store, said with advice in both languages. */
export function troubleOf(action: () => unknown): StoreTrouble | 'nothing' {
  try {
    action()
    return 'nothing'
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    expect(error.advice.en.length).toBeGreaterThan(20)
    expect(error.advice.ko.length).toBeGreaterThan(10)
    return error.code
  }
}
