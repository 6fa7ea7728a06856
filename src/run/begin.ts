import { topologicalOrder } from '#analyze/order.ts'
import { valueFromJson } from '#expression/show.ts'
import type { Value } from '#expression/value.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { raiseBarriers } from './barring.ts'
import { conditionsAtFirst } from './conditions.ts'
import type { RunStarted } from './events.ts'
import { retell, shareOfRun } from './fair-share.ts'
import { createLine, createRangeLine } from './line.ts'
import type { Links, OwnedRun, OwnedStage, OwnedState, Temporary } from './owned.ts'
import { raiseStreams } from './raise-streams.ts'
import { resourcesOf } from './resources.ts'
import type { RunShare } from './shares.ts'
import { missingAtFirst } from './signals.ts'
import { isSpecial } from './special.ts'
import { statedVaries } from './stated.ts'
import { takersOf } from './taking.ts'
import { hasDeadlines, ranksOf } from './urgency.ts'

/** A run as it begins: every stage asked for waits, and those that wait for nothing to be counted are to be expanded. */
export function beginRun(state: OwnedState, started: RunStarted): void {
  const workflow = state.load(started)
  const order = topologicalOrder(workflow)
  const asked = askedFor(workflow, started.until)
  if (!state.recalling && started.share?.halfLifeMs !== undefined && started.share.halfLifeMs !== state.shares.halfLifeMs)
    retell(state, started.at, started.share.halfLifeMs)
  const run = emptyRun(started, workflow, order, shareOfRun(state, started, workflow.weight ?? 1))
  const stages = workflow.stages.map((definition) => emptyStage(run, definition, asked[definition.index] === 1))
  // The run and its stages name each other: this is the one place where the circle is closed.
  Object.assign(run, { stages, byName: new Map(stages.map((stage) => [stage.definition.name, stage])) })
  const ranks = ranksOf(workflow, order)
  for (const stage of stages) {
    stage.rank = ranks[stage.definition.index] ?? 0
    if (statedVaries(stage)) stage.statedByTask = new Map()
  }
  run.barriers = raiseBarriers(run)
  run.conditions = conditionsAtFirst(run)
  for (const stage of stages) if (stage.asked && stage.missingSignals !== undefined) run.signals.waiting.add(stage)
  run.takers = takersOf(stages)
  run.streams = raiseStreams(run)
  if (workflow.coordination !== undefined || run.takers.length > 0) state.together.add(run)
  run.openStages = stages.filter((stage) => stage.asked).length
  for (const stage of stages) if (stage.asked) linkStage(run, stage)
  for (const stage of stages) if (stage.asked && stage.expansionWaits === 0) state.toExpand.add(stage)
  if (run.openStages === 0) state.toFinish.add(run)
  state.runs.set(started.run, run)
}

/** The stages named and all that they wait for. */
function askedFor(workflow: Workflow, until: readonly number[] | undefined): Uint8Array {
  const asked = new Uint8Array(workflow.stages.length).fill(until === undefined ? 1 : 0)
  const open = [...(until ?? [])]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (asked[index] !== 0) continue
    asked[index] = 1
    for (const { stage } of workflow.stages[index]?.dependencies ?? []) open.push(stage)
  }
  return asked
}

function emptyRun(started: RunStarted, workflow: Workflow, order: readonly number[], share: RunShare): OwnedRun {
  const parameters = new Map<string, Value>()
  for (const { name, valueType } of workflow.parameters) {
    const json = Object.hasOwn(started.parameters, name) ? started.parameters[name] : undefined
    if (json !== undefined) parameters.set(name, valueFromJson(json, valueType))
  }
  return {
    id: started.run,
    workflow,
    started,
    phase: 'running',
    kept: new Map(),
    replacedBy: undefined,
    stages: [],
    inputs: new Map(),
    byName: new Map(),
    parameters,
    order,
    resources: resourcesOf(workflow),
    pools: started.pools,
    preempting: false,
    priority: workflow.priority,
    notBefore: workflow.start ?? 0,
    openStages: 0,
    failedTasks: 0,
    share,
    bundles: new Set(),
    shapes: new Map(),
    criticality: new Float64Array(workflow.stages.length),
    estimates: new Float64Array(workflow.stages.length),
    estimatesMoved: true,
    latest: hasDeadlines(workflow) ? new Float64Array(workflow.stages.length) : undefined,
    endsSinceEstimate: 0,
    barriers: [],
    signals: { all: new Map(), first: new Map(), waiting: new Set(), newest: new Map() },
    conditions: [],
    takers: [],
    streams: [],
    expected: undefined,
    reworks: new Map(),
  }
}

function optionsOf({ alternatives }: Stage): OwnedStage['options'] {
  if (alternatives.length === 0) return undefined
  return Array.from({ length: 1 + alternatives.length }, () => ({ statedMs: undefined, measured: 0, measuredMs: 0 }))
}

