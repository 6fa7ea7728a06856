import { RE2JS } from 're2js'
import { nearest } from '#expression/nearest.ts'
import type { Json } from '#model/json.ts'
import { cellsOf, separatorOf } from './csv-row.ts'
import { parseJsonPath, placesAt } from './json-path.ts'
import { metricTrouble } from './metric-form.ts'
import { printedValue, type ScalarType } from './written-number.ts'

/** How a metric is found in what a program has written; without the place where that lies. */
export interface Extraction {
  readonly find: /** RE2 syntax, line by line anchored; the group `value`, else the first, else all of it; groups `error` and `unit` where there are any. */
    | { readonly kind: 'regex'; readonly pattern: string }
    /** A path into a JSON document, or into every line that is one. `error`: where its standard error lies. */
    | { readonly kind: 'json'; readonly path: string; readonly error?: string }
    /** A column of a table with a heading. */
    | { readonly kind: 'csv'; readonly column: string; readonly error?: string }
  readonly which: 'first' | 'last' | 'all'
  readonly type: ScalarType
  /** The value is an array: all matches, or what lies at one path. */
  readonly array: boolean
}

export type Extracted = { readonly value: Json } | { readonly trouble: string }

/** The metric in a text, or why it is not there. */
export function extract(text: string, extraction: Extraction): Extracted {
  const found = matchesIn(text, extraction)
  if ('trouble' in found) return found
  const { values } = found
  if (extraction.which === 'all') return { value: gathered(values) }
  const value = extraction.which === 'first' ? values[0] : values.at(-1)
  return value === undefined ? { trouble: 'there is nothing' } : { value }
}

type Found = { readonly values: readonly Json[] } | { readonly trouble: string }

function matchesIn(text: string, extraction: Extraction): Found {
  const { find } = extraction
  if (find.kind === 'regex') return byPattern(text, find.pattern, extraction)
  return find.kind === 'json' ? byPath(text, find, extraction) : byColumn(text, find, extraction)
}

/** Values with an error or unit become one value in parts whose value is the array. */
function gathered(values: readonly Json[]): Json {
  const parts = values.map(partsOf)
  if (!parts.some((part) => part.uncertainty !== undefined || part.unit !== undefined)) return values
  const unit = parts.find((part) => part.unit !== undefined)?.unit
  const errors = parts.map((part) => part.uncertainty ?? null)
  return {
    value: parts.map((part) => part.value ?? null),
    ...(unit === undefined ? {} : { unit }),
    ...(errors.every((error) => error === null) ? {} : { uncertainty: errors }),
  }
}

function partsOf(value: Json): { readonly [part: string]: Json } {
  const inParts = typeof value === 'object' && value !== null && !Array.isArray(value) && 'value' in value
  return inParts ? (value as { readonly [part: string]: Json }) : { value }
}

const patterns = new Map<string, RE2JS>()

/** A pattern as it is searched for: `^` and `$` stand for the ends of a line. Throws what RE2 says of one that is none. */
export function compiledPattern(pattern: string): RE2JS {
  const known = patterns.get(pattern)
  if (known !== undefined) return known
  const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE)
  patterns.set(pattern, compiled)
  return compiled
}

/** The names of a pattern's groups, and whether it has any without. */
export function groupsOf(pattern: string): { readonly names: readonly string[]; readonly count: number } {
  const compiled = compiledPattern(pattern)
  return { names: Object.keys(compiled.namedGroups()), count: compiled.groupCount() }
}

const most = 1_000_000

function byPattern(text: string, pattern: string, { type, which }: Extraction): Found {
  const { names, count } = groupsOf(pattern)
  const matcher = compiledPattern(pattern).matcher(text)
  const group = (name: string) => (names.includes(name) ? (matcher.group(name) ?? undefined) : undefined)
  const values: Json[] = []
  while (matcher.find()) {
    const written = names.includes('value') ? group('value') : (matcher.group(count > 0 ? 1 : 0) ?? undefined)
    const made = valueWith(written ?? '', group('error'), group('unit'), type)
    if ('trouble' in made) return made
    if (which === 'last') values.length = 0
    values.push(made.value)
    if (which === 'first' || values.length >= most) break
  }
  return values.length > 0 ? { values } : { trouble: `nothing matches ${JSON.stringify(pattern)}` }
}

function valueWith(written: string, error: string | undefined, unit: string | undefined, type: ScalarType): Extracted {
  const value = printedValue(written, type)
  if (value === undefined) return { trouble: `${JSON.stringify(written)} is no ${type}` }
  if (error === undefined && unit === undefined) return { value }
  const uncertainty = error === undefined ? undefined : printedValue(error, 'number')
  if (error !== undefined && typeof uncertainty !== 'number') return { trouble: `${JSON.stringify(error)} is no error` }
  return { value: { value, ...(unit === undefined ? {} : { unit }), ...(uncertainty === undefined ? {} : { uncertainty }) } }
}

