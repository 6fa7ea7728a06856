import type { Template } from '#expression/compiled.ts'
import type { Rendering } from './artefact-value.ts'
import { artefactsNamed } from './artefacts-named.ts'
import type { AskedWork } from './asked.ts'
import type { Places } from './attempt.ts'
import { plainText } from './code-quote.ts'
import { namesOf } from './names.ts'
import type { Artefact } from './outcome.ts'
import { owned, stageOf } from './owned.ts'
import type { State } from './state.ts'

/** What a person is shown of work that waits for him. */
export interface ShownWork {
  /** Undefined: none are written. */
  readonly instructions: string | undefined
  readonly attachments: readonly ShownFile[]
  /** What an approval is of, as it was when it was asked for. */
  readonly of: readonly ShownFile[]
}

export interface ShownFile {
  /** As the file says it: `stages.fit.outputs.result`, or the path beside the workflow file. */
  readonly said: string
  /** Absolute for what was published, else as it stands beside the workflow file. */
  readonly path: string
  /** What was published under that name; of a whole fan-out all of it. Empty: a file beside the workflow. */
  readonly artefacts: readonly Artefact[]
}

/** Fills in what is written for people. Throws `EvaluationError` where that cannot be, as the key could not have been made either. */
export function shownWork(state: State, asked: AskedWork, places: Places): ShownWork {
  const stage = stageOf(owned(state), asked.run, asked.stage)
  const rendering: Rendering = {
    artefact: (artefact) => places.artefact(artefact),
    manifest: (name, output) => places.manifest(asked.run, name, output),
  }
  const names = namesOf({ stage, task: asked.task, rendering })
  const shown = (template: Template): ShownFile => ({
    said: template.source.replace(/^\s*\$\{\{\s*|\s*\}\}\s*$/g, ''),
    path: template.render(names, plainText),
    artefacts: artefactsNamed(stage, asked.task, template),
  })
  const { human } = asked
  if (human.kind === 'question') {
    const files = Object.entries(human.result.outputs)
    const of = files.map(([name, artefact]) => ({ said: `outputs.${name}`, path: places.artefact(artefact), artefacts: [artefact] }))
    return { instructions: undefined, attachments: [], of }
  }
  if (human.kind === 'approval') return { instructions: undefined, attachments: [], of: human.of.map(shown) }
  return { instructions: human.instructions?.render(names, plainText), attachments: human.attachments.map(shown), of: [] }
}
