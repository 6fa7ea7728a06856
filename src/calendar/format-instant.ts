import { dayMs, isoDate, isoTime } from './civil.ts'
import { zoneOf } from './zone.ts'

/** A moment by the clock of a zone, for tables: `2026-12-01 09:00 +09:00`, or `2026-12-01 00:00 UTC`. Rounded down to the minute. */
export function formatInstant(ms: number, zone: string): string {
  return `${formatLocal(ms, zone)} ${formatOffset(ms, zone)}`
}

/** The same without the offset, where the zone is said elsewhere: `2026-12-01 09:00`. */
export function formatLocal(ms: number, zone: string): string {
  const clock = Math.floor(zoneOf(zone).clockAt(ms) / 60_000) * 60_000
  const day = Math.floor(clock / dayMs)
  return `${isoDate(day)} ${isoTime(clock - day * dayMs)}`
}

function formatOffset(ms: number, zone: string): string {
  const offset = Math.round((zoneOf(zone).clockAt(ms) - ms) / 1_000) * 1_000
  if (offset === 0) return 'UTC'
  return `${offset < 0 ? '-' : '+'}${isoTime(Math.abs(offset))}`
}
