import type { Metric, Output, Stage, Workflow } from '#model/workflow.ts'
import { hiddenStages } from '#run/blinding.ts'
import type { RunStarted } from '#run/events.ts'
import { createState } from '#run/evolve.ts'
import type { Artefact, Result } from '#run/outcome.ts'
import { recall } from '#run/recall.ts'
import type { RunState, State } from '#run/state.ts'
import { type Sought, soughtBy } from '#run/taking.ts'
import { waiversToTake } from '#run/waived.ts'
import type { Journal, RunSummary } from './ports.ts'

/** What the store has for a stage that takes the result of another run. Undefined: nothing yet, and something may come. */
export type Taking = { readonly key: string; readonly result: Result } | { readonly problem: string } | undefined

type Load = (started: RunStarted) => Workflow

/** So many runs are read to find one that has done the stage: others may have been asked for something else only. */
const mostRead = 8

/** Looks in the store for what a stage takes from another run, as it is now. */
export function seekResult(journal: Pick<Journal, 'runs' | 'read'>, load: Load, run: RunState, stage: number, now: number): Taking {
  const wanted = soughtBy(run, stage)
  const definition = run.workflow.stages[stage]
  if (typeof wanted === 'string') return { problem: wanted }
  if (wanted === undefined || definition === undefined) return undefined
  const runs = journal.runs()
  const sought = asItGoesOn(journal, runs, wanted)
  const trouble = whyNever(sought, runs, run)
  if (trouble !== undefined) return { problem: trouble }
  // Of those that ended at the same time the one that began last.
  const newestFirst = [...runs].reverse()
  const fitting = newestFirst.filter((other) => fits(other, sought, run.id, now)).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
  let problem: string | undefined
  for (const other of fitting.slice(0, mostRead)) {
    const found = resultIn(journal, load, other, sought, definition)
    if (typeof found !== 'string') return found
    problem ??= found
  }
  return problem === undefined ? undefined : { problem }
}

/** A run that was edited is meant as it goes on: the one that took its place, and so on. */
function asItGoesOn(journal: Pick<Journal, 'read'>, runs: readonly RunSummary[], sought: Sought): Sought {
  if (sought.from.kind !== 'run') return sought
  let { id } = sought.from
  for (let next: string | undefined = id; next !== undefined; ) {
    id = next
    next = runs.some(({ run, outcome }) => run === id && outcome === 'cancelled') ? replacementOf(journal, id) : undefined
  }
  return { ...sought, from: { kind: 'run', id } }
}

function replacementOf(journal: Pick<Journal, 'read'>, run: string): string | undefined {
  let found: string | undefined
  for (const event of eventsOf(journal, run)) if (event.type === 'RunCancelling') found = event.replacedBy
  return found
}

function fits({ run, name, fingerprint, endedAt, outcome }: RunSummary, sought: Sought, own: string, now: number): boolean {
  if (run === own || outcome !== 'succeeded' || endedAt === undefined) return false
  if (sought.freshMs !== undefined && endedAt < now - sought.freshMs) return false
  if (sought.fingerprint !== undefined && !fingerprint.startsWith(sought.fingerprint)) return false
  return sought.from.kind === 'run' ? run === sought.from.id : name === sought.from.name
}

/** Nothing that still happens could bring it. */
function whyNever(sought: Sought, runs: readonly RunSummary[], own: RunState): string | undefined {
  const { from, fingerprint } = sought
  if (from.kind === 'workflow') {
    if (from.name !== own.workflow.name || runs.some((other) => other.run !== own.id && other.name === from.name)) return undefined
    return `no earlier run of ${from.name} is in this store, and a run cannot wait for itself`
  }
  if (from.id === own.id) return `${from.id} is this very run`
  const known = runs.find(({ run }) => run === from.id)
  if (known === undefined) return `there is no run ${from.id} in this store`
  if (known.outcome === 'failed' || known.outcome === 'cancelled')
    return `the run ${from.id} ${known.outcome === 'failed' ? 'has failed' : 'was cancelled'}`
  return fingerprint === undefined || known.fingerprint.startsWith(fingerprint)
    ? undefined
    : `the run ${from.id} has the fingerprint ${known.fingerprint.slice(0, 16)}, not ${fingerprint}`
}

function resultIn(journal: Pick<Journal, 'read'>, load: Load, found: RunSummary, sought: Sought, definition: Stage): Taking | string {
  const state: State = createState(load)
  recall(state, found.run, eventsOf(journal, found.run))
  const run = state.runs.get(found.run)
  const index = run?.workflow.stages.findIndex(({ name }) => name === sought.stage) ?? -1
  const named = `the run ${found.run} of ${found.name}`
  const [stage, theirs] = [run?.stages[index], run?.workflow.stages[index]]
  if (run === undefined || stage === undefined || theirs === undefined) return `${named} has no stage ${sought.stage}`
  if (stage.count !== 1) return `${sought.stage} of ${named} has ${stage.count ?? 0} tasks: only a single one can be taken`
  if (hiddenStages(run).has(index)) return `${sought.stage} of ${named} is blind, and not unblinded`
  const result = stage.results.get(0)
  if (result === undefined) return `${sought.stage} of ${named} has no result`
  const trouble = outputTrouble(definition.outputs, theirs.outputs, result) ?? metricTrouble(definition.metrics, theirs.metrics, result)
  if (trouble !== undefined) return `${sought.stage} of ${named}: ${trouble}`
  const taken = {
    run: found.run,
    workflow: found.name,
    stage: sought.stage,
    fingerprint: found.fingerprint,
    ...waiversToTake(run, index, 0),
  }
  return { key: `${found.run}/${sought.stage}`, result: { ...result, outputs: wantedOf(definition.outputs, result), taken } }
}

function* eventsOf(journal: Pick<Journal, 'read'>, run: string) {
  for (const { event } of journal.read(run)) yield event
}

/** Only those that the stage declares are its outputs. */
function wantedOf(outputs: readonly Output[], result: Result): { readonly [name: string]: Artefact } {
  return Object.fromEntries(
    outputs.flatMap(({ name }) => {
      const artefact = result.outputs[name]
      return artefact === undefined ? [] : [[name, artefact]]
    }),
  )
}

function outputTrouble(wanted: readonly Output[], theirs: readonly Output[], { outputs }: Result): string | undefined {
  for (const { name, kind, optional } of wanted) {
    const other = theirs.find((each) => each.name === name)
    if (outputs[name] === undefined && !optional) return `it has no output ${name}`
    if (other?.temporary) return `its output ${name} is temporary`
    if (other !== undefined && other.kind !== kind) return `its output ${name} is a ${other.kind}, not a ${kind}`
  }
  return undefined
}

/** Numbers are kept in the unit that is declared where they were made. */
function metricTrouble(wanted: readonly Metric[], theirs: readonly Metric[], { metrics }: Result): string | undefined {
  for (const { name, unit } of wanted) {
    if (metrics[name] === undefined) return `it has no metric ${name}`
    const other = theirs.find((each) => each.name === name)
    if ((other?.unit ?? '') !== (unit ?? '')) return `its metric ${name} is in ${other?.unit ?? 'no unit'}, not in ${unit ?? 'none'}`
  }
  return undefined
}
