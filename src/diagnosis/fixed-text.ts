/**
 * The texts of which one must stand in every text that an RE2 pattern matches, or undefined where there is no such set.
 * A log of gigabytes is searched for these at the speed of the machine, and only lines that hold one are given to RE2.
 *
 * What is not understood ends a run of fixed letters, which makes the answer weaker and never wrong: inside groups and
 * classes nothing is fixed, and a pattern with flags that change the meaning of letters has none.
 */
export function fixedTexts(pattern: string): readonly string[] | undefined {
  if (/\(\?[a-zA-Z]*[ix]/.test(pattern) || pattern.includes('\\Q')) return undefined
  const longest = alternatives(pattern).map(longestRun)
  return longest.every((text) => text.length >= shortest) ? longest : undefined
}

/** Shorter ones stand in every other line. */
const shortest = 3

/** The pattern cut at the `|` that stand in no group. */
function alternatives(pattern: string): readonly string[] {
  const parts: string[] = []
  let from = 0
  let depth = 0
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]
    if (sign === '\\') at++
    else if (sign === '[') at = endOfClass(pattern, at)
    else if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (sign === '|' && depth === 0) {
      parts.push(pattern.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, pattern.slice(from)]
}

function longestRun(pattern: string): string {
  let longest = ''
  let run = ''
  let depth = 0
  const end = () => {
    if (run.length > longest.length) longest = run
    run = ''
  }
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? ''
    if (sign === '(' || sign === ')') {
      depth += sign === '(' ? 1 : -1
      end()
    } else if (sign === '[') {
      end()
      at = endOfClass(pattern, at)
    } else if (sign === '{' && /^\{\d+(?:,\d*)?\}/.test(pattern.slice(at))) {
      run = withoutLast(run)
      end()
      at = pattern.indexOf('}', at)
    } else if (sign === '*' || sign === '?') {
      // The letter before it may be missing.
      run = withoutLast(run)
      end()
    } else if (sign === '+' || sign === '.' || sign === '^' || sign === '$') end()
    else if (depth > 0) {
      if (sign === '\\') at++
    } else if (sign === '\\') {
      const escaped = pattern[++at] ?? ''
      if (/[A-Za-z0-9]/.test(escaped)) {
        end()
        at = endOfEscape(pattern, at)
      } else run += escaped
    } else run += sign
  }
  end()
  return longest
}

/** `\x41`, `\x{1F600}`, `\pL`, `\p{Greek}` and `\012` are longer than two signs. */
function endOfEscape(pattern: string, at: number): number {
  const rest = /^(?:[xpP]\{[^}]*\}|x[0-9A-Fa-f]{2}|[pP].|[0-7]{1,3})/.exec(pattern.slice(at))
  return rest === null ? at : at + rest[0].length - 1
}

/** Where the class that begins here ends; the first `]` in it is a letter. */
function endOfClass(pattern: string, start: number): number {
  let at = start + 1
  if (pattern[at] === '^') at++
  if (pattern[at] === ']') at++
  for (; at < pattern.length && pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern[at] === '[' && pattern[at + 1] === ':') at = Math.max(at, pattern.indexOf(':]', at) + 1)
  }
  return at
}

function withoutLast(run: string): string {
  return run.replace(/.$/su, '')
}
