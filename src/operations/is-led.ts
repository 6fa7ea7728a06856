import { StoreError } from '#engine/store-error.ts'
import { openJournal } from '#journal/open-journal.ts'

/** Whether some process decides for the store now; null where that cannot be asked, as in a folder that may not be written. */
export function isLed(store: string): boolean | null {
  try {
    const journal = openJournal(store)
    try {
      return !journal.takeLead()
    } finally {
      journal.close()
    }
  } catch (error) {
    if (error instanceof StoreError) return null
    throw error
  }
}
