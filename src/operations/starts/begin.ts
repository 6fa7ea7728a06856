import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Journal } from '#engine/ports.ts'
import type { Template } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { recordOf } from '#expression/record.ts'
import { valueFromJson } from '#expression/show.ts'
import type { RecordValue } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Start } from '#model/starts.ts'
import { foretoldOf } from '../baseline.ts'
import { loadDefinition, wholeText } from '../definition.ts'
import { Failure } from '../failure.ts'
import { runFingerprint } from '../fingerprint.ts'
import type { Host } from '../operation.ts'
import { resolveDefinition } from '../parameters.ts'
import { placementOf } from '../placement.ts'
import { sendStart, starter, takenNames } from '../run.ts'
import { runIdBegin } from '../run-id.ts'
import type { Occasion, Served } from './occasion.ts'

/** A run's name follows from its occasion: whoever begins it again begins nothing. */
export function runOf({ file, name }: Pick<Served, 'file' | 'name'>, { start, id, at }: Occasion): string {
  const tag = createHash('sha256').update(`${file}\n${start}\n${id}`).digest('hex').slice(0, 8)
  return `${runIdBegin(at, name)}-${tag}`
}

/** Leaves the command in the inbox, unless it was left before. Throws `Failure` when the file or the values do not allow a run. */
export async function begin(journal: Journal, served: Served, start: Start, occasion: Occasion, host: Host): Promise<string> {
  const run = runOf(served, occasion)
  if (takenNames(journal).has(run)) return run
  const definition = loadDefinition('/', served.file)
  const placement = placementOf(definition, {}, '/')
  const resolved = resolveDefinition(definition, { set: [], before: valuesFor(start, occasion) }, '/', placement)
  const foretold = await foretoldOf(resolved, host, journal, placement)
  sendStart(journal, run, resolved, undefined, {
    fingerprint: runFingerprint(wholeText(resolved), resolved.parameters, undefined),
    ...foretold,
    placement,
    startedBy: starter(undefined, host),
    occasion: { start: occasion.start, id: occasion.id, at: occasion.at },
  })
  return run
}

export function valuesFor(start: Start, occasion: Occasion): { readonly [name: string]: Json } {
  const environment = environmentOf(occasion)
  return Object.fromEntries(start.with.map(({ parameter, value }) => [parameter, rendered(parameter, value, environment)]))
}

/** What a signal or a webhook tells is known when it comes: that it does not fit is no fault of the service. */
function rendered(parameter: string, value: Template, environment: RecordValue): string {
  try {
    return value.render(environment, (text) => text)
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    const { en, ko } = error.text
    throw new Failure('bad_parameters', { en: `\`${parameter}\` has no value: ${en}`, ko: `\`${parameter}\`의 값이 없습니다: ${ko}` })
  }
}

function environmentOf({ at, path = '', data = {} }: Occasion): RecordValue {
  const fields = { at: new Date(at).toISOString(), path, name: basename(path), data: valueFromJson(data, { kind: 'any' }) }
  return recordOf({ occasion: recordOf(fields) })
}