function byPath(text: string, find: Extraction['find'] & { readonly kind: 'json' }, extraction: Extraction): Found {
  const documents = documentsIn(text)
  if (documents.length === 0) return { trouble: 'there is no JSON' }
  const steps = parseJsonPath(find.path) ?? []
  const errorSteps = find.error === undefined ? undefined : parseJsonPath(find.error)
  const values: Json[] = []
  for (const document of documents) {
    const errors = errorSteps === undefined ? [] : placesAt(document, errorSteps)
    for (const [index, place] of placesAt(document, steps).entries()) {
      const made = jsonValue(place, errors[index], extraction)
      if ('trouble' in made) return { trouble: `${find.path}: ${made.trouble}` }
      values.push(made.value)
    }
  }
  if (values.length > 0) return { values }
  return { trouble: `there is no ${find.path}${hintFor(find.path, documents)}` }
}

/** Numbers may be written as text, as some programs do. */
function jsonValue(place: unknown, error: unknown, { type, array, which }: Extraction): Extracted {
  const trouble = metricTrouble(place)
  if (trouble !== undefined) return { trouble: 'this is no number, text, array or histogram' }
  const json = place as Json
  if (type === 'number' && json !== null && typeof json === 'object') {
    if (Array.isArray(json) && !array) return { trouble: 'this is an array; the metric is one number' }
    return { value: typeof error === 'number' || Array.isArray(error) ? { value: json, uncertainty: error as Json } : json }
  }
  if (json === null || typeof json === 'object') return array || which === 'all' ? { value: json } : { trouble: `this is no ${type}` }
  const value = type === 'string' ? String(json) : printedValue(String(json), type)
  if (value === undefined) return { trouble: `${JSON.stringify(json)} is no ${type}` }
  return { value: typeof error === 'number' ? { value, uncertainty: error } : value }
}

/** A document, or those lines that are one. */
function documentsIn(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return text.split('\n').flatMap((line) => {
      if (!/^\s*[{[]/.test(line)) return []
      try {
        return [JSON.parse(line) as unknown]
      } catch {
        return []
      }
    })
  }
}

function hintFor(path: string, documents: readonly unknown[]): string {
  const [top] = documents
  if (typeof top !== 'object' || top === null || Array.isArray(top)) return ''
  const first = parseJsonPath(path)?.[0]
  const near = typeof first === 'string' && !Object.hasOwn(top, first) ? nearest(first, Object.keys(top)) : undefined
  return near === undefined ? '' : `; did you mean ${near}?`
}

function byColumn(text: string, { column, error }: Extraction['find'] & { readonly kind: 'csv' }, { type, which }: Extraction): Found {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const start = lines.findIndex((line) => line.trim() !== '')
  const heading = lines[start]
  if (heading === undefined) return { trouble: 'it is empty' }
  const table = columnsOf(heading, [column, ...(error === undefined ? [] : [error])])
  if ('trouble' in table) return table
  const values: Json[] = []
  for (const [index, line] of lines.entries()) {
    if (index <= start || line.trim() === '' || (which === 'first' && values.length > 0)) continue
    const [written, mistake] = table.read(line)
    if (written === undefined) return { trouble: `line ${index + 1} has no column ${column}` }
    const made = valueWith(written, mistake, undefined, type)
    if ('trouble' in made) return { trouble: `line ${index + 1}: ${made.trouble}` }
    if (which === 'last') values.length = 0
    values.push(made.value)
  }
  return values.length > 0 ? { values } : { trouble: 'there is a heading and no line below it' }
}

/** How the named columns are read from the lines below a heading. */
export function columnsOf(
  heading: string,
  names: readonly string[],
): { readonly read: (line: string) => readonly (string | undefined)[] } | { readonly trouble: string } {
  const separator = separatorOf(heading)
  const titles = cellsOf(heading, separator)
  const places = names.map((name) => titles.indexOf(name))
  const missing = names[places.indexOf(-1)]
  if (missing === undefined) return { read: (line) => cellsAt(cellsOf(line, separator), places) }
  const near = nearest(missing, titles)
  return {
    trouble: `there is no column ${missing}${near === undefined ? ` among ${titles.slice(0, 10).join(', ')}` : `; did you mean ${near}?`}`,
  }
}

function cellsAt(cells: readonly string[], places: readonly number[]): readonly (string | undefined)[] {
  return places.map((place) => cells[place])
}
