/**
 * Where in a shell script a value is inserted. Quoting depends on it: within quotes that the author wrote, another
 * pair of quotes would end them, and then the value would be read as commands.
 */
export type ShellPlace =
  | { readonly kind: 'bare' | 'single' | 'double' | 'comment' }
  /** Until a line that is `delimiter`; a literal one (`<<'END'`) expands nothing. */
  | { readonly kind: 'heredoc'; readonly delimiter: string; readonly literal: boolean }
  /** Within backticks, `$'…'` or `${…}`, where values are read twice or otherwise: only plain words are safe. */
  | { readonly kind: 'tangled' }

type Frame =
  /** `ends` closes it; `cases` counts `case … esac`, in which `)` ends a pattern; `$(( ))` has no comments or heredocs. */
  | { readonly kind: 'code'; readonly ends: '' | ')' | '}' | '`'; readonly arithmetic: boolean; cases: number }
  | { readonly kind: 'single' | 'double' | 'ansi' | 'comment' }
  | Heredoc

interface Heredoc {
  readonly kind: 'heredoc'
  readonly delimiter: string
  readonly literal: boolean
  readonly dash: boolean
}

interface Scan {
  readonly text: string
  at: number
  readonly stack: Frame[]
  readonly pending: Heredoc[]
  readonly places: ShellPlace[]
}

/** Stands for an inserted value in the scanned text. */
const hole = '\0'

/**
 * The place of each value between consecutive literal parts of a script, by one pass over the POSIX shell's quoting
 * (POSIX.1-2017, Shell Command Language, 2.2, 2.3, 2.7.4). What values contain never matters: each is quoted to stay
 * within its place.
 */
export function shellPlaces(literals: readonly string[]): readonly ShellPlace[] {
  const text = literals.map((literal) => literal.replaceAll(hole, ' ')).join(hole)
  const scan: Scan = { text, at: 0, stack: [{ kind: 'code', ends: '', arithmetic: false, cases: 0 }], pending: [], places: [] }
  while (scan.at < text.length) step(scan)
  return scan.places
}

function step(scan: Scan): void {
  const frame = scan.stack.at(-1)
  if (frame === undefined) {
    scan.at = scan.text.length
    return
  }
  if (scan.text[scan.at] === hole) {
    scan.places.push(placeIn(scan, frame))
    scan.at++
  } else if (frame.kind === 'heredoc') inHeredoc(scan, frame)
  else if (frame.kind === 'code') inCode(scan, frame)
  else inQuotes(scan, frame.kind)
}

function placeIn(scan: Scan, frame: Frame): ShellPlace {
  const tangled = scan.stack.some((each) => each.kind === 'ansi' || (each.kind === 'code' && (each.ends === '`' || each.ends === '}')))
  if (frame.kind === 'comment') return { kind: 'comment' }
  if (tangled || frame.kind === 'ansi') return { kind: 'tangled' }
  if (frame.kind === 'heredoc') return { kind: 'heredoc', delimiter: frame.delimiter, literal: frame.literal }
  return { kind: frame.kind === 'code' ? 'bare' : frame.kind }
}

function inQuotes(scan: Scan, kind: 'single' | 'double' | 'ansi' | 'comment'): void {
  const character = scan.text[scan.at]
  const ends = { single: "'", double: '"', ansi: "'", comment: '\n' }[kind]
  if (character === ends) {
    scan.stack.pop()
    // The end of a comment is a line's end for what encloses it, too.
    if (kind !== 'comment') scan.at++
    return
  }
  if (kind === 'double' && opens(scan)) return
  scan.at += character === '\\' && (kind === 'double' || kind === 'ansi') && scan.text[scan.at + 1] !== hole ? 2 : 1
}

