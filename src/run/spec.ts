import { recordOf } from '#expression/record.ts'
import { valueToJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { once } from '#model/once.ts'
import { byFingerprint, type Rendering } from './artefact-value.ts'
import type { AttemptSpec, Places } from './attempt.ts'
import { plainText, quoteFor } from './code-quote.ts'
import { extractionParts, extractionsOf } from './extractions.ts'
import { humanParts } from './human-key.ts'
import { labelOf } from './label.ts'
import { axisNamesOf, namesOf } from './names.ts'
import { amountOf, wayOf } from './needs.ts'
import { type OwnedRun, type OwnedStage, owned, stageOf } from './owned.ts'
import { handedOnBy } from './pieces.ts'
import { artefactsRead, commandReferences, manifestsOf } from './reads.ts'
import { checkpointPart } from './restarting.ts'
import type { State } from './state.ts'
import { seenOf } from './streaming.ts'
import { watchingOf } from './watching.ts'

/**
 * An attempt as a world runs it, without any expression left. `script`, `env` and `keyParts` are filled in when they are first read, as
 * nobody needs all three: whoever keeps the spec reads them while `state` is still as it was. Throws `EvaluationError` when a
 * template cannot be filled in, there too.
 */
export function specOf(state: State, run: string, index: number, task: number, attempt: number, places: Places): AttemptSpec {
  const stage = stageOf(owned(state), run, index)
  const { definition } = stage
  const paths = namesOf({ stage, task, rendering: byFingerprint })
  const inputs = definition.inputs.map(({ name, path }) => ({ name, path: path.render(paths, plainText) }))
  const outputs = definition.outputs.map(({ path, at: _, ...output }) => ({ ...output, path: path.render(paths, plainText) }))
  const own = ownFiles(inputs, outputs)
  const real = namesOf({ stage, task, rendering: renderingOf(places, stage.run), first: own })
  const parameters = parametersOf(stage, paths)
  const way = wayOf(stage, task)
  const script = once(() => scriptOf(stage, real))
  const env = once(() => envOf(stage, real))
  const keyParts = once(() => ({
    ...keyPartsOf(stage, namesOf({ stage, task, rendering: byFingerprint, first: own }), parameters, outputs),
    ...roundOf(stage, task),
  }))
  const extractions = extractionsOf(stage, paths)
  return {
    run,
    stage: definition.name,
    task,
    attempt,
    label: labelOf(stage.run, index, task),
    get script() {
      return script()
    },
    shell: definition.shell,
    get env() {
      return env()
    },
    inputs,
    outputs,
    parameters,
    limitMs: way?.limitMs,
    memoryBytes: way?.pools.memory,
    ...(way?.asked === undefined ? undefined : { needs: way.asked }),
    stallMs: stallOf(stage, paths),
    ...checkpointPart(stage, task, way?.limitMs),
    patterns: patternsOf(stage),
    extractions,
    ...watchingPart(stage, task, attempt),
    uses: artefactsRead(stage, task),
    manifests: manifestsOf(stage),
    get keyParts() {
      return keyParts()
    },
  }
}

function watchingPart(stage: OwnedStage, task: number, attempt: number): Pick<AttemptSpec, 'watching' | 'streamed' | 'handedOn'> {
  const streamed = seenOf(stage, task, attempt)
  const handedOn = stage.pieces === undefined ? [] : handedOnBy(stage.pieces)
  return {
    ...(handedOn.length === 0 ? {} : { handedOn }),
    ...(stage.definition.watches.length === 0 ? {} : { watching: () => watchingOf(stage, task) }),
    ...(streamed === undefined ? {} : { streamed }),
  }
}

type Outputs = AttemptSpec['outputs']

function keyPartsOf(
  stage: OwnedStage,
  names: RecordValue,
  parameters: AttemptSpec['parameters'],
  outputs: Outputs,
): AttemptSpec['keyParts'] {
  return {
    command: scriptOf(stage, names) ?? null,
    ...humanParts(stage, names),
    ...extractionParts(stage, names),
    shell: stage.definition.shell,
    env: Object.fromEntries(envOf(stage, names)),
    parameters,
    // With `temporary`: a result that is to be kept is never one that another task may let go of.
    // With `stream`: only such a result knows its pieces.
    outputs: outputs.map(({ name, kind, path, format, optional, temporary, stream }) => ({
      ...{ name, kind, path, format: format ?? null, optional, temporary },
      ...(stream === undefined ? {} : { stream: true }),
    })),
  }
}

/** Done again with nothing changed, its old result is not what is wanted. */
function roundOf(stage: OwnedStage, task: number): AttemptSpec['keyParts'] {
  const round = stage.round + (stage.histories.get(task)?.round ?? 0)
  return round === 0 ? {} : { round }
}

/** `inputs.NAME` and `outputs.NAME`: paths relative to the folder in which the command runs. */
function ownFiles(inputs: AttemptSpec['inputs'], outputs: AttemptSpec['outputs']): (name: string) => Value | undefined {
  const linked = recordOf(new Map(inputs.map(({ name, path }) => [name, path.slice(path.lastIndexOf('/') + 1)])))
  const written = recordOf(new Map(outputs.map(({ name, path }) => [name, path])))
  return (name) => (name === 'inputs' ? linked : name === 'outputs' ? written : undefined)
}

const renderings = new WeakMap<Places, WeakMap<OwnedRun, Rendering>>()

/** One for each run and place, so that what is gathered over a fan-out is shared by all tasks that read it. */
function renderingOf(places: Places, run: OwnedRun): Rendering {
  const ofPlaces = renderings.get(places) ?? new WeakMap<OwnedRun, Rendering>()
  renderings.set(places, ofPlaces)
  const known = ofPlaces.get(run)
  if (known !== undefined) return known
  const rendering: Rendering = {
    artefact: (artefact) => places.artefact(artefact),
    manifest: (stage, output) => places.manifest(run.id, stage, output),
  }
  ofPlaces.set(run, rendering)
  return rendering
}

function scriptOf({ definition }: OwnedStage, names: RecordValue): string | undefined {
  return definition.run?.render(names, quoteFor(definition.shell))
}

function envOf({ definition }: OwnedStage, names: RecordValue): AttemptSpec['env'] {
  return definition.env.map(({ name, value }) => [name, value.render(names, plainText)] as const)
}

const namesUsed = new WeakMap<OwnedStage, readonly string[]>()

/** Parameters that the stage's own text names, as `${{ NAME }}` or through the environment; and its `foreach` values. */
function parameterNames(stage: OwnedStage): readonly string[] {
  const known = namesUsed.get(stage)
  if (known !== undefined) return known
  const { definition, run } = stage
  const text = [definition.run, ...definition.env.map(({ value }) => value)].map((template) => template?.source ?? '').join('\n')
  const references = [...commandReferences(definition), ...definition.outputs.flatMap(({ path }) => path.references)]
  const named = new Set(references.map(({ parts: [name = ''] }) => name))
  const words = new Set(text.match(/PWOS_[A-Za-z0-9_]+/g) ?? [])
  const all = words.has('PWOS_PARAMETERS')
  const used = [...run.parameters.keys()].filter((name) => all || named.has(name) || words.has(`PWOS_${name}`))
  const names = [...new Set([...used, ...axisNamesOf(stage)])]
  namesUsed.set(stage, names)
  return names
}

/** With what retries have changed for this task. */
function parametersOf(stage: OwnedStage, names: RecordValue): { readonly [name: string]: Json } {
  const values: [string, Json][] = parameterNames(stage).flatMap((name) => {
    const value = names.get(name)
    return value === undefined ? [] : [[name, valueToJson(value)]]
  })
  return Object.fromEntries(values)
}

function stallOf({ definition }: OwnedStage, names: RecordValue): number | undefined {
  if (definition.stall === undefined) return undefined
  const seconds = amountOf(definition.stall, names)
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}

function patternsOf({ definition }: OwnedStage): AttemptSpec['patterns'] {
  const { onError, remedies = [] } = definition
  return [
    ...onError.flatMap(({ matches }, rule) => (matches === undefined ? [] : [{ rule, pattern: matches }])),
    ...remedies.flatMap(({ when }, index) => when.patterns.map((pattern) => ({ rule: onError.length + index, pattern }))),
  ]
}
