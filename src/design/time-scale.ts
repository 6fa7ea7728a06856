/** From times to places on a chart, with ticks on round local times. */
export interface TimeScale {
  readonly from: number
  readonly to: number
  /** In px. */
  x(at: number): number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30].map((count) => count * 1_000),
  [1, 2, 5, 10, 15, 30].map((count) => count * minute),
  [1, 2, 3, 6, 12].map((count) => count * hour),
  [1, 2, 7, 14, 28, 91, 182, 365, 730, 3650].map((count) => count * day),
)

export interface ScaleOptions {
  readonly left: number
  readonly width: number
  readonly mostTicks: number
  /** How far the zone is ahead of UTC then, in ms. */
  offset(at: number): number
}

export function timeScale(from: number, to: number, { left, width, mostTicks, offset }: ScaleOptions): TimeScale {
  const length = Math.max(1, to - from)
  const step = steps.find((one) => length / one <= mostTicks) ?? length
  const ticks: { at: number; label: string }[] = []
  const zero = offset(from)
  for (let local = Math.ceil((from + zero) / step) * step; local - zero <= to && ticks.length <= 2 * mostTicks; local += step) {
    // The offset may differ after a change of the clocks: a tick stays on its local time.
    const at = local - offset(local - zero)
    if (at >= from && at <= to) ticks.push({ at, label: labelOf(local, step, ticks.length === 0) })
  }
  return { from, to, x: (at) => left + (Math.max(0, Math.min(length, at - from)) / length) * width, ticks }
}

/** Local time in words as short as the step allows; the first says the day, too. */
function labelOf(local: number, step: number, isFirst: boolean): string {
  const form = parts(step, local)
  const withDay = isFirst && step < day ? ({ month: '2-digit', day: '2-digit', ...form } as const) : form
  return new Intl.DateTimeFormat('en-CA', { ...withDay, timeZone: 'UTC', hourCycle: 'h23' }).format(local).replace(', ', ' ')
}

function parts(step: number, local: number): Intl.DateTimeFormatOptions {
  if (step >= 28 * day) return { year: 'numeric', month: '2-digit' }
  if (step >= day || local % day === 0) return { month: '2-digit', day: '2-digit' }
  if (step >= minute) return { hour: '2-digit', minute: '2-digit' }
  return { hour: '2-digit', minute: '2-digit', second: '2-digit' }
}
