/** How often a gate was judged how; `allowed`: so many of its tasks need not pass. */
interface Tally {
  readonly passed: number
  readonly failed: number
  readonly inconclusive: number
  readonly waived: number
  readonly allowed: number
}

/** Nothing is known against it: what did not pass is within what it allows, and nothing was waived. */
export function isHeld({ failed, inconclusive, waived, allowed }: Tally): boolean {
  return failed + inconclusive <= allowed && waived === 0
}

/** What is to be said of a gate over all its tasks: the worst that was found, as far as it does not allow it. */
export function verdictOverAll(tally: Tally): 'passed' | 'failed' | 'inconclusive' | 'waived' {
  if (isHeld(tally)) return 'passed'
  if (tally.failed > 0) return 'failed'
  if (tally.inconclusive > 0) return 'inconclusive'
  return 'waived'
}

/** All that were judged. */
export function judgedCount({ passed, failed, inconclusive, waived }: Omit<Tally, 'allowed'>): number {
  return passed + failed + inconclusive + waived
}
