import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StoreError, storeTrouble } from '#engine/store-error.ts'
import { invariant } from '#model/invariant.ts'
import { createMemoryGroup } from '#worlds/attempt/cgroup.ts'
import { type Course, headerOf, type Lane, laneFile, openLane } from '#worlds/attempt/lane.ts'
import type { Paths } from '#worlds/attempt/paths.ts'
import { slotPath } from '#worlds/attempt/place.ts'
import { processEntry } from '#worlds/attempt/process-table.ts'

export interface LaneListener {
  ended(course: Course): void
  /** A lane died with these given to it and not ended. */
  abandoned(lane: Lane, courses: readonly Course[]): void
}

export interface GivenBundle {
  readonly names: readonly string[]
  readonly memoryBytes: number | undefined
  /** The file that `writeBundle` made: they run in the lane's folder. Undefined: each has a folder of its own. */
  readonly file: string | undefined
  /** They are to make something. */
  readonly withOutputs: boolean
}

/** The lanes of a store: those of our own, and those that an earlier controller left and that may still run. */
export interface Lanes {
  /** Runs attempts one after another in a lane of their own. True: the kernel keeps their memory limit. */
  give(bundle: GivenBundle): boolean
  /** What is known of an attempt that was given to a lane at some time. */
  find(name: string): Course | undefined
  /** Of what earlier controllers left, only these are still asked for; everything else is journalled already. */
  claim(names: ReadonlySet<string>): void
  /** Tells the listener what happened since. */
  poll(): void
  /** These ends are journalled: the records of a lane go once all of its are, and it has ended. */
  forget(names: readonly string[]): void
  /** Lanes read no more; what they were given goes on. */
  close(): Promise<void>
}

interface OwnLane {
  readonly lane: Lane
  readonly child: ChildProcess
  given: number
  /** The last folder that was made for attempts without one of their own. */
  slots: number
  /** The number of the first such folder of the bundle before. */
  slotsFrom: number
  retired: boolean
}

/** After so many attempts a lane ends and another takes over, so that records never grow without end. */
const attemptsPerLane = 5000

export function createLanes(paths: Paths, listener: LaneListener, controlGroups: boolean): Lanes {
  const own = new Set<OwnLane>()
  const left = leftLanes(paths.lanes)
  const kept = new Map<Lane, Set<string>>()
  const courseLanes = new Map<string, Lane>()
  for (const lane of left) {
    kept.set(lane, new Set(lane.courses.keys()))
    for (const name of lane.courses.keys()) courseLanes.set(name, lane)
  }
  let made = 0

  function report(lane: Lane): void {
    for (const course of lane.read()) listener.ended(course)
  }

  function over(lane: Lane): void {
    report(lane)
    const open = [...lane.open].flatMap((name) => lane.courses.get(name) ?? [])
    if (open.length > 0) listener.abandoned(lane, open)
    removeWhenDone(lane)
  }

  function removeWhenDone(lane: Lane): void {
    if ((kept.get(lane)?.size ?? 0) > 0 || [...own].some((each) => each.lane === lane) || left.has(lane)) return
    lane.remove()
    kept.delete(lane)
    for (const name of lane.courses.keys()) courseLanes.delete(name)
  }

  function start(): OwnLane {
    made++
    const name = `${Date.now().toString(36)}-${process.pid}-${made}`
    const started = startLane(paths, name)
    own.add(started)
    started.child.stdout?.on('data', () => report(started.lane))
    started.child.once('exit', () => {
      own.delete(started)
      over(started.lane)
    })
    return started
  }

  function idle(): OwnLane {
    for (const each of own) if (!each.retired && each.lane.open.size === 0) return each
    return start()
  }

  return {
    give(bundle) {
      const { names, memoryBytes } = bundle
      const chosen = idle()
      const { lane } = chosen
      const limited = controlGroups && limitMemory(lane, memoryBytes)
      const keep = kept.get(lane) ?? new Set()
      kept.set(lane, keep)
      for (const name of names) {
        keep.add(name)
        courseLanes.set(name, lane)
      }
      send(chosen, bundle)
      return limited
    },
    find: (name) => courseLanes.get(name)?.courses.get(name),
    claim(names) {
      for (const lane of left) kept.set(lane, new Set([...lane.courses.keys()].filter((name) => names.has(name))))
    },
    poll() {
      for (const { lane } of own) report(lane)
      for (const lane of [...left]) {
        const alive = lane.isAlive()
        report(lane)
        if (alive) continue
        left.delete(lane)
        over(lane)
      }
    },
    forget(names) {
      for (const name of names) {
        const lane = courseLanes.get(name)
        if (lane === undefined) continue
        kept.get(lane)?.delete(name)
        removeWhenDone(lane)
      }
    },
    close: () => closeLanes(own, (lane) => (kept.get(lane)?.size ?? 0) === 0),
  }
}

