const pattern = /^(0?)([1-9]\d{0,2})?(?:\.(\d{1,2}))?([defgx])$/

/**
 * A number as text by a format such as `.3f`, `10.4e`, `.6g`, `05d`, `x`: the part after `%` in C. Undefined when
 * the format is none. C writes exponents with two digits at least, and so do we: `1.5e-07`.
 */
export function formatNumber(value: number, format: string): string | undefined {
  const match = pattern.exec(format)
  if (match === null) return undefined
  const [, zero, width, digits, letter] = match
  const text = Number.isFinite(value) ? finite(value, letter ?? 'f', digits === undefined ? 6 : Number(digits)) : String(value)
  const missing = Number(width ?? 0) - text.length
  if (missing <= 0) return text
  if (zero !== '0' || !Number.isFinite(value)) return ' '.repeat(missing) + text
  return text.startsWith('-') ? `-${'0'.repeat(missing)}${text.slice(1)}` : '0'.repeat(missing) + text
}

function finite(value: number, letter: string, digits: number): string {
  if (letter === 'd') return BigInt(Math.round(value)).toString()
  if (letter === 'x') return BigInt(Math.round(value)).toString(16)
  if (letter === 'e') return cExponent(value.toExponential(digits))
  if (letter === 'f') return fixed(value, digits)
  return general(value, Math.max(1, digits))
}

/** `toFixed` turns to exponents at 1e21; C does not. */
function fixed(value: number, digits: number): string {
  if (Math.abs(value) < 1e21) return value.toFixed(digits)
  return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '')
}

/** C's `%g`: the shorter of the two forms, without trailing zeros. */
function general(value: number, digits: number): string {
  const exponential = value.toExponential(digits - 1)
  const exponent = Number(exponential.slice(exponential.indexOf('e') + 1))
  const text = exponent < -4 || exponent >= digits ? cExponent(exponential) : value.toFixed(Math.max(0, digits - 1 - exponent))
  return text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '')
}

function cExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