const nothing = new Map<never, never>()
const nobody: ReadonlySet<never> = new Set<never>()
const noEntries: OwnedStage['entries'] = []
const noTasks = new Uint8Array(0)
const noAttempts = new Uint32Array(0)

function emptyStage(run: OwnedRun, definition: Stage, asked: boolean): OwnedStage {
  return {
    run,
    definition,
    asked,
    count: undefined,
    standIn: undefined,
    status: noTasks,
    counts: { waiting: 0, released: 0, queued: 0, running: 0, retrying: 0, asked: 0, done: 0, failed: 0, ignored: 0, skipped: 0 },
    axisValues: [],
    axes: [],
    // Most stages of a large workflow have one task and remember little: maps are made when something goes in.
    results: nothing,
    entries: noEntries,
    histories: nothing,
    streams: nothing,
    version: 0,
    attempts: noAttempts,
    finished: false,
    behindFailure: 0,
    skipReasons: undefined,
    skipNotes: undefined,
    expansionWaits: 0,
    wholeWaits: 0,
    elementWaits: undefined,
    due: createRangeLine(),
    reopened: false,
    links: emptyLinks(),
    buckets: new Map(),
    sameNeeds: undefined,
    isSpecial: isSpecial(definition, run.resources),
    rank: 0,
    planned: run.started.planned?.[definition.index],
    urgentAt: Number.POSITIVE_INFINITY,
    statedMs: undefined,
    statedByTask: undefined,
    measured: 0,
    measuredMs: 0,
    measuredStatedMs: 0,
    options: optionsOf(definition),
    temporary: temporaryOf(definition),
    barrier: undefined,
    stream: undefined,
    pieces: undefined,
    streamed: undefined,
    missingSignals: missingAtFirst(definition),
    awaitingSince: undefined,
    takingSince: undefined,
    sending: (definition.coordination?.sends.length ?? 0) > 0 ? { due: new Set(), sent: new Set() } : undefined,
    held: undefined,
    loopEnds: definition.loop && new Map(),
    chosen: definition.decision && { byTask: new Map(), times: new Map() },
    changes: undefined,
    round: 0,
    outdated: nobody,
    kept: nothing,
    waivers: nothing,
    letPass: nothing,
    short: nothing,
    dropped: nothing,
  }
}

/** `map` itself, or a map of its own for a stage that had nothing to remember so far. */
export function ownMap<K, V>(map: Map<K, V>): Map<K, V> {
  return (map as unknown) === nothing ? new Map() : map
}

function emptyLinks(): Links {
  return {
    wholeConsumers: [],
    elementConsumers: [],
    expansionConsumers: [],
    eachConsumers: [],
    temporaryWhole: [],
    temporaryElement: [],
  }
}

function temporaryOf({ outputs }: Stage): Temporary | undefined {
  const names = outputs.filter((output) => output.temporary).map((output) => output.name)
  if (names.length === 0) return undefined
  return {
    names,
    elementReaders: [],
    wholeReaders: 0,
    kept: false,
    marks: noTasks,
    discarded: 0,
    mustRun: new Set(),
    keys: new Map(),
    line: createLine(),
  }
}

function linkStage(run: OwnedRun, stage: OwnedStage): void {
  const { fanout, dependencies } = stage.definition
  for (const dependency of dependencies) {
    const producer = run.stages[dependency.stage]
    if (producer === undefined) continue
    const { links, temporary } = producer
    if (dependency.kind === 'whole') {
      links.wholeConsumers.push(stage)
      stage.wholeWaits++
    } else {
      links.elementConsumers.push(stage)
    }
    if (dependency.expansion) {
      links.expansionConsumers.push(stage)
      stage.expansionWaits++
    }
    if (temporary === undefined || !dependency.outputs.some((name) => temporary.names.includes(name))) continue
    if (dependency.kind === 'whole') {
      temporary.wholeReaders++
      stage.links.temporaryWhole.push(producer)
    } else {
      temporary.elementReaders.push(stage)
      stage.links.temporaryElement.push(producer)
    }
  }
  if (fanout.kind === 'each') {
    run.stages[fanout.stage]?.links.eachConsumers.push(stage)
    stage.expansionWaits++
  }
  keepForOthers(run, stage)
}

/** Temporary outputs that a stage outside this run's `until` reads are left for the run that will ask for it. */
function keepForOthers(run: OwnedRun, { definition, temporary }: OwnedStage): void {
  if (temporary === undefined || run.started.until === undefined) return
  temporary.kept = run.stages.some(
    (other) =>
      !other.asked &&
      other.definition.dependencies.some(
        (dependency) => dependency.stage === definition.index && dependency.outputs.some((name) => temporary.names.includes(name)),
      ),
  )
}
