/** What happens at a moment, as a number: an activity ends (0 or more), its release comes, or something may have become possible. */
export const wakeUp = -1

export function releaseOf(activity: number): number {
  return -activity - 2
}

/** The activity whose release has come. */
export function releasedBy(code: number): number {
  return -code - 2
}
