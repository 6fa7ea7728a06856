import type { Stage } from '#model/workflow.ts'
import { hiddenStages } from '#run/blinding.ts'
import type { RunState } from '#run/state.ts'
import { type ResultFile, resultFiles } from './result-links.ts'
import type { RunStatus } from './run-status.ts'
import type { StorePlaces } from './store-places.ts'

type Described = RunStatus['outputs'][number]

const shownAtMost = 50

/** What a person asks for when a run is over: pictures first, then what no other stage takes; the last stages first. */
export function describeOutputs(run: RunState, places: StorePlaces): RunStatus['outputs'] {
  const over = run.phase === 'succeeded' || run.phase === 'failed' || run.phase === 'cancelled'
  const linked = new Map<string, ResultFile>()
  for (const file of over ? resultFiles(run) : []) linked.set(`${file.stage}/${file.output}/${file.task}`, file)
  const hidden = hiddenStages(run)
  const taken = new Set(
    run.workflow.stages.flatMap((stage) => stage.dependencies.flatMap((one) => one.outputs.map((name) => `${one.stage}/${name}`))),
  )
  const pictures: Described[] = []
  const others: Described[] = []
  for (const stage of [...run.workflow.stages].reverse()) {
    if (hidden.has(stage.index)) continue
    if (pictures.length + others.length >= shownAtMost) break
    for (const { name } of stage.outputs.filter((output) => !output.temporary)) {
      const last = !taken.has(`${stage.index}/${name}`)
      const described =
        stage.fanout.kind === 'single' ? single(run, stage, name, linked, places) : last ? fanout(run, stage, name, places) : undefined
      if (described === undefined) continue
      if (stage.fanout.kind === 'single' && /\.(?:svg|png|jpe?g|gif|webp|pdf)$/i.test(described.path)) pictures.push(described)
      else if (last) others.push(described)
    }
  }
  return [...pictures, ...others]
}

function single(
  run: RunState,
  stage: Stage,
  output: string,
  linked: ReadonlyMap<string, ResultFile>,
  places: StorePlaces,
): Described | undefined {
  const artefact = run.stages[stage.index]?.results.get(0)?.outputs[output]
  if (artefact === undefined) return undefined
  const file = linked.get(`${stage.index}/${output}/0`)
  const place = (file === undefined ? undefined : places.result(run, file.path)) ?? { path: places.artefact(artefact) }
  return { stage: stage.name, output, ...place, files: artefact.files?.length ?? 1, bytes: artefact.bytes }
}

/** Only where they are linked: thousands of fingerprints would help nobody. */
function fanout(run: RunState, stage: Stage, output: string, places: StorePlaces): Described | undefined {
  const place = places.result(run, stage.name)
  if (place === undefined) return undefined
  let files = 0
  let bytes = 0
  for (const { outputs } of run.stages[stage.index]?.results.values() ?? []) {
    const artefact = outputs[output]
    if (artefact === undefined) continue
    files += artefact.files?.length ?? 1
    bytes += artefact.bytes
  }
  return files === 0 ? undefined : { stage: stage.name, output, ...place, files, bytes }
}
