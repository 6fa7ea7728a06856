import { z } from 'zod'
import { resolveParameters } from '#define/parameters.ts'
import type { Journal } from '#engine/ports.ts'
import { type WorldName, worldNames } from '#model/placement.ts'
import type { Replacing } from '#run/inputs.ts'
import type { RunState } from '#run/state.ts'
import { refuseUnblinding } from './blind-edit.ts'
import { summaries } from './catalogue.ts'
import { definitionFields, loadDefinition } from './definition.ts'
import { comparedWith, editShape } from './edit-compared.ts'
import { Failure } from './failure.ts'
import { runFingerprint } from './fingerprint.ts'
import { follow, followed } from './followed.ts'
import { forecast } from './forecast.ts'
import type { Host, Operation } from './operation.ts'
import { givenParameters, resolveDefinition } from './parameters.ts'
import { beginningFields, placementOf } from './placement.ts'
import { readRun, wholeEventsOf } from './read-run.ts'
import { starter, takenNames, withUpstream } from './run.ts'
import { makeRunId } from './run-id.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { findStage } from './task-reference.ts'

const input = z.object({
  run: z.string().optional(),
  /** Left out: the file that the run was started from, as it is now. */
  file: z.string().optional(),
  ...givenParameters,
  /** Names of stages whose results, and all that follow from them, are made anew. */
  rerun: z.array(z.string()).default([]),
  /** Do it; else what it would do is told. */
  yes: z.boolean().default(false),
  detach: z.boolean().default(false),
  as: z.string().optional(),
  on: z.enum(worldNames).optional(),
  site: z.string().optional(),
})

const output = z.discriminatedUnion('type', [...followed.options, editShape])

type Input = z.infer<typeof input>

/** Lets a changed file take the place of a run: finished work that is still valid stays, and what runs goes on where it is wanted. */
export const edit: Operation<Input, z.infer<typeof output>, RunUpdate> = {
  name: 'edit',
  summary: summaries.edit,
  input,
  output,
  update: runUpdate,
  handle(given, host) {
    const store = findStore(host)
    return withJournal(store, async (journal) => {
      const old = findRun(journal, given.run)
      const { run: before } = readRun(journal, old.run)
      const planned = plan(given, before, host)
      const { resolved, until, anew, placement } = planned
      const chain = before.started.inherits ?? []
      const forecasted = await forecast(store, resolved, until, host.now(), { anew, inherits: [old.run, ...chain] })
      refuseUnblinding(before, wholeEventsOf(journal, old.run), forecasted.run)
      const compared = comparedWith({ run: before, events: wholeEventsOf(journal, old.run) }, forecasted)
      const changed = changedParameters(before.started.parameters, resolved.parameters)
      const preview = { ...compared.preview, run: old.run, file: resolved.file, over: old.outcome !== undefined, parameters: changed }
      if (!given.yes) return { type: 'edit' as const, ...preview }
      const name = makeRunId(host.now(), resolved.workflow.name, host.chance, takenNames(journal))
      const replaces: Replacing = {
        run: old.run,
        active: old.outcome === undefined,
        keep: compared.keep,
        wanted: compared.wanted,
        before: chain,
      }
      const sent = journal.send({
        ...{ type: 'start', run: name, name: resolved.workflow.name, ...definitionFields(resolved), parameters: resolved.parameters },
        ...{ pools: resolved.pools, fingerprint: runFingerprint(resolved.text, resolved.parameters, until), replaces },
        ...(until === undefined ? {} : { until }),
        ...(anew.length === 0 ? {} : { anew }),
        ...beginningFields(resolved.path, placement, starter(given.as, host)),
      })
      host.report({ type: 'began', at: host.now(), run: name, name: resolved.workflow.name, file: resolved.path, store, how: 'new' })
      return unlessOutrun(old.run, name, journal, () => follow({ store, journal, run: name, sent: [sent], detach: given.detach }, host))
    })
  },
}

/** What the run is to become. */
function plan(given: Input, before: RunState, host: Host<RunUpdate>) {
  const { started } = before
  const definition = loadDefinition(host.folder, given.file ?? started.file)
  const places = { on: given.on ?? (started.on as WorldName | undefined), site: given.site ?? started.site }
  const placement = placementOf(definition, places, host.folder)
  const resolved = resolveDefinition(definition, { ...given, before: givenBefore(before, definition.workflow) }, host.folder, placement)
  const asked = started.until?.flatMap((index) => before.workflow.stages[index]?.name ?? [])
  const until =
    asked &&
    withUpstream(
      resolved.workflow,
      asked.filter((name) => resolved.workflow.stages.some((stage) => stage.name === name)),
    )
  return { resolved, placement, until, anew: withDownstream(resolved.workflow, given.rerun) }
}

/** Values that the run was given, other than by default, as far as the file still knows them. */
function givenBefore({ workflow, started }: RunState, next: RunState['workflow']): RunState['started']['parameters'] {
  const defaults = resolveParameters(workflow, {}).values
  const known = new Set(next.parameters.map(({ name }) => name))
  const given = Object.entries(started.parameters).filter(
    ([name, value]) => known.has(name) && JSON.stringify(defaults[name]) !== JSON.stringify(value),
  )
  return Object.fromEntries(given)
}

function withDownstream(workflow: RunState['workflow'], names: readonly string[]): readonly number[] {
  const anew = new Set(names.map((name) => findStage(workflow, name)))
  for (let size = -1; size !== anew.size; ) {
    size = anew.size
    for (const { index, dependencies } of workflow.stages) if (dependencies.some(({ stage }) => anew.has(stage))) anew.add(index)
  }
  return [...anew].sort((a, b) => a - b)
}

type Values = RunState['started']['parameters']

function changedParameters(from: Values, to: Values) {
  const text = (values: Values, name: string) => (values[name] === undefined ? null : JSON.stringify(values[name]))
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  const both = names.map((name) => ({ name, from: text(from, name), to: text(to, name) }))
  return both.filter((each) => each.from !== each.to)
}

/** The core starts nothing in the place of a run that is not as it was when it was looked at. */
async function unlessOutrun<T>(old: string, name: string, journal: Journal, carryOn: () => Promise<T>): Promise<T> {
  const began = () => journal.runs().some(({ run }) => run === name)
  const refuse = () => {
    throw new Failure('run_changed', {
      en: `Run ${old} was edited, cancelled, or ended meanwhile: nothing was changed. Look at it, and try again.`,
      ko: `그사이 실행 ${old}이(가) 수정되었거나 취소되었거나 끝났습니다. 바뀐 것은 없습니다. 확인한 뒤 다시 시도하세요.`,
    })
  }
  try {
    const result = await carryOn()
    return began() || journal.inbox().length > 0 ? result : refuse()
  } catch (error) {
    if (error instanceof Failure && error.code === 'unknown_run' && !began()) return refuse()
    throw error
  }
}
