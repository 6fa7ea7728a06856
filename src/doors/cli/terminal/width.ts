import { columnsOf } from '#report/text-width.ts'

const escapeCharacter = '\u001b'
const escapes = new RegExp(`${escapeCharacter}\\[[0-9;?]*[A-Za-z]`, 'g')
const escapeAtStart = new RegExp(`^${escapeCharacter}\\[[0-9;?]*[A-Za-z]`)

/** The text without colours and other terminal sequences. */
export function withoutEscapes(text: string): string {
  return text.includes(escapeCharacter) ? text.replace(escapes, '') : text
}

/** How many columns a terminal gives to the text: a Korean syllable takes two, a colour none. */
export function widthOf(text: string): number {
  const plain = withoutEscapes(text)
  return /^[ -~]*$/.test(plain) ? plain.length : columnsOf(plain)
}

/** Pads with spaces to a number of columns; longer text stays as it is. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text
}

/** Cuts to a number of columns, with `…` where something was cut. Colours are kept and closed. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  if (columns <= 0) return ''
  let width = 0
  let result = ''
  let at = 0
  let coloured = false
  while (at < text.length) {
    const sequence = text[at] === escapeCharacter ? escapeAtStart.exec(text.slice(at, at + 20))?.[0] : undefined
    const next = sequence ?? String.fromCodePoint(text.codePointAt(at) ?? 32)
    if (sequence === undefined) width += widthOf(next)
    else coloured = true
    if (width > columns - 1) break
    result += next
    at += next.length
  }
  return `${result}…${coloured ? '\u001b[0m' : ''}`
}

/** Breaks text at spaces so that no line is wider than `columns`; a word that is wider stands alone. */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns))
}

function wrapLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = ''
  for (const word of line.trim().split(/ +/)) {
    const longer = current === '' ? word : `${current} ${word}`
    if (current !== '' && widthOf(indent + longer) > columns) {
      lines.push(indent + current)
      current = word
    } else current = longer
  }
  lines.push(indent + current)
  return lines
}

/** What a program printed, made harmless and plain: no control characters can reach the terminal. */
export function harmless(text: string): string {
  return withoutEscapes(text).replace(/[\p{Cc}\u2028\u2029]/gu, (character) =>
    character === '\t' ? '    ' : character === '\n' ? '\n' : '',
  )
}
