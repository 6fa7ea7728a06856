import type { Reason } from './explanation.ts'
import { labelOf } from './label.ts'
import type { OwnedStage } from './owned.ts'

const mostTold = 5

/** Waivers on which a task's result rests: its own, and those of everything that it was made of. */
export function explainWaived(stage: OwnedStage, task: number): readonly Reason[] {
  if (stage.run.stages.every(({ letPass }) => letPass.size === 0)) return []
  const found: Reason[] = []
  const seen = new Set<string>()
  const open: { readonly stage: OwnedStage; readonly task: number | undefined }[] = [{ stage, task }]
  for (let at = open.shift(); at !== undefined && found.length < mostTold; at = open.shift()) {
    const { definition, run } = at.stage
    const name = `${definition.index}/${at.task ?? '*'}`
    if (seen.has(name)) continue
    seen.add(name)
    found.push(...waiversOf(at.stage, at.task))
    for (const { stage: index, kind, order, join } of definition.dependencies) {
      const before = run.stages[index]
      // A loop comes after its turns, and has what they have made.
      if (before === undefined || (order && join === undefined && definition.loop === undefined)) continue
      open.push({ stage: before, task: kind === 'element' ? at.task : undefined })
    }
  }
  return found.slice(0, mostTold)
}

function waiversOf({ letPass, definition, run }: OwnedStage, task: number | undefined): readonly Reason[] {
  const own = task === undefined ? [...letPass.keys()] : [task]
  return own.flatMap((one) =>
    (letPass.get(one) ?? []).map(
      ({ gate, waiver }): Reason => ({
        ...{ code: 'rests_on_waiver', stage: definition.name, task: one, label: labelOf(run, definition.index, one) },
        ...{ gate: definition.gates[gate]?.name ?? '', by: waiver?.by ?? '', reason: waiver?.reason ?? '' },
      }),
    ),
  )
}
