/**
 * Paths into JSON, the part of JSONPath (RFC 9535) that names places: `fit.tc`, `$.runs[0].energy`, `runs[-1]`, `runs[*].energy`,
 * `['a name']`.
 */
export type JsonStep = string | number | typeof everyElement

export const everyElement: unique symbol = Symbol('*')

/** The steps of a path; undefined: it is none. */
export function parseJsonPath(path: string): readonly JsonStep[] | undefined {
  const steps: JsonStep[] = []
  let rest = path.trim().replace(/^\$\.?/, '')
  if (rest === '') return path.trim().startsWith('$') ? steps : undefined
  let first = true
  while (rest !== '') {
    const found = first ? (nameFirst.exec(rest) ?? bracket.exec(rest)) : (nameLater.exec(rest) ?? bracket.exec(rest))
    if (found === null) return undefined
    steps.push(stepOf(found))
    rest = rest.slice(found[0].length)
    first = false
  }
  return steps
}

const nameFirst = /^([^.[\]'"\s]+)/
const nameLater = /^\.([^.[\]'"\s]+)/
const bracket = /^\[(?:(-?\d+)|(\*)|'([^']*)'|"([^"]*)")\]/

function stepOf([all, one, star, single, double]: RegExpExecArray): JsonStep {
  if (!all.startsWith('[')) return one === '*' ? everyElement : (one ?? '')
  if (one !== undefined) return Number(one)
  return star !== undefined ? everyElement : (single ?? double ?? '')
}

/** Everything that lies at a path, in order; empty: nothing does. A number counts from the start, a negative one from the end. */
export function placesAt(value: unknown, steps: readonly JsonStep[]): readonly unknown[] {
  let found: readonly unknown[] = [value]
  for (const step of steps) found = found.flatMap((each) => stepInto(each, step))
  return found
}

function stepInto(value: unknown, step: JsonStep): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (step === everyElement) return Object.values(value)
  if (typeof step === 'number') {
    if (!Array.isArray(value)) return []
    const at = step < 0 ? value.length + step : step
    return at >= 0 && at < value.length ? [value[at]] : []
  }
  return Object.hasOwn(value, step) ? [(value as { readonly [name: string]: unknown })[step]] : []
}
