import { listing } from './fingerprint.ts'

/** Files under a folder that a pattern names: `*` and `?` within a name, `**` across folders, `[abc]`, `{one,other}`. */
export function globFiles(folder: string, pattern: string): string[] {
  const matches = globMatcher(pattern)
  return listing(folder)
    .filter((entry) => entry.kind === 'file' && matches(entry.path))
    .map((entry) => entry.path)
}

/** Whether a path, relative and with `/`, is named by a pattern. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const matcher = new RegExp(`^${expressionOf(pattern.replace(/^\.\//, ''))}$`, 'u')
  return (path) => matcher.test(path)
}

function expressionOf(pattern: string): string {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at)
    const part = parts.map(([form, to]) => ({ found: form.exec(rest)?.[0], to })).find(({ found }) => found !== undefined)
    if (part?.found === undefined) source += rest.charAt(0).replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    else {
      source += part.to(part.found)
      at += part.found.length - 1
    }
  }
  return source
}

const parts: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^\*\*\//, () => '(?:.*/)?'],
  [/^\*\*/, () => '.*'],
  [/^\*/, () => '[^/]*'],
  [/^\?/, () => '[^/]'],
  [/^\[!?[^\]/]+\]/, (found) => `[${found.slice(1, -1).replace(/^!/, '^').replace(/[\\[]/g, '\\$&')}]`],
  [/^\{[^{}]*\}/, (found) => `(?:${found.slice(1, -1).split(',').map(expressionOf).join('|')})`],
]
