import { join } from 'node:path'
import type { Cause } from '#model/cause.ts'
import type { Outcome, Usage } from '#run/outcome.ts'
import type { Active } from './active.ts'
import { writeCommand } from './attempt-folder.ts'
import { goesOn, unfinished, withSaved } from './checkpoint.ts'
import { extractMetrics } from './extracting.ts'
import { failureOf, isFull, matchedRules, signalOf } from './failure.ts'
import type { InputFingerprints } from './input-fingerprints.ts'
import type { Course, CourseEnd, Lane } from './lane.ts'
import { type Metrics, readMetrics } from './metrics-file.ts'
import type { Objects } from './objects.ts'
import { publishOutputs } from './outputs.ts'
import { bringHome, metricsPath, ownPlace } from './place.ts'
import { askedOf } from './saved-state.ts'
import { simpleOutcome } from './simple-ending.ts'

export interface EndingTools {
  readonly objects: Objects
  readonly fingerprints: InputFingerprints
}

/** What came of an attempt whose end a lane has recorded. Doing it again after a crash gives the same. */
export async function outcomeOf(
  active: Active,
  course: Course & { readonly end: CourseEnd },
  tools: EndingTools & { readonly now: number },
): Promise<Outcome> {
  return withSaved(active, await judged(active, course, tools))
}

async function judged(
  active: Active,
  course: Course & { readonly end: CourseEnd },
  tools: EndingTools & { readonly now: number },
): Promise<Outcome> {
  const usage = usageOf(active, course, tools.now)
  const simple = active.spec.checkpoint === undefined ? await simpleOutcome(active, course, usage, tools.objects) : undefined
  if (simple !== undefined) return simple
  bringHome(course, active.folder, () => writeCommand(active.folder, active.spec, active.inputs))
  const { exitCode } = course.end
  const outOfMemory = noticesKill(course.lane)
  const read = metricsOf(active)
  const rest = { exitCode, usage, metrics: read.metrics }
  const on = await goesOn(active, exitCode)
  if (on !== undefined) return { ...failed(active, { ...on, signal: signalOf(exitCode) }, rest), saved: on.saved, goesOn: true }
  const stop = active.stop?.asksToSave ? recalledStop(active) : (active.stop ?? recalledStop(active))
  if (stop !== undefined && (exitCode !== 0 || stop.cause === 'cancelled' || stop.watch !== undefined)) {
    return failed(active, { ...stop, signal: signalOf(exitCode) }, rest)
  }
  if (usage === null) return failed(active, notBegun(active.folder), { ...rest, exitCode: null })
  if (exitCode !== 0) return failed(active, failureOf(active.folder, exitCode, outOfMemory), rest)
  const changed = await changedInput(active, tools.fingerprints)
  if (changed !== undefined) return failed(active, { cause: 'input_changed', detail: changed }, rest)
  if (read.trouble !== undefined) return failed(active, { cause: 'bad_metrics', detail: read.trouble }, rest)
  const published = await publishOutputs(join(active.folder, 'work'), active.spec.outputs, tools.objects)
  const open = await unfinished(active, published)
  if (open !== undefined) return { ...failed(active, open.why, rest), ...open.state }
  if ('trouble' in published) return failed(active, published.trouble, rest)
  return { kind: 'succeeded', result: { outputs: published.artefacts, metrics: read.metrics, usage, origin: active.name } }
}

/** Asked to save its state, by whoever led then. */
function recalledStop({ folder, spec }: Active): Why | undefined {
  const asked = spec.checkpoint && askedOf(folder)
  return asked && { ...asked, detail: `${asked.detail}, and did not` }
}

/** What it reported, and what is found in what it wrote. */
function metricsOf({ folder, spec }: Active): { readonly metrics: Metrics; readonly trouble: string | undefined } {
  const read = readMetrics(metricsPath(folder))
  const reported = 'metrics' in read ? read.metrics : {}
  const trouble = 'trouble' in read ? read.trouble : undefined
  if (spec.extractions.length === 0) return { metrics: reported, trouble }
  const found = extractMetrics(ownPlace(folder), spec.extractions)
  return { metrics: { ...reported, ...found.metrics }, trouble: trouble ?? found.trouble }
}

type Rest = Pick<Extract<Outcome, { kind: 'failed' }>, 'exitCode' | 'usage' | 'metrics'>

interface Why {
  readonly cause: Cause
  readonly detail: string
  readonly signal?: string | null
  readonly watch?: number
}

/** However it failed, its last words may match a rule. */
export function failed(
  active: Pick<Active, 'folder' | 'spec'>,
  { cause, detail, signal = null, watch }: Why,
  rest: Rest,
): Extract<Outcome, { kind: 'failed' }> {
  const matched = matchedRules(active.folder, active.spec)
  return { kind: 'failed', cause, detail, signal, matched, ...(watch === undefined ? {} : { watch }), ...rest }
}

/** Attempts of a lane follow one another, so a kill that was not there before was this one's. */
function noticesKill(lane: Lane): boolean {
  const kills = lane.group?.outOfMemoryKills() ?? 0
  const more = kills > lane.killsSeen
  lane.killsSeen = kills
  return more
}

/** The lane could not even open its output files. */
function notBegun(folder: string): { readonly cause: Cause; readonly detail: string } {
  if (isFull(folder)) return { cause: 'disk_full', detail: 'could not be started: no space left for its output' }
  return { cause: 'lost', detail: `could not be started: ${folder} cannot be written` }
}

function usageOf(active: Active, { startedAt, end }: Course & { readonly end: CourseEnd }, now: number): Usage | null {
  if (startedAt === undefined) return null
  return {
    startedAt: Math.min(Math.round(startedAt), now),
    wallMs: Math.max(0, Math.round((end.at - startedAt) * 1000) / 1000),
    cpuMs: end.cpuMs,
    peakMemoryBytes: active.peakMemoryBytes,
    writtenBytes: end.writtenBytes,
  }
}

async function changedInput(active: Active, fingerprints: InputFingerprints): Promise<string | undefined> {
  for (const { name, path, fingerprint } of active.inputs) {
    try {
      const now = fingerprints.findSync(path) ?? (await fingerprints.find(path))
      if (now !== fingerprint) return `input ${name}: ${path} was changed while the attempt ran`
    } catch {
      return `input ${name}: ${path} was removed while the attempt ran`
    }
  }
  return undefined
}

/** An attempt that is over without a recorded end: lost, unless we had our own reason to end it. */
export function lostOutcome(active: Active): Outcome {
  const { cause, detail } = active.stop ?? { cause: 'lost' as const, detail: 'what ran it was killed, or the machine was started anew' }
  return { kind: 'failed', cause, exitCode: null, signal: null, detail, matched: [], usage: null, metrics: {} }
}
