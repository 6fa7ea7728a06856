import { existsSync } from 'node:fs'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Artefact, Outcome, Usage } from '#run/outcome.ts'
import type { Active } from './active.ts'
import type { Course, CourseEnd } from './lane.ts'
import { readMetrics } from './metrics-file.ts'
import type { Objects } from './objects.ts'
import { checkOutput } from './outputs.ts'
import { bringOutputHome, placeOf } from './place.ts'
import type { Left, Published } from './records.ts'

/**
 * The outcome of an attempt that ran in its lane's folder, did well, and left nothing that needs a folder of its own:
 * nothing at all, or the one file that it was to make. That file is published by moving the lane's folder it lies in.
 * Undefined: it is not that simple. To be found again after a crash, the file is named in the lane's record first.
 */
export async function simpleOutcome(
  active: Active,
  course: Course & { readonly end: CourseEnd },
  usage: Usage | null,
  objects: Objects,
): Promise<Outcome | undefined> {
  const place = placeOf(course, active.folder)
  const { exitCode, left } = course.end
  if (place === undefined || left === undefined || usage === null) return undefined
  if (exitCode !== 0 || active.stop !== undefined || left.running || active.spec.extractions.length > 0) return undefined
  const read = left.metrics ? readMetrics(place.metrics) : { metrics: {} }
  if ('trouble' in read) return undefined
  const outputs = await outputsOf(active.spec, left, course, place.work, objects)
  if (outputs === undefined) return undefined
  bringOutputHome(course, active.folder)
  return { kind: 'succeeded', result: { outputs, metrics: read.metrics, usage, origin: active.name } }
}

async function outputsOf(spec: AttemptSpec, left: Left, course: Course, work: string, objects: Objects): Promise<Published | undefined> {
  if (left.work === undefined) return spec.outputs.every(({ optional }) => optional) ? {} : undefined
  const [output] = spec.outputs
  if (left.work !== 1 || output === undefined || spec.outputs.length > 1) return undefined
  const { kind, path, temporary, name } = output
  // What may be let go of is linked, as links are counted to see who else has the same.
  if (kind !== 'file' || temporary || path.includes('/')) return undefined
  const checked = await checkOutput(work, output).catch(() => 'absent' as const)
  const made = checked === 'absent' || 'cause' in checked ? undefined : publish(name, checked.artefact, course, work, objects)
  return made ?? publishedBefore(course, work, objects)
}

function publish(name: string, artefact: Artefact, course: Course, work: string, objects: Objects): Published | undefined {
  const outputs = { [name]: artefact }
  course.lane.note(`P ${JSON.stringify([course.name, outputs])}\n`)
  return objects.publishAlone(work, artefact) ? outputs : undefined
}

/**
 * What another controller has published of it: the one before, or one that has lost the lead and does not know it yet.
 * Whoever moves the folder names it first, so where it is gone the record has it by now.
 */
function publishedBefore(course: Course, work: string, objects: Objects): Published | undefined {
  if (existsSync(work)) return undefined
  course.lane.look()
  const { published } = course
  return published !== undefined && Object.values(published).every(objects.isPublished) ? published : undefined
}
