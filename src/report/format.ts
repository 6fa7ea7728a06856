import type { Language } from '#expression/text.ts'
import type { Json } from '#model/json.ts'
import { isWritten } from './measure.ts'

/** A number for people: up to `digits` significant ones, without an exponent where that is short. */
export function formatNumber(value: number, digits = 5): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e15) return minus(size >= 1e5 ? grouped(value) : String(value))
  if (size >= 1e-4 && size < 1e7) return minus(String(Number(value.toPrecision(Math.max(digits, Math.floor(Math.log10(size)) + 1)))))
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e')
  return minus(`${Number(mantissa)}×10${superscript(exponent.replace('+', ''))}`)
}

/** A measured value with its standard error, rounded to two significant digits of the error: `2.2691 ± 0.0012`. */
export function formatWithError(value: number, error: number): string {
  const size = Math.abs(error)
  if (!Number.isFinite(value) || !(size > 0) || size < 1e-12 || Math.abs(value) >= 1e9)
    return `${formatNumber(value)} ± ${formatNumber(error, 2)}`
  const decimals = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(size))))
  return `${minus(value.toFixed(decimals))} ± ${size.toFixed(decimals)}`
}

/** A count, with its thousands grouped. */
export function formatCount(value: number): string {
  return grouped(value)
}

export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–'
  const percent = share * 100
  return `${minus(percent !== 0 && Math.abs(percent) < 9.95 ? percent.toFixed(1) : percent.toFixed(0))} %`
}

/** A length of time in at most two units: `3 min 20 s`. */
export function formatDuration(ms: number, language: Language): string {
  const unit = durationUnits[language]
  if (ms < 0) return minus(`-${formatDuration(-ms, language)}`)
  if (ms < 1) return `0${unit.s}`
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${trimmed(ms / 1_000)}${unit.s}`
  const seconds = Math.round(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return two(minutes, unit.min, seconds % 60, unit.s)
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? two(hours, unit.h, minutes % 60, unit.min) : two(Math.floor(hours / 24), unit.d, hours % 24, unit.h)
}

/** Decimal units, as the workflow file writes them: `1.4 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let size = bytes
  let unit = 0
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1_000
    unit++
  }
  return `${unit === 0 ? size : Number(size.toPrecision(3))} ${units[unit] ?? ''}`
}

/** The zone in which times are shown; pure code knows none, so the caller names it. */
export interface Zone {
  /** Minutes ahead of UTC. */
  readonly offsetMinutes: number
  /** Such as `UTC` or `Asia/Seoul`. */
  readonly name: string
}

export const utc: Zone = { offsetMinutes: 0, name: 'UTC' }

/** `2026-11-30 14:05:09`, from UTC milliseconds, in a zone. */
export function formatTime(at: number, zone: Zone): string {
  const seconds = Math.floor((at + zone.offsetMinutes * 60_000) / 1_000)
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const [year, month, day] = civil(days)
  const clock = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60, rest % 60].map(twoDigits).join(':')
  return `${year}-${twoDigits(month)}-${twoDigits(day)} ${clock}`
}

/** An amount of a pool: memory and disk are counted in bytes, everything else in pieces. */
export function formatAmount(pool: string, amount: number): string {
  return pool === 'memory' || pool === 'disk' ? formatBytes(amount) : formatNumber(amount, 3)
}

/** Any journalled value in one line. */
export function formatJson(value: Json, digits = 6): string {
  if (typeof value === 'number') return formatNumber(value, digits)
  if (typeof value === 'string') return value
  if (isWritten(value)) return `${formatNumber(value.value, digits)} ${value.unit}`.trim()
  const uncertain = uncertainText(value)
  if (uncertain !== undefined) return uncertain
  if (!Array.isArray(value)) return JSON.stringify(value)
  const shown =
    value.length > 12
      ? [...value.slice(0, 8).map((one) => formatJson(one, digits)), '…', formatJson(value.at(-1) ?? null, digits)]
      : value.map((one) => formatJson(one, digits))
  return shown.join(', ')
}

/** `2.27 ± 0.01 eV`, of a value with its uncertainty in one piece. */
function uncertainText(json: Json): string | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const { value, unit = '', uncertainty, ...more } = json as { readonly [name: string]: Json }
  if (typeof value !== 'number' || typeof uncertainty !== 'number' || typeof unit !== 'string' || Object.keys(more).length > 0)
    return undefined
  return `${formatWithError(value, uncertainty)} ${unit}`.trim()
}

/** Days since 1970-01-01 as year, month, day (proleptic Gregorian; H. Hinnant, "chrono-compatible low-level date algorithms"). */
function civil(days: number): readonly [number, number, number] {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1]
}

const durationUnits = {
  en: { d: ' d', h: ' h', min: ' min', s: ' s' },
  ko: { d: '일', h: '시간', min: '분', s: '초' },
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`
}

function trimmed(value: number): string {
  return String(Number(value < 10 ? value.toFixed(2) : value.toFixed(1)))
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

function minus(text: string): string {
  return text.replace(/^-/, '−')
}

function superscript(text: string): string {
  return [...text].map((character) => (character === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(character)] ?? ''))).join('')
}
