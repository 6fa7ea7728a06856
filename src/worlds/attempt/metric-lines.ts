import type { Json } from '#model/json.ts'
import { columnsOf, extract } from '#quality/extraction.ts'
import { metricTrouble } from '#quality/metric-form.ts'
import { printedValue } from '#quality/written-number.ts'
import type { MetricExtraction } from '#run/extractions.ts'

/** Finds metrics in the lines of one file, in the order of the lines. */
export interface LineReader {
  readonly place: 'metrics' | 'stdout' | 'stderr' | { readonly file: string }
  /** `from`: where they are counted. */
  read(line: string): readonly { readonly from: string; readonly metrics: { readonly [name: string]: Json } }[]
}

/** One for `$PWOS_METRICS`, and one for each output or file in which metrics of single values are found. */
export function lineReaders(extractions: readonly MetricExtraction[]): readonly LineReader[] {
  const readers: LineReader[] = [{ place: 'metrics', read: (line) => reported(line) }]
  const places = new Map<string, MetricExtraction[]>()
  for (const extraction of extractions) {
    const key = extraction.stream === 'file' ? `/${extraction.file}` : extraction.stream
    places.set(key, [...(places.get(key) ?? []), extraction])
  }
  for (const all of places.values()) {
    const [first] = all
    if (first === undefined) continue
    const finders = all.map(finderOf)
    readers.push({
      place: first.stream === 'file' ? { file: first.file } : first.stream,
      read: (line) => finders.flatMap((find) => find(line)),
    })
  }
  return readers
}

const strange = /(?<=[[:,\s])(-?)(?:NaN|nan|Infinity|inf)(?=[\],}\s])/g

/** Python writes NaN as it is, which is no JSON, but is what is looked for. */
function reported(line: string): ReturnType<LineReader['read']> {
  const value =
    parsed(line) ??
    parsed(line.replace(strange, (word) => (/nan/i.test(word) ? '"NaN"' : word.startsWith('-') ? '"-Infinity"' : '"Infinity"')))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  const good = Object.entries(value).filter(([, metric]) => metricTrouble(metric) === undefined)
  return [{ from: 'metrics', metrics: Object.fromEntries(good) as { readonly [name: string]: Json } }]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function finderOf(extraction: MetricExtraction): LineReader['read'] {
  const { name, find, type } = extraction
  const made = (value: Json) => [{ from: name, metrics: { [name]: value } }]
  if (find.kind !== 'csv') {
    const single = { ...extraction, which: 'last', array: false } as const
    return (line) => {
      const found = extract(line, single)
      return 'value' in found ? made(found.value) : []
    }
  }
  let columns: ReturnType<typeof columnsOf> | undefined
  return (line) => {
    if (line.trim() === '') return []
    if (columns === undefined) {
      columns = columnsOf(line, [find.column])
      return []
    }
    const value = 'read' in columns ? printedValue(columns.read(line)[0] ?? '', type) : undefined
    return value === undefined ? [] : made(value)
  }
}
