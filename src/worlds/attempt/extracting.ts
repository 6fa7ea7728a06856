import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from '#quality/extraction.ts'
import { metricTrouble } from '#quality/metric-form.ts'
import type { MetricExtraction } from '#run/extractions.ts'
import { oneLine } from './format.ts'
import type { Metrics } from './metrics-file.ts'
import type { Place } from './place.ts'

/** More of one file is not searched: of a longer one its end (or its beginning, for `first`). */
const mostBytes = 64 << 20

/**
 * The metrics that are found in what an attempt has written, and what is wrong with the first one that cannot be. What
 * was found is given even then, for rules that ask for it.
 */
export function extractMetrics(
  place: Place,
  extractions: readonly MetricExtraction[],
): { readonly metrics: Metrics; readonly trouble: string | undefined } {
  const metrics: { [name: string]: Metrics[string] } = {}
  const texts = new Map<string, string | { readonly trouble: string }>()
  let trouble: string | undefined
  for (const extraction of extractions) {
    const key = `${extraction.which === 'first'} ${extraction.stream} ${extraction.file}`
    const text = texts.get(key) ?? textOf(place, extraction)
    texts.set(key, text)
    const found = typeof text === 'string' ? extract(text, extraction) : text
    const wrong = 'trouble' in found ? found.trouble : metricTrouble(found.value)
    if ('value' in found && wrong === undefined) metrics[extraction.name] = found.value
    else if (!extraction.optional) trouble ??= oneLine(`metric ${extraction.name}: ${whereOf(extraction)}: ${wrong}`)
  }
  return { metrics, trouble }
}

function whereOf({ stream, file }: MetricExtraction): string {
  return stream === 'file' ? file : stream
}

function textOf(place: Place, extraction: MetricExtraction): string | { readonly trouble: string } {
  const { stream, file, which } = extraction
  const path = stream === 'stdout' ? place.out : stream === 'stderr' ? place.err : join(place.work, file)
  let open: number
  try {
    open = openSync(path, 'r')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return stream === 'file' ? { trouble: code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})` } : ''
  }
  try {
    return readPart(open, which)
  } finally {
    closeSync(open)
  }
}

function readPart(open: number, which: MetricExtraction['which']): string | { readonly trouble: string } {
  const info = fstatSync(open)
  if (!info.isFile()) return { trouble: 'it is no file' }
  if (which === 'all' && info.size > mostBytes)
    return { trouble: `${info.size} bytes are too many for \`which: all\`; the limit is ${mostBytes}` }
  const buffer = Buffer.alloc(Math.min(info.size, mostBytes))
  const from = which === 'first' ? 0 : Math.max(0, info.size - mostBytes)
  const count = readSync(open, buffer, 0, buffer.length, from)
  return buffer.toString('utf8', 0, count)
}
