import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Active } from '#worlds/attempt/active.ts'
import { type Course, type Lane, openFarLane } from '#worlds/attempt/lane.ts'
import type { Element, Job } from './job.ts'

/** Which elements of a job have a record file: one look into the folder, however many elements there are. */
export function openBegun(job: Job, onBegun: (element: Element, lane: Lane) => void): void {
  const waiting = job.elements.filter((element) => element.lane === undefined && element.open.size > 0)
  if (waiting.length === 0) return
  const there = new Set(readdirSync(job.folder))
  for (const element of waiting) {
    if (!there.has(`${element.number}.log`)) continue
    const lane = openFarLane(join(job.folder, `${element.number}.log`))
    if (lane === undefined) continue
    element.lane = lane
    onBegun(element, lane)
  }
}

/** The job of Slurm and the machine that a lane's header names. */
export function whereOf(lane: Lane): { readonly job: string; readonly node: string } {
  const [, job = '', node = ''] = /^slurm:(\d+):(.+)$/.exec(lane.boot) ?? []
  return { job, node }
}

/** The end of what a job itself has printed: Slurm's own complaints are there. */
export function saidBy(job: Job, element: Element): string {
  try {
    return readFileSync(join(job.folder, `${element.number}.out`), 'utf8').slice(-4000)
  } catch {
    return ''
  }
}

/** What an attempt left on its machine and is not to be seen here yet; undefined: all is here. */
export function unseen(active: Active, course: Course): string | undefined {
  const left = course.inLane === undefined ? join(active.folder, 'left.txt') : join(course.lane.folder, `l${course.inLane}.txt`)
  const expects = course.inLane === undefined ? true : course.end?.left?.work !== undefined
  if (!expects) return undefined
  let text: string
  try {
    text = readFileSync(left, 'utf8')
  } catch {
    return left
  }
  if (!text.endsWith('.\n')) return left
  const work = course.inLane === undefined ? join(active.folder, 'work') : join(course.lane.folder, `w${course.slots?.work ?? 0}`)
  for (const line of text.split('\n').slice(0, -2)) {
    const at = line.indexOf(' ')
    const path = join(work, line.slice(at + 1))
    if (statSync(path, { throwIfNoEntry: false })?.size !== Number(line.slice(0, at))) return path
  }
  return undefined
}
