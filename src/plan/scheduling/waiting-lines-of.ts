import type { SchedulingProblem } from './problem.ts'
import type { WaitingLine } from './waiting-line.ts'

/** By activity: its line. Activities with the same shapes stand in one. */
export function waitingLinesOf({ count, optionStart, optionShape }: SchedulingProblem): readonly WaitingLine[] {
  const single: WaitingLine[] = []
  const several = new Map<string, WaitingLine>()
  const none = newLine()
  const lines = new Array<WaitingLine>(count)
  for (let activity = 0; activity < count; activity++) {
    const first = optionStart[activity] as number
    const last = optionStart[activity + 1] as number
    if (first === last) lines[activity] = none
    else if (last === first + 1) {
      const shape = optionShape[first] as number
      single[shape] ??= newLine()
      lines[activity] = single[shape] as WaitingLine
    } else {
      const key = optionShape.subarray(first, last).join(' ')
      const line = several.get(key) ?? newLine()
      several.set(key, line)
      lines[activity] = line
    }
  }
  return lines
}

function newLine(): WaitingLine {
  return { items: [], at: -1, wakeAt: Number.NEGATIVE_INFINITY }
}
