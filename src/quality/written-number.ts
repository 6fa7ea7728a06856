import type { Json } from '#model/json.ts'

export type ScalarType = 'number' | 'integer' | 'string' | 'boolean'

/**
 * What a program has printed, as a value of a type; undefined: it is none. Numbers may have the exponents of Fortran (`1.0D-3`, `1.0-103`),
 * and be NaN or infinite, which stand in JSON as texts. Fortran's `*****` is no number.
 */
export function printedValue(text: string, type: ScalarType): Json | undefined {
  const plain = text.trim()
  if (type === 'string') return plain
  if (type === 'boolean') return truths.get(plain.toLowerCase().replaceAll('.', ''))
  const number = printedNumber(plain)
  if (number === undefined || (type === 'integer' && !Number.isInteger(number))) return undefined
  return Number.isFinite(number) ? number : String(number)
}

const truths = new Map([
  ...['true', 't', 'yes', 'y', '1', 'on'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0', 'off'].map((word) => [word, false] as const),
])

const ordinary = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/
const fortran = /^([-+]?(?:\d+\.?\d*|\.\d+))(?:[dDqQ]([-+]?\d+)|([-+]\d{3}))$/
const none = /^[-+]?nan(\(.*\))?$/i
const endless = /^([-+]?)inf(inity)?$/i

function printedNumber(text: string): number | undefined {
  if (ordinary.test(text)) return Number(text)
  const [, digits, exponent, bare] = fortran.exec(text) ?? []
  if (digits !== undefined) return Number(`${digits}e${exponent ?? bare}`)
  if (none.test(text)) return Number.NaN
  const [, sign] = endless.exec(text) ?? []
  return sign === undefined ? undefined : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
