import type { RunEvent } from '#run/events.ts'
import type { Result } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'
import { type MetricFact, metricFacts } from './metric-facts.ts'

/** What one run says of quality. */
export interface RunQuality {
  readonly run: string
  readonly at: number
  /** Tasks that gates judged after they had run. */
  readonly judged: number
  /** Of these, passed by their first attempt. */
  readonly firstPass: number
  /** Tasks that ran again because a gate said so. */
  readonly reworked: number
  /** Wall time of attempts whose gates did not let them pass. */
  readonly costMs: number
  /** Expected less used, of attempts that `watch` stopped. */
  readonly savedMs: number
  readonly gates: readonly GateRecord[]
  /** One number for each metric that was measured in this run, not reused: over a fan-out their mean. */
  readonly metrics: readonly MetricRecord[]
}

export interface GateRecord {
  readonly stage: string
  readonly gate: string
  readonly level: string
  readonly passed: number
  readonly failed: number
  readonly inconclusive: number
  /** Let pass by somebody all the same; these count as failed or inconclusive too. */
  readonly waived: number
}

export interface MetricRecord {
  readonly stage: string
  readonly name: string
  readonly unit: string | undefined
  readonly value: number
  readonly tasks: number
}

/** Gathers what a run says of quality. `run` is the state that the same events fold to. */
export function runQuality(run: RunState, events: Iterable<RunEvent>): RunQuality {
  const tally = createTally(run)
  for (const event of events) tally.take(event)
  // Also what gates refused was measured, and it is what charts are for.
  const metrics = metricFacts(run, mostTasks, (stage) => tally.measured.get(stage) ?? new Map()).flatMap((fact) => recordOf(run, fact))
  return { run: run.id, at: run.started.at, ...tally.result(), metrics }
}

const mostTasks = 10_000

function recordOf(run: RunState, { stage, name, unit, values }: MetricFact): readonly MetricRecord[] {
  const own = values.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  if (own.length === 0) return []
  const value = own.reduce((sum, one) => sum + one, 0) / own.length
  return [{ stage: run.workflow.stages[stage]?.name ?? '', name, unit, value, tasks: own.length }]
}

function createTally(run: RunState) {
  const measured = new Map<number, Map<number, Result>>()
  const judged = new Map<string, 'first' | 'later'>()
  const reworked = new Set<string>()
  const verdicts = new Map<string, { passed: number; failed: number; inconclusive: number; waived: number }>()
  let costMs = 0
  let savedMs = 0

  function talliesOf(stage: number, gate: number) {
    const key = `${stage}/${gate}`
    const known = verdicts.get(key) ?? { passed: 0, failed: 0, inconclusive: 0, waived: 0 }
    verdicts.set(key, known)
    return known
  }

  function take(event: RunEvent): void {
    if (event.type === 'GateWaived') talliesOf(event.stage, event.gate).waived++
    if (event.type !== 'AttemptEnded') return
    savedMs += event.savedMs ?? 0
    if (event.outcome.kind !== 'succeeded') return
    const results = measured.get(event.stage) ?? new Map<number, Result>()
    measured.set(event.stage, results.set(event.task, event.outcome.result))
    if (event.verdicts.length === 0) return
    const task = `${event.stage}/${event.task}`
    const passed = event.then.kind === 'done'
    if (!judged.has(task)) judged.set(task, passed ? 'first' : 'later')
    if ((event.then.kind === 'retry' && event.then.budget.startsWith('gate:')) || event.then.kind === 'rework') reworked.add(task)
    if (!passed) costMs += event.outcome.result.usage.wallMs
    for (const { gate, verdict } of event.verdicts) talliesOf(event.stage, gate)[verdict]++
  }

  return {
    take,
    /** The newest result of each task that ran. */
    measured,
    result: (): Omit<RunQuality, 'run' | 'at' | 'metrics'> => ({
      judged: judged.size,
      firstPass: [...judged.values()].filter((how) => how === 'first').length,
      reworked: reworked.size,
      costMs,
      savedMs,
      gates: run.workflow.stages.flatMap((stage) =>
        stage.gates.flatMap(({ name: gate, level }, index) => {
          const found = verdicts.get(`${stage.index}/${index}`)
          return found === undefined ? [] : [{ stage: stage.name, gate, level, ...found }]
        }),
      ),
    }),
  }
}
