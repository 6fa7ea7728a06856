import { EvaluationError } from '#expression/evaluation-error.ts'
import { valueFromJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Artefact } from './outcome.ts'

/** How what others published is written into commands: as real paths, or by fingerprint for a key. */
export interface Rendering {
  artefact(artefact: Artefact): string
  /** Of a whole stage; `files` lists what was published. */
  manifest(stage: string, output: string): string
}

/** What decisions see: no place in a store, only content. */
export const byFingerprint: Rendering = {
  artefact: ({ fingerprint, name }) => (name === '' ? fingerprint : `${fingerprint}/${name}`),
  manifest: (stage, output) => `manifest:${stage}.${output}`,
}

/** One published output as expressions see it: its path in a template, its content behind a dot. */
export function artefactValue(artefact: Artefact, rendering: Rendering, manifest: () => string): RecordValue {
  return {
    kind: 'record',
    get text() {
      return rendering.artefact(artefact)
    },
    get: (name) => fieldOf(artefact, rendering, name, manifest),
    names: () => ['json', 'text', 'lines', 'paths', 'manifest'],
  }
}

function fieldOf(artefact: Artefact, rendering: Rendering, name: string, manifest: () => string): Value | undefined {
  if (name === 'json') return contentOf(artefact)
  if (name === 'text') return textOf(artefact)
  if (name === 'lines') return linesOf(textOf(artefact))
  if (name === 'paths') return pathsOf(artefact, rendering)
  return name === 'manifest' ? manifest() : undefined
}

/** The paths of a glob's or folder's files; of a single file, its own. */
export function pathsOf(artefact: Artefact, rendering: Rendering): readonly string[] {
  const path = rendering.artefact(artefact)
  return artefact.files === undefined ? [path] : artefact.files.map((file) => `${path}/${file}`)
}

/** The parsed content; of a text output that holds JSON, what it holds. */
export function contentOf({ content, name }: Artefact): Value | undefined {
  if (typeof content !== 'string') return content === undefined ? undefined : valueFromJson(content)
  try {
    return valueFromJson(JSON.parse(content) as Json)
  } catch (error) {
    if (error instanceof EvaluationError) throw error
    // A JSON output whose content is a text was parsed when it was published.
    if (name.endsWith('.json')) return content
    throw new EvaluationError('text', { en: `${name} does not hold JSON.`, ko: `${name}의 내용이 JSON이 아닙니다.` })
  }
}

function textOf({ content }: Artefact): string | undefined {
  if (content === undefined) return undefined
  return typeof content === 'string' ? content : JSON.stringify(content)
}

function linesOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}
