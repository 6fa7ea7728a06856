import { labelOf } from '#run/label.ts'
import type { Artefact } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'

/** The files that a run produced. */
export interface ArtefactFacts {
  readonly count: number
  readonly bytes: number
  /** By output: those of single stages first, the last in the workflow before the others. */
  readonly outputs: readonly OutputFact[]
  /** Pictures that may be shown in the page, in the same order. */
  readonly figures: readonly ArtefactFact[]
}

export interface OutputFact {
  readonly stage: number
  readonly output: string
  readonly count: number
  readonly bytes: number
  readonly temporary: boolean
  /** The first few, by task. */
  readonly files: readonly ArtefactFact[]
}

export interface ArtefactFact {
  readonly stage: number
  readonly task: number
  readonly label: string
  readonly output: string
  readonly artefact: Artefact
}

const filesKept = 12
const outputsKept = 200
const figuresKept = 24

export function artefactFacts(run: RunState, layers: readonly (readonly number[])[]): ArtefactFacts {
  const outputs: OutputFact[] = []
  const figures: ArtefactFact[] = []
  let count = 0
  let bytes = 0
  for (const stage of inReadingOrder(run, layers)) {
    for (const fact of outputFacts(run, stage, figures)) {
      count += fact.count
      bytes += fact.bytes
      if (outputs.length < outputsKept) outputs.push(fact)
    }
  }
  return { count, bytes, outputs, figures }
}

function inReadingOrder(run: RunState, layers: readonly (readonly number[])[]): readonly number[] {
  const stages = layers.flat().reverse()
  const single = (stage: number) => run.workflow.stages[stage]?.fanout.kind === 'single'
  return [...stages.filter(single), ...stages.filter((stage) => !single(stage))]
}

function outputFacts(run: RunState, stage: number, figures: ArtefactFact[]): readonly OutputFact[] {
  const results = run.stages[stage]?.results
  if (results === undefined || results.size === 0) return []
  const declared = run.workflow.stages[stage]?.outputs ?? []
  const facts: OutputFact[] = []
  for (const { name: output, temporary } of declared) {
    const files: ArtefactFact[] = []
    let count = 0
    let bytes = 0
    for (const [task, result] of results) {
      const artefact = result.outputs[output]
      if (artefact === undefined) continue
      count++
      bytes += artefact.bytes
      const picture = !temporary && isPicture(artefact) && figures.length < figuresKept
      if (files.length >= filesKept && !picture) continue
      const fact = { stage, task, label: labelOf(run, stage, task), output, artefact }
      if (files.length < filesKept) files.push(fact)
      if (picture) figures.push(fact)
    }
    if (count > 0) facts.push({ stage, output, count, bytes, temporary, files })
  }
  return facts
}

function isPicture({ name, files }: Artefact): boolean {
  return files === undefined && /\.(?:svg|png|jpe?g|gif|webp)$/i.test(name)
}
