import type { Template } from '#expression/compiled.ts'
import { elementNamed } from './names.ts'
import type { Artefact } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import { listed } from './pieces.ts'

/** The published outputs that a template names: of one task, or of a whole fan-out in task order. */
export function artefactsNamed(stage: OwnedStage, task: number, { references }: Template): readonly Artefact[] {
  return references.flatMap(({ parts }) => {
    const element = parts[0] !== 'stages'
    const [name = '', outputs, output = ''] = element ? parts : parts.slice(1)
    const producer = element ? elementNamed(stage, name) : stage.run.byName.get(name)
    if (producer === undefined || outputs !== 'outputs') return []
    if (element) return producer.results.get(task)?.outputs[output] ?? []
    return [...listed(producer)].flatMap((each) => producer.results.get(each)?.outputs[output] ?? [])
  })
}
