/** The cells of a line of CSV: quotes may hold separators, and are doubled within (RFC 4180). `blanks` separates by any white space. */
export function cellsOf(line: string, separator: string): readonly string[] {
  if (separator === blanks)
    return line
      .replace(/^\s*#?\s*/, '')
      .trimEnd()
      .split(/\s+/)
  const cells: string[] = []
  let at = 0
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(line.slice(at))
    const end = line.indexOf(separator, quoted === null ? at : at + quoted[0].length)
    const stop = end < 0 ? line.length : end
    cells.push(quoted === null ? line.slice(at, stop).trim() : (quoted[1] ?? '').replaceAll('""', '"'))
    if (end < 0) return cells
    at = stop + 1
  }
}

const blanks = ' '

/** What separates the cells of a table: whichever of these its heading has most of; blanks where it has none. */
export function separatorOf(heading: string): string {
  let best = ','
  for (const one of ['\t', ';', '|']) if (count(heading, one) > count(heading, best)) best = one
  return heading.includes(best) ? best : blanks
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}
