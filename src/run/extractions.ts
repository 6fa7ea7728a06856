import type { Type } from '#expression/type.ts'
import type { RecordValue } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Metric } from '#model/workflow.ts'
import type { Extraction } from '#quality/extraction.ts'
import type { ScalarType } from '#quality/written-number.ts'
import { plainText } from './code-quote.ts'
import type { OwnedStage } from './owned.ts'

/** A metric that is found in what an attempt writes, and where. */
export interface MetricExtraction extends Extraction {
  readonly name: string
  /** `stdout`, `stderr`, or a file relative to the attempt's folder. */
  readonly stream: 'stdout' | 'stderr' | 'file'
  readonly file: string
  /** It may be missing. */
  readonly optional: boolean
}

const none: readonly MetricExtraction[] = []

/** The metrics of a stage's tasks that are not reported but found; `names` fill in the paths. */
export function extractionsOf({ definition }: OwnedStage, names: RecordValue): readonly MetricExtraction[] {
  if (!definition.metrics.some(({ from }) => from !== undefined)) return none
  return definition.metrics.flatMap((metric) => extractionOf(metric, names) ?? [])
}

function extractionOf({ name, from, valueType }: Metric, names: RecordValue): MetricExtraction | undefined {
  if (from === undefined) return undefined
  const { find, which, optional } = from
  const file = from.file?.render(names, plainText)
  const array = valueType.kind === 'array'
  const type = scalarType(valueType.kind === 'array' ? valueType.element : valueType)
  return { name, stream: file === undefined ? from.stream : 'file', file: file ?? '', find, which, optional, type, array }
}

function scalarType(type: Type): ScalarType {
  if (type.kind === 'string' || type.kind === 'boolean') return type.kind
  return type.kind === 'number' && type.integer === true ? 'integer' : 'number'
}

/** Their part of a task's key; nothing where there is none, so that keys of earlier versions stay what they were. */
export function extractionParts(stage: OwnedStage, names: RecordValue): { readonly [part: string]: Json } {
  const extractions = extractionsOf(stage, names)
  return extractions.length === 0 ? {} : { extracted: extractions.map(({ find, ...rest }) => ({ ...rest, find: { ...find } })) }
}
