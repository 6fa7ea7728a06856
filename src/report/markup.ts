/** HTML or SVG text that is safe as it stands. Made by `markup` only, so nothing gets in unescaped. */
export interface Markup {
  readonly kind: 'markup'
  readonly text: string
}

export type Part = Markup | string | number | undefined | false | readonly Part[]

/** A template whose inserted strings are escaped, for text and for quoted attributes alike; markup goes in as it is. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces: string[] = [strings[0] ?? '']
  parts.forEach((part, index) => {
    write(part, pieces)
    pieces.push(strings[index + 1] ?? '')
  })
  return { kind: 'markup', text: pieces.join('') }
}

/** Our own constant text that is markup already, such as the style sheet. Never for anything a user wrote. */
export function trusted(text: string): Markup {
  return { kind: 'markup', text }
}

/** `&`, `<`, `>` and both quotes as entities; control characters that no HTML or XML may hold become visible. */
export function escapeText(text: string): string {
  return text.replace(unsafe, (character) => entities[character] ?? '\uFFFD')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unsafe = /[&<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

const entities: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function write(part: Part, pieces: string[]): void {
  if (part === undefined || part === false) return
  if (typeof part === 'string') pieces.push(escapeText(part))
  else if (typeof part === 'number') pieces.push(String(part))
  else if (isMarkup(part)) pieces.push(part.text)
  else for (const one of part) write(one, pieces)
}

function isMarkup(part: Markup | readonly Part[]): part is Markup {
  return !Array.isArray(part)
}
