import type { Reference, Template } from '#expression/compiled.ts'
import type { Stage } from '#model/workflow.ts'
import type { Manifest, ManifestElement } from './attempt.ts'
import { isFanout } from './axes.ts'
import { labelOf } from './label.ts'
import { elementNamed, ownParameters } from './names.ts'
import type { Artefact } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import { listed } from './pieces.ts'

/** What a stage's command reads of others, found once from the names in its templates. */
interface Reads {
  /** Outputs of one task each: of the element followed, or of a single stage. */
  readonly one: readonly { readonly stage: OwnedStage; readonly output: string; readonly element: boolean }[]
  /** Outputs of whole fan-outs whose paths are listed. */
  readonly all: readonly { readonly stage: OwnedStage; readonly output: string }[]
  readonly manifests: readonly Manifest[]
}

const kept = new WeakMap<OwnedStage, Reads>()

function readsOf(stage: OwnedStage): Reads {
  const known = kept.get(stage)
  if (known !== undefined) return known
  const one: Reads['one'][number][] = []
  const all: Reads['all'][number][] = []
  const manifests = new Map<string, Manifest>()
  for (const { parts } of commandReferences(stage.definition)) {
    const element = parts[0] !== 'stages'
    const [name = '', outputs, output = '', field] = element ? parts : parts.slice(1)
    const before = parts[0] === 'previous' ? stage.definition.turn?.previous : undefined
    const named = element ? elementNamed(stage, name) : stage.run.byName.get(name)
    const producer = before === undefined ? named : stage.run.stages[before]
    if (producer === undefined || outputs !== 'outputs') continue
    if (field === 'manifest') manifests.set(`${name}.${output}`, manifestOf(producer, output))
    else if (field === 'paths' && !element && isFanout(producer)) all.push({ stage: producer, output })
    else if (field === undefined || field === 'paths') one.push({ stage: producer, output, element })
  }
  const reads = { one, all, manifests: [...manifests.values()] }
  kept.set(stage, reads)
  return reads
}

export function commandReferences(stage: Stage): readonly Reference[] {
  const { run, env, inputs } = stage
  const templates = [run, ...env.map(({ value }) => value), ...inputs.map(({ path }) => path), ...shownTo(stage)]
  return templates.flatMap((template) => template?.references ?? [])
}

/** What people see of others: instructions and attachments of a task, and what an approval is of. */
function shownTo({ human }: Stage): readonly (Template | undefined)[] {
  if (human === undefined) return []
  return human.kind === 'task' ? [human.instructions, ...human.attachments] : human.of
}

export function manifestsOf(stage: OwnedStage): readonly Manifest[] {
  return readsOf(stage).manifests
}

/** Published artefacts whose paths the task is given; for whole fan-outs one list, shared by all tasks. */
export function artefactsRead(stage: OwnedStage, task: number): readonly Artefact[] {
  const { one, all } = readsOf(stage)
  const own = one.flatMap(({ stage: producer, output, element }) => producer.results.get(element ? task : 0)?.outputs[output] ?? [])
  if (all.length === 0) return own
  const shared = all.map((each) => listOf(each.stage, each.output))
  const [only] = shared
  return own.length === 0 && shared.length === 1 && only !== undefined ? only : [...own, ...shared.flat()]
}

const lists = new WeakMap<OwnedStage, Map<string, { readonly version: number; readonly list: readonly Artefact[] }>>()

function listOf(stage: OwnedStage, output: string): readonly Artefact[] {
  const ofStage = lists.get(stage) ?? new Map()
  lists.set(stage, ofStage)
  const known = ofStage.get(output)
  if (known?.version === stage.version) return known.list
  const list = [...elementsOf(stage, output)].flatMap(({ artefact }) => artefact ?? [])
  ofStage.set(output, { version: stage.version, list })
  return list
}

function manifestOf(stage: OwnedStage, output: string): Manifest {
  return { stage: stage.definition.name, output, elements: () => elementsOf(stage, output) }
}

/** Tasks with a result, in order; those that were skipped or ignored are absent. */
function* elementsOf(stage: OwnedStage, output: string): Generator<ManifestElement> {
  let position = 0
  for (const task of listed(stage)) {
    const result = stage.results.get(task)
    if (result === undefined) continue
    yield {
      // What number a piece has hangs on what came before it.
      task: stage.streamed === undefined ? task : position++,
      label: labelOf(stage.run, stage.definition.index, task),
      parameters: ownParameters(stage, task),
      metrics: result.metrics,
      artefact: result.outputs[output],
    }
  }
}
