import type { RunEvent, StageExpanded } from '../events.ts'
import { axesToJson, expansionOf, isStatic } from '../expansion.ts'
import { isActive, type OwnedStage, type OwnedState } from '../owned.ts'
import { hindrance } from '../skipping.ts'

/** Counts the tasks of each stage for which that can be told now. */
export function expand(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const stage of state.toExpand) if (isActive(stage.run)) events.push(expanded(stage, now))
  return events
}

function expanded(stage: OwnedStage, now: number): StageExpanded {
  const { definition, run } = stage
  const base = { type: 'StageExpanded', run: run.id, at: now, stage: definition.index } as const
  if (definition.fanout.kind === 'each') {
    const producer = run.stages[definition.fanout.stage]
    if (producer?.standIn === undefined) return { ...base, count: producer?.count ?? 0 }
    const reason = producer.standIn.reason === 'upstream_skipped' ? 'upstream_skipped' : 'upstream_failed'
    return { ...base, count: 1, standIn: { reason, detail: `the tasks of ${producer.definition.name} could not be counted` } }
  }
  const hindered = definition.dependencies.filter((dependency) => dependency.expansion).map((dependency) => hindrance(stage, dependency, 0))
  const hindrances = new Set(hindered)
  const reason = hindrances.has('upstream_failed')
    ? 'upstream_failed'
    : hindered.some((each) => each !== undefined)
      ? 'upstream_skipped'
      : undefined
  if (reason !== undefined) return { ...base, count: 1, standIn: { reason, detail: 'what it is counted from has no result' } }
  const expansion = expansionOf(stage)
  if (typeof expansion === 'string') return { ...base, count: 1, standIn: { reason: 'bad_input', detail: expansion } }
  const axes = isStatic(stage) ? undefined : axesToJson(expansion.axes)
  return { ...base, count: expansion.count, ...(axes === undefined ? {} : { axes }) }
}
