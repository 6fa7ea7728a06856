import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import type { Baseline } from '#model/baseline.ts'
import { worldNames } from '#model/placement.ts'
import type { Workflow } from '#model/workflow.ts'
import type { PlannedStage } from '#run/planned-stage.ts'
import type { RunOccasion } from '#run/run-occasion.ts'
import { foretoldOf } from './baseline.ts'
import { summaries } from './catalogue.ts'
import { definitionFields, loadDefinition, wholeText } from './definition.ts'
import { runFingerprint } from './fingerprint.ts'
import { follow, followed } from './followed.ts'
import { type Forecast, forecast, forecastShape } from './forecast.ts'
import type { Host, Operation } from './operation.ts'
import { givenParameters, type ResolvedDefinition, resolveDefinition } from './parameters.ts'
import { beginningFields, type Placement, placementOf, siteOfController } from './placement.ts'
import { makeRunId } from './run-id.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { storeBeside, withJournal } from './store.ts'
import { findStage } from './task-reference.ts'

const input = z.object({
  file: z.string(),
  ...givenParameters,
  detach: z.boolean().default(false),
  /** Names of stages: only these and what they need. */
  until: z.array(z.string()).default([]),
  dryRun: z.boolean().default(false),
  new: z.boolean().default(false),
  /** Who starts it; left out: who is configured, else the login name. */
  as: z.string().optional(),
  /** Where stages run that do not say it. */
  on: z.enum(worldNames).optional(),
  /** Site profile of the cluster. */
  site: z.string().optional(),
  /** A job of the cluster leads the run, and others after it. */
  controllerJob: z.boolean().default(false),
})

const output = z.discriminatedUnion('type', [...followed.options, forecastShape])

/** Runs a workflow, or continues the unfinished run that has the same definition and parameters. */
export const run: Operation<z.infer<typeof input>, z.infer<typeof output>, RunUpdate> = {
  name: 'run',
  summary: summaries.run,
  input,
  output,
  update: runUpdate,
  async handle(given, host) {
    const definition = loadDefinition(host.folder, given.file)
    const placement = placementOf(definition, given, host.folder)
    const resolved = resolveDefinition(definition, given, host.folder, placement)
    const until = given.until.length === 0 ? undefined : withUpstream(resolved.workflow, given.until)
    const store = storeBeside(host, resolved.path)
    if (given.dryRun) return dryRun(await forecast(store, resolved, until, host.now()))
    const inJob = given.controllerJob ? siteOfController(given, resolved.path, host.folder) : undefined
    return withJournal(store, async (journal) => {
      const fingerprint = runFingerprint(wholeText(resolved), resolved.parameters, until)
      const same = given.new ? undefined : unfinishedTwin(journal, fingerprint)
      const name = same ?? makeRunId(host.now(), resolved.workflow.name, host.chance, takenNames(journal))
      host.report({
        type: 'began',
        at: host.now(),
        run: name,
        name: resolved.workflow.name,
        file: resolved.path,
        store,
        how: same === undefined ? 'new' : 'continued',
      })
      const foretold = same === undefined && until === undefined ? await foretoldOf(resolved, host, journal, placement) : undefined
      const sent =
        same === undefined
          ? [sendStart(journal, name, resolved, until, { fingerprint, ...foretold, placement, startedBy: starter(given.as, host) })]
          : []
      const led = inJob === undefined ? {} : { inJob }
      return follow({ store, journal, run: name, sent, detach: given.detach, ...led }, host)
    })
  },
}

/** The stages named, and all that they wait for. */
export function withUpstream(workflow: Workflow, names: readonly string[]): readonly number[] {
  const wanted = new Set(names.map((name) => findStage(workflow, name)))
  for (const index of wanted) for (const { stage } of workflow.stages[index]?.dependencies ?? []) wanted.add(stage)
  return [...wanted].sort((a, b) => a - b)
}

export interface Beside {
  readonly placement: Placement
  readonly fingerprint: string
  readonly baseline?: Baseline
  readonly planned?: readonly PlannedStage[]
  readonly startedBy: string | undefined
  readonly occasion?: RunOccasion
}

/** Whoever starts a run need not be one of its people; an independent approval cannot be theirs. */
export function starter(as: string | undefined, { user }: Pick<Host, 'user'>): string | undefined {
  return as ?? user?.configured ?? user?.login
}

/** Leaves the command that begins a run in the inbox. */
export function sendStart(
  journal: Journal,
  run: string,
  resolved: ResolvedDefinition,
  until: readonly number[] | undefined,
  { fingerprint, baseline, planned, startedBy, placement, occasion }: Beside,
): number {
  return journal.send({
    type: 'start',
    run,
    name: resolved.workflow.name,
    ...definitionFields(resolved),
    parameters: resolved.parameters,
    pools: resolved.pools,
    ...(until === undefined ? {} : { until }),
    fingerprint,
    ...(baseline === undefined ? {} : { baseline }),
    ...(planned === undefined ? {} : { planned }),
    ...beginningFields(resolved.path, placement, startedBy),
    ...(occasion === undefined ? {} : { occasion }),
  })
}

/** A run with the same fingerprint that is not over, or that was asked for and not begun yet. */
function unfinishedTwin(journal: Journal, fingerprint: string): string | undefined {
  const asked = journal
    .inbox()
    .flatMap(({ command }) => (command.type === 'start' && command.fingerprint === fingerprint ? [command.run] : []))
  return journal.runs().findLast((run) => run.outcome === undefined && run.fingerprint === fingerprint)?.run ?? asked.at(-1)
}

export function takenNames(journal: Journal): ReadonlySet<string> {
  const asked = journal.inbox().flatMap(({ command }) => (command.type === 'start' ? [command.run] : []))
  return new Set([...journal.runs().map((run) => run.run), ...asked])
}

function dryRun(found: Forecast): z.infer<typeof output> {
  return { type: 'forecast', ...found.summary }
}