function send(own: OwnLane, bundle: GivenBundle): void {
  const { lane, child } = own
  const { names, file } = bundle
  if (file !== undefined) makeSlots(own, bundle)
  const given = file === undefined ? 'G' : 'B'
  lane.note(names.map((name) => `${given} ${name}\n`).join(''))
  lane.read()
  const lines = file === undefined ? names.map((name, at) => `${at === names.length - 1 ? '=' : '+'}${name}\n`) : [`@${file}\n`]
  child.stdin?.write(lines.join(''))
  own.given += names.length
  if (own.given < attemptsPerLane) return
  own.retired = true
  child.stdin?.end()
}

/**
 * Folders for attempts that will leave something in theirs: those with outputs, and as many as in the bundle before of
 * the others. The lane makes what is missing itself, which costs more.
 */
function makeSlots(own: OwnLane, { names, withOutputs }: GivenBundle): void {
  const { folder, inFolder } = own.lane
  if (inFolder.given === 0) mkdirSync(folder)
  const used = inFolder.work - own.slotsFrom
  const last = inFolder.work + (withOutputs ? names.length : Math.min(names.length, used)) - 1
  own.slotsFrom = inFolder.work
  // Sticky: as a published folder it tells that whoever made it wants to keep it (see `objects.ts`).
  for (own.slots = Math.max(own.slots, inFolder.work - 1); own.slots < last; own.slots++) {
    mkdirSync(slotPath(folder, own.slots + 1), { recursive: true, mode: 0o1777 })
  }
}

/** An idle lane ends at once and is waited for; a busy one goes on by itself. */
async function closeLanes(own: ReadonlySet<OwnLane>, isJournalled: (lane: Lane) => boolean): Promise<void> {
  const ending: Promise<unknown>[] = []
  for (const { lane, child } of own) {
    child.removeAllListeners('exit')
    child.stdout?.removeAllListeners('data')
    child.stdin?.end()
    if (lane.open.size === 0) ending.push(new Promise((done) => child.once('exit', done)))
    else {
      child.stdout?.destroy()
      child.unref()
    }
  }
  await Promise.all(ending)
  for (const { lane } of own) if (lane.open.size === 0 && isJournalled(lane)) lane.remove()
}

function limitMemory(lane: Lane, bytes: number | undefined): boolean {
  if (bytes === undefined) return lane.group?.limit(undefined) ?? false
  if (lane.group === undefined) {
    const group = createMemoryGroup(`pwos-${lane.name}`)
    if (group === undefined) return false
    if (!group.add(lane.pid)) {
      group.remove()
      return false
    }
    lane.group = group
    lane.note(`L ${lane.pid} ${lane.startTime} - ${group.folder}\n`)
  }
  return lane.group.limit(bytes + laneBytes)
}

/** What the lane itself needs within the limit of its attempt. */
const laneBytes = 4 << 20

const script = fileURLToPath(new URL('../attempt/lane.sh', import.meta.url))

function startLane(paths: Paths, name: string): OwnLane {
  requireBash()
  const file = laneFile(paths.lanes, name)
  const child = spawn('bash', ['--norc', '--noprofile', script, file], {
    cwd: paths.runs,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: environment(),
  })
  // A lane that dies while it is written to is noticed by its exit, not by the broken pipe.
  child.stdin?.on('error', () => {})
  child.on('error', () => {})
  const entry = child.pid === undefined ? undefined : processEntry(child.pid)
  if (entry === undefined) throw storeTrouble('store_missing', paths.runs)
  appendFileSync(file, headerOf(entry.pid, entry.startTime))
  const lane = openLane(file)
  invariant(lane !== undefined, 'a lane that was begun has a header')
  return { lane, child, given: 0, slots: 0, slotsFrom: 1, retired: false }
}

/** The controller's own environment, without what would change how the lane's shell works, and without an outer run's marks. */
function environment(): NodeJS.ProcessEnv {
  const unwanted = /^(PWOS_.*|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|POSIXLY_CORRECT)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name)))
}

let bashChecked = false

function requireBash(): void {
  if (bashChecked) return
  const answer = spawnSync('bash', ['--norc', '--noprofile', '-c', 'printf %s "${BASH_VERSINFO[0]}"'], { encoding: 'utf8' })
  if (!(Number(answer.stdout) >= 5)) {
    throw new StoreError('bash_missing', 'bash', {
      what: { en: 'bash 5 or newer is not found on the PATH', ko: 'PATH에서 bash 5 이상을 찾을 수 없습니다' },
      advice: { en: 'Install it: every task is run by it', ko: '설치하세요. 모든 작업이 이것으로 실행됩니다' },
    })
  }
  bashChecked = true
}

function leftLanes(folder: string): Set<Lane> {
  mkdirSync(folder, { recursive: true })
  const lanes = new Set<Lane>()
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.log')) continue
    const lane = openLane(join(folder, file))
    if (lane === undefined) rmSync(join(folder, file), { force: true })
    else {
      lane.read()
      lanes.add(lane)
    }
  }
  return lanes
}
