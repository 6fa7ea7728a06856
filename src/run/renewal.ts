import type { AttemptsStarted, RunEvent } from './events.ts'
import type { StagesReworked } from './gate-events.ts'
import { type OwnedRun, type OwnedStage, type OwnedState, stageOf } from './owned.ts'
import { failedAtOnce } from './resolved.ts'
import { reachOf } from './rework-reach.ts'
import { is, statusOf } from './status.ts'
import { goodUntil } from './validity.ts'

/**
 * What must be made anew before these attempts can start; undefined: nothing. They are planned again when that is done. Only what is about to
 * start asks for it: a calibration that nobody takes need not be good.
 */
export function renewalsFor(state: OwnedState, events: readonly RunEvent[], now: number): RunEvent[] | undefined {
  for (const event of events) {
    if (event.type !== 'AttemptsStarted') continue
    const stage = stageOf(state, event.run, event.stage)
    for (const { stage: index, kind } of stage.definition.dependencies) {
      const producer = stage.run.stages[index]
      if (producer === undefined || !hasValidity(producer)) continue
      const renewal = renewalOf(stage, producer, kind === 'element' ? event.tasks : undefined, event, now)
      if (renewal !== undefined) return renewal
    }
  }
  return undefined
}

const hasValidity = ({ definition }: OwnedStage): boolean => definition.gates.some(({ validFor }) => validFor !== undefined)

/** `tasks`: those of the producer that are read; undefined: all. */
function renewalOf(
  consumer: OwnedStage,
  producer: OwnedStage,
  tasks: readonly number[] | undefined,
  { tasks: starting }: AttemptsStarted,
  now: number,
): RunEvent[] | undefined {
  const stale: number[] = []
  let since = Number.POSITIVE_INFINITY
  let which = 0
  for (const task of tasks ?? producer.results.keys()) {
    const result = producer.results.get(task)
    const good = result && statusOf(producer, task) === is.done ? goodUntil(producer, result) : undefined
    if (good === undefined || good.at > now) continue
    stale.push(task)
    if (good.at >= since) continue
    since = good.at
    which = good.gate
  }
  const [first] = stale
  if (first === undefined) return undefined
  const gate = producer.definition.gates[which]
  const budget = `valid:${producer.definition.name}.${gate?.name}`
  const { run } = producer
  const base = { run: run.id, at: now }
  if ((run.reworks.get(budget) ?? 0) >= (gate?.validFor?.atMost ?? 0)) {
    const detail = `${producer.definition.name} was done again ${gate?.validFor?.atMost} times because ${gate?.name} was no longer valid`
    return starting.map((task) =>
      failedAtOnce(consumer, task, (consumer.attempts[task] ?? 0) + 1, keyOf(consumer, task), detail, now, 'gate_failed'),
    )
  }
  const own = producer.definition.index
  const from = gate?.validFor?.from ?? own
  const between = from === own ? new Set([own]) : reachOf(run, from, producer).between
  const renewed = from === own ? [{ stage: own, tasks: stale.sort((a, b) => a - b), changed: true }] : wholly(run, between)
  const waiting = run.stages.flatMap((stage, index) => (between.has(index) ? [] : aboutToTake(stage, between)))
  const reworked: StagesReworked = {
    ...{ type: 'StagesReworked', ...base, stage: own, task: first, gate: gate?.name ?? '', staleSince: since, budget, from, with: {} },
    stages: [...renewed, ...waiting],
  }
  return [reworked]
}

/** In the order of the dependencies. */
function wholly(run: OwnedRun, between: ReadonlySet<number>): StagesReworked['stages'] {
  return run.order.flatMap((index) => (between.has(index) && run.stages[index]?.asked === true ? [{ stage: index, changed: true }] : []))
}

/** Those that would take the old result: released, in line, or to be tried again. */
function aboutToTake(stage: OwnedStage, renewed: ReadonlySet<number>): StagesReworked['stages'] {
  if (stage.counts.released + stage.counts.queued + stage.counts.retrying === 0) return []
  if (!stage.definition.dependencies.some((dependency) => renewed.has(dependency.stage))) return []
  const tasks: number[] = []
  stage.status.forEach((status, task) => {
    if (status === is.released || status === is.queued || status === is.retrying) tasks.push(task)
  })
  return [{ stage: stage.definition.index, tasks, changed: false }]
}

function keyOf(stage: OwnedStage, task: number): string {
  return stage.entries[task]?.key ?? ''
}
