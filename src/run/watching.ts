import { EvaluationError } from '#expression/evaluation-error.ts'
import { measuredOf } from '#expression/explain.ts'
import { recordOf } from '#expression/record.ts'
import { showValue } from '#expression/show.ts'
import { quantity } from '#expression/units.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import type { WatchRule } from '#model/workflow.ts'
import { metricValue } from './metric-value.ts'
import { decisionNames } from './names.ts'
import { type OwnedStage, owned } from './owned.ts'
import type { State } from './state.ts'

/** Looks at the metrics of one attempt as they come. The same lines give the same verdict, however they were cut into looks. */
export interface Watching {
  /** Metrics of one line. Answers once: then the attempt is to be stopped. */
  note(metrics: { readonly [name: string]: Json }, elapsedMs: number): Doom | undefined
  /** Nothing new has come by then. */
  wait(elapsedMs: number): Doom | undefined
  /** Some condition hangs on time alone. */
  readonly waits: boolean
}

/** Why an attempt is stopped before its end. */
export interface Doom {
  /** Which of the stage's conditions. */
  readonly rule: number
  readonly cause: Cause
  readonly detail: string
}

/** As many values of a metric are remembered. */
const mostRemembered = 1000
const timeNames = new Set(['since_line', 'elapsed'])

/** Watches one attempt of a task by its stage's conditions; undefined: it has none. */
export function watchingOf(stage: OwnedStage, task: number): Watching | undefined {
  const rules = stage.definition.watches
  if (rules.length === 0) return undefined
  const timed = rules.filter(({ check }) => check.references.some(({ parts: [name = ''] }) => timeNames.has(name)))
  const course = createCourse(stage)
  const names = decisionNames(stage, task, course.get)
  let doomed = false

  function judge(asked: readonly WatchRule[], elapsedMs: number): Doom | undefined {
    if (doomed) return undefined
    course.elapsedMs = elapsedMs
    const met = asked.find(({ check }) => isMet(check, names))
    if (met === undefined) return undefined
    doomed = true
    return { rule: rules.indexOf(met), cause: met.cause, detail: `stopped early, as ${met.check.source}${seen(met, names)}` }
  }

  return {
    waits: timed.length > 0,
    note(metrics, elapsedMs) {
      course.take(metrics, elapsedMs)
      return judge(rules, elapsedMs)
    },
    wait: (elapsedMs) => judge(timed, elapsedMs),
  }
}

/** The same, for worlds that render nothing. */
export function watchingFor(state: State, run: string, stage: number, task: number): Watching | undefined {
  const found = owned(state).runs.get(run)?.stages[stage]
  return found && watchingOf(found, task)
}

/** What cannot be told yet (a metric that has not come, too few values) stops nothing. */
function isMet(check: WatchRule['check'], names: RecordValue): boolean {
  try {
    return check.evaluate(names) === true
  } catch (error) {
    if (error instanceof EvaluationError) return false
    throw error
  }
}

/** ` (energy = NaN)`: what it saw, but for whole series. */
function seen({ check }: WatchRule, names: RecordValue): string {
  const { values } = measuredOf(check, names)
  const shown = [...values].flatMap(([name, value]) =>
    typeof value === 'object' && Array.isArray(value) ? [] : [`${name} = ${showValue(value)}`],
  )
  return shown.length === 0 ? '' : ` (${shown.slice(0, 4).join(', ')})`
}

/** What has come so far, by the names of conditions. */
function createCourse(stage: OwnedStage) {
  const newest = new Map<string, Value>()
  const series = new Map<string, Value[]>()
  let lines = 0
  let lineMs = 0
  const seriesRecord: RecordValue = {
    kind: 'record',
    get: (name) => series.get(name)?.slice(-mostRemembered) ?? (isDeclared(stage, name) ? [] : undefined),
    names: () => [...series.keys()],
  }
  const seconds = (ms: number) => quantity(Math.round(ms) / 1000, 's')
  const course = {
    elapsedMs: 0,
    take(metrics: { readonly [name: string]: Json }, elapsedMs: number) {
      lines++
      lineMs = elapsedMs
      for (const name of Object.keys(metrics)) {
        // JSON has no NaN, so programs write null for it.
        const value = metricValue(stage, metrics[name] === null ? { [name]: 'NaN' } : metrics, name)
        if (value === undefined) continue
        newest.set(name, value)
        const values = series.get(name) ?? []
        values.push(value)
        if (values.length > 2 * mostRemembered) values.splice(0, values.length - mostRemembered)
        series.set(name, values)
      }
    },
    get(name: string): Value | undefined {
      if (name === 'series') return seriesRecord
      if (name === 'metrics') return recordOf(newest)
      if (name === 'lines') return lines
      if (name === 'elapsed') return seconds(course.elapsedMs)
      if (name === 'since_line') return seconds(course.elapsedMs - lineMs)
      return newest.get(name)
    },
  }
  return course
}

function isDeclared({ definition }: OwnedStage, name: string): boolean {
  return definition.metrics.some((metric) => metric.name === name)
}