/** Steps into `$(`, `$((`, `${` or a backtick, which open in double quotes and heredocs as well. */
function opens(scan: Scan): boolean {
  const { text, at, stack } = scan
  const opened = (length: number, ends: ')' | '}' | '`', arithmetic = false): true => {
    stack.push({ kind: 'code', ends, arithmetic, cases: 0 })
    scan.at += length
    return true
  }
  if (text.startsWith('$((', at)) {
    stack.push({ kind: 'code', ends: ')', arithmetic: true, cases: 0 })
    return opened(3, ')', true)
  }
  if (text.startsWith('$(', at)) return opened(2, ')')
  if (text.startsWith('${', at)) return opened(2, '}')
  return text[at] === '`' && opened(1, '`')
}

function inCode(scan: Scan, frame: Extract<Frame, { kind: 'code' }>): void {
  const { text, at, stack } = scan
  const character = text[at]
  if (character === frame.ends && !(character === ')' && frame.cases > 0)) {
    stack.pop()
    scan.at++
  } else if (character === '\\') scan.at += text[at + 1] === hole ? 1 : 2
  else if (character === "'" || character === '"') {
    stack.push({ kind: character === "'" ? 'single' : 'double' })
    scan.at++
  } else if (text.startsWith("$'", at)) {
    stack.push({ kind: 'ansi' })
    scan.at += 2
  } else if (opens(scan)) return
  else if (character === '(') {
    stack.push({ kind: 'code', ends: ')', arithmetic: frame.arithmetic, cases: 0 })
    scan.at++
  } else if (frame.arithmetic || frame.ends === '}') scan.at++
  else if (character === '#' && /[\s;&|()]|^$/.test(text[at - 1] ?? '')) stack.push({ kind: 'comment' })
  else if (text.startsWith('<<', at)) readHeredocStart(scan)
  else if (character === '\n') endLine(scan)
  else readWord(scan, frame)
}

const heredocStart = /<<(-?)[ \t]*((?:[^\s;&|<>()'"\\\0]|\\[^\0]|'[^'\0]*'|"[^"\0]*")+)/y

function readHeredocStart(scan: Scan): void {
  heredocStart.lastIndex = scan.at
  const match = scan.text.startsWith('<<<', scan.at) ? null : heredocStart.exec(scan.text)
  if (match === null) {
    scan.at += scan.text.startsWith('<<<', scan.at) ? 3 : 2
    return
  }
  const [whole, dash, word = ''] = match
  scan.pending.push({ kind: 'heredoc', delimiter: word.replace(/['"\\]/g, ''), literal: /['"\\]/.test(word), dash: dash === '-' })
  scan.at += whole.length
}

function endLine(scan: Scan): void {
  scan.at++
  // The first of the line is read first, so it goes on top.
  for (const heredoc of scan.pending.splice(0).reverse()) scan.stack.push(heredoc)
}

function inHeredoc(scan: Scan, heredoc: Heredoc): void {
  const { text, at, stack } = scan
  if (at === 0 || text[at - 1] === '\n') {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end)
    if ((heredoc.dash ? line.replace(/^\t+/, '') : line) === heredoc.delimiter) {
      stack.pop()
      scan.at = end < 0 ? text.length : end + 1
      return
    }
  }
  if (!heredoc.literal && opens(scan)) return
  scan.at += text[at] === '\\' && !heredoc.literal && text[at + 1] !== hole && text[at + 1] !== '\n' ? 2 : 1
}

const word = /[^\s;&|<>()'"\\$`#\0]+|[\s\S]/y

/** Counts `case` and `esac` where a command may stand, and steps over a word. */
function readWord(scan: Scan, frame: Extract<Frame, { kind: 'code' }>): void {
  word.lastIndex = scan.at
  const read = word.exec(scan.text)?.[0] ?? ' '
  if (
    (read === 'case' || read === 'esac') &&
    /(?:^|[;&|(\n`{!]|\b(?:then|do|else|in))[ \t]*$/.test(scan.text.slice(Math.max(0, scan.at - 80), scan.at))
  ) {
    frame.cases = Math.max(0, frame.cases + (read === 'case' ? 1 : -1))
  }
  scan.at += read.length
}
