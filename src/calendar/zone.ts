import { dayMs } from './civil.ts'

/** How far the clocks of a place are ahead of UTC, over time. */
export interface Zone {
  readonly name: string
  /** What the clock shows at a moment, as ms that would be UTC if the zone were. */
  clockAt(at: number): number
  /**
   * The first moment at which the clock shows this time or a later one. So a time that the clock jumps over is the moment
   * of the jump, a time that comes twice is its first coming, and the order of times is the order of moments.
   */
  momentOf(clock: number): number
}

/** Offsets hold from one of these moments to the next. */
interface Step {
  readonly at: number
  readonly offset: number
}

/**
 * Zones change their offset at most once within this time: the nearest two changes since 1900 lie 7 days and more apart, so a
 * change shows as a difference between both ends, and halving finds it.
 */
const probeMs = 4 * dayMs
const probesAPage = 16
const pageMs = probeMs * probesAPage
/** No clock is further from UTC than this. */
const farthest = 26 * 3_600_000

const utc: Zone = { name: 'UTC', clockAt: (at) => at, momentOf: (clock) => clock }

const zones = new Map<string, Zone>()

/** Throws a RangeError when there is no zone of that name: names from outside go through `readZone` first. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name)
  if (zone === undefined) {
    // Where no other zone is named, the host need not load what it knows of them: tens of ms.
    zone = name === 'UTC' ? utc : makeZone(name)
    zones.set(name, zone)
  }
  return zone
}

function makeZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const offsetAt = (at: number) => offsetIn(format.format(at))
  const pages = new Map<number, readonly Step[]>()
  /** The steps of a page; the first stands at its beginning, unless the offset goes on from the page before. */
  const page = (index: number) => {
    let steps = pages.get(index)
    if (steps === undefined) {
      steps = stepsWithin(index * pageMs, offsetAt)
      pages.set(index, steps)
    }
    return steps
  }
  const clockAt = (at: number) => {
    const steps = page(Math.floor(at / pageMs))
    let offset = steps[0]?.offset ?? 0
    for (const step of steps) if (step.at <= at) offset = step.offset
    return at + offset
  }
  const momentOf = (clock: number) => {
    for (let index = Math.floor((clock - farthest) / pageMs); ; index++) {
      const steps = page(index)
      for (let nth = 0; nth < steps.length; nth++) {
        const { at, offset } = steps[nth] as Step
        const until = steps[nth + 1]?.at ?? (index + 1) * pageMs
        if (until + offset > clock) return Math.max(at, clock - offset)
      }
    }
  }
  return { name, clockAt, momentOf }
}

function stepsWithin(from: number, offsetAt: (at: number) => number): readonly Step[] {
  const steps: Step[] = [{ at: from, offset: offsetAt(from) }]
  for (let probe = 1; probe <= probesAPage; probe++) {
    const before = steps.at(-1)?.offset ?? 0
    let high = from + probe * probeMs
    const offset = offsetAt(high)
    if (offset === before) continue
    let low = high - probeMs
    while (high - low > 1_000) {
      const middle = low + Math.floor((high - low) / 2_000) * 1_000
      if (offsetAt(middle) === before) low = middle
      else high = middle
    }
    if (high < from + pageMs) steps.push({ at: high, offset })
  }
  return steps
}

/** The offset in a text such as `12/1/2026, GMT+05:45`; seconds occur in old local times. */
function offsetIn(text: string): number {
  const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? []
  const ms = (Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1_000
  return sign === '-' ? -ms : ms
}
