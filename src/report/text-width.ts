import { eastAsianWidth } from 'get-east-asian-width'

/** Columns that text takes in a terminal: Korean letters take two. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += columnsOfCharacter(character)
  return columns
}

/** Shortens text to a number of columns, with an ellipsis in place of what is left out at the end. */
export function shorten(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let kept = ''
  let used = 1
  for (const character of text) {
    used += columnsOfCharacter(character)
    if (used > columns) break
    kept += character
  }
  return `${kept}…`
}

/** Fills text up with spaces to a number of columns. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

function columnsOfCharacter(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint < 0x20 || (codePoint >= 0x300 && codePoint < 0x370) || codePoint === 0x200d) return 0
  return eastAsianWidth(codePoint)
}
