import type { SchedulingProblem } from './problem.ts'

/** Activities that must start at a fixed time. */
export function bookedActivities({ count, family, families, optionStart }: SchedulingProblem): readonly number[] {
  if (families.every(({ bookedAt }) => bookedAt === undefined)) return []
  const booked: number[] = []
  for (let activity = 0; activity < count; activity++) {
    const hasOption = (optionStart[activity + 1] as number) > (optionStart[activity] as number)
    if (hasOption && families[family[activity] as number]?.bookedAt !== undefined) booked.push(activity)
  }
  return booked
}
