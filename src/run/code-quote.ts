import { noQuote, shellQuote } from '#expression/quote.ts'

type Quote = typeof shellQuote

/** How values are written into a script of this interpreter, so that none is ever read as code. */
export function quoteFor(shell: readonly string[]): Quote {
  const program = (shell[0] === 'env' || shell[0]?.endsWith('/env') ? shell[1] : shell[0]) ?? 'bash'
  const name = program.slice(program.lastIndexOf('/') + 1)
  if (/^(ba|da|k|z|a|mk)?sh$/.test(name)) return shellQuote
  return /^perl/.test(name) ? perlQuote : codeQuote
}

/** As a shell script's are: numbers and plain words as they are, for `env` and paths. */
export const plainText: Quote = (value) => noQuote(value)

const numberLike = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/**
 * Numbers as they are, all else as a string literal. What some language would look into (`$` in Julia, `#` in Ruby,
 * a quote of either kind) is written as an escape that Python, JavaScript, Julia, R and Ruby read alike; so a value
 * stays text even where the author has put quotes around it.
 */
function codeQuote(value: string): string {
  return numberLike.test(value) ? value : `"${escaped(value, (code) => `\\u${code.toString(16).padStart(4, '0')}`)}"`
}

function perlQuote(value: string): string {
  return numberLike.test(value) ? value : `"${escaped(value, (code) => `\\x{${code.toString(16)}}`)}"`
}

function escaped(value: string, write: (code: number) => string): string {
  return value.replace(/[\p{Cc}"'`\\$#@{}]/gu, (character) => write(character.charCodeAt(0)))
}
