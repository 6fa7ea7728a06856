import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type MemoryGroup, memoryGroupAt } from './cgroup.ts'
import { isRunning, processEntry, readOrEmpty } from './process-table.ts'
import { createRecordParser, type LaneRecord, type Left, type Published, type Slots } from './records.ts'

/** What a lane's record file tells of one attempt that was given to it. */
export interface Course {
  readonly name: string
  readonly lane: Lane
  /** Process group of its own, once it has begun. */
  group: number | undefined
  /** By the machine's clock, in ms. */
  startedAt: number | undefined
  end: CourseEnd | undefined
  /** Counts the attempts that run in the lane's folder, from 1; undefined: it runs in its own. */
  readonly inLane: number | undefined
  /** What it has of the lane's folder, once it has begun. */
  slots: Slots | undefined
  /** Its outputs, once they are being published. */
  published: Published | undefined
}

export interface CourseEnd {
  readonly exitCode: number
  readonly at: number
  readonly cpuMs: number | null
  readonly writtenBytes: number | null
  /** What it left in the lane's folder. */
  readonly left: Left | undefined
}

/** A lane as its record file shows it: our own, or one that an earlier controller left. */
export interface Lane {
  readonly name: string
  /** Where attempts run that have no folder of their own; beside the record file. */
  readonly folder: string
  /** How many attempts were given that run there, and the number of the folder that the next one has. */
  readonly inFolder: { given: number; work: number }
  readonly pid: number
  readonly startTime: string
  /** Which start of which machine it runs on; of a lane on another machine what its header says of that. */
  readonly boot: string
  readonly courses: ReadonlyMap<string, Course>
  /** Given and not ended, in order; the first one may be running. */
  readonly open: ReadonlySet<string>
  group: MemoryGroup | undefined
  /** Kills for want of memory in its group that were noticed. */
  killsSeen: number
  /** False: the machine was started anew since, and nothing of this lane can be left. */
  readonly sameBoot: boolean
  /** It runs on another machine: what it records is read, and whether it is alive cannot be known from here, so it is never taken for dead. */
  readonly elsewhere: boolean
  isAlive(): boolean
  /** What the file tells that it had not told before; answers the courses that have ended. */
  read(): Course[]
  /** Takes in what the file tells by now. Courses that have ended are for the next `read` to answer. */
  look(): void
  note(record: string): void
  /** Deletes the record file and what the lane held; for when everything in it is journalled. */
  remove(): void
}

/** Names this start of the machine, or of the container that has its own process numbers. */
const start = `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()}.${processEntry(1)?.startTime ?? ''}`

/** With the machine's own name, where it has one that lasts: others may lead a store that several machines see. */
export const bootId = `${start}@${readOrEmpty('/etc/machine-id').trim()}`

const isThisStart = (boot: string) => boot === bootId || boot === start

function isElsewhere(boot: string): boolean {
  const [machine = '', own = ''] = [boot, bootId].map((each) => each.slice(each.indexOf('@') + 1))
  return boot.includes('@') && machine !== '' && own !== '' && machine !== own
}

export const headerOf = (pid: number, startTime: string) => `L ${pid} ${startTime} ${bootId} \n`

/** Opens a lane's record file. Undefined: it was never begun (the controller died in between). */
export function openLane(file: string): Lane | undefined {
  const descriptor = openSync(file, 'a+')
  const own = createReader((read) => read(descriptor))
  // Of controllers on other machines that led in between.
  const noted = readNotes(file)()
  return begun(file, {
    reader: () => [...own(), ...noted.splice(0)],
    note: (record) => writeAll(descriptor, record),
    close: () => closeSync(descriptor),
  })
}

/**
 * Opens the record file of a lane on another machine. Two machines must not append to one file of a shared folder, so our own
 * notes go to a file beside it; and it is opened anew for each look, as that is when a network file system asks how long it is.
 */
export function openFarLane(file: string): Lane | undefined {
  const far = createReader((read) => reading(file, read))
  const own = readNotes(file)
  return begun(file, {
    reader: () => [...far(), ...own()],
    note: (record) => appendFileSync(notesOf(file), record),
    close: () => undefined,
  })
}

const notesOf = (file: string) => `${file}.notes`

const readNotes = (file: string) => createReader((read) => (existsSync(notesOf(file)) ? reading(notesOf(file), read) : []))

interface Source {
  readonly reader: () => LaneRecord[]
  readonly note: (record: string) => void
  readonly close: () => void
}

function begun(file: string, source: Source): Lane | undefined {
  const [header, ...early] = source.reader()
  if (header?.type === 'lane') return laneOf(file, header, early, source)
  source.close()
  return undefined
}

function reading(file: string, read: (descriptor: number) => LaneRecord[]): LaneRecord[] {
  const descriptor = openSync(file, 'r')
  try {
    return read(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

type Header = Extract<LaneRecord, { type: 'lane' }>

function laneOf(file: string, header: Header, early: readonly LaneRecord[], { reader, note, close }: Source): Lane {
  const courses = new Map<string, Course>()
  const open = new Set<string>()
  let before = { cpuMs: 0, writtenBytes: 0 }
  let ended: Course[] = []
  let removed = false

  function take(record: LaneRecord): void {
    if (record.type === 'lane') {
      lane.group = record.cgroup === '' ? undefined : memoryGroupAt(record.cgroup)
      return
    }
    if (record.type === 'given') {
      const inLane = record.inLane ? ++lane.inFolder.given : undefined
      courses.set(record.attempt, courseOf(lane, record.attempt, inLane))
      open.add(record.attempt)
      return
    }
    const course = courses.get(record.attempt)
    if (course === undefined) return
    if (record.type === 'publishing') course.published = record.outputs
    else if (record.type === 'started') {
      course.group = record.pid
      course.startedAt = record.at
      course.slots = record.slots
    } else {
      const { exitCode, at, childCpuMs, writtenBytes, left } = record
      const cpuMs = childCpuMs === null ? null : Math.max(0, childCpuMs - before.cpuMs)
      const written = writtenBytes === null ? null : Math.max(0, writtenBytes - before.writtenBytes)
      course.end = { exitCode, at, cpuMs, writtenBytes: written, left }
      if (left?.work !== undefined) lane.inFolder.work = (course.slots?.work ?? 0) + 1
      before = { cpuMs: childCpuMs ?? 0, writtenBytes: writtenBytes ?? 0 }
      open.delete(record.attempt)
      ended.push(course)
    }
  }

  const lane: Lane = {
    name: basename(file, '.log'),
    folder: file.slice(0, -'.log'.length),
    inFolder: { given: 0, work: 1 },
    pid: header.pid,
    startTime: header.startTime,
    boot: header.boot,
    courses,
    open,
    group: header.cgroup === '' || isElsewhere(header.boot) ? undefined : memoryGroupAt(header.cgroup),
    killsSeen: 0,
    sameBoot: isThisStart(header.boot),
    elsewhere: isElsewhere(header.boot),
    isAlive: () => lane.elsewhere || (lane.sameBoot && isRunning(header.pid, header.startTime)),
    read() {
      lane.look()
      const found = ended
      ended = []
      return found
    },
    look() {
      if (!removed) for (const record of reader()) take(record)
    },
    note,
    remove() {
      if (removed) return
      removed = true
      close()
      rmSync(lane.folder, { recursive: true, force: true })
      for (const each of [file, notesOf(file)]) rmSync(each, { force: true })
      lane.group?.remove()
    },
  }
  for (const record of early) take(record)
  return lane
}

function courseOf(lane: Lane, name: string, inLane: number | undefined): Course {
  return { name, lane, group: undefined, startedAt: undefined, end: undefined, inLane, slots: undefined, published: undefined }
}

/** Reads what was appended since the last time, up to the last whole line. */
function createReader(using: (read: (descriptor: number) => LaneRecord[]) => LaneRecord[]): () => LaneRecord[] {
  const parse = createRecordParser()
  let offset = 0
  const read = (descriptor: number) => {
    const size = fstatSync(descriptor).size
    if (size <= offset) return []
    const buffer = Buffer.allocUnsafe(size - offset)
    const count = readSync(descriptor, buffer, 0, buffer.length, offset)
    const whole = buffer.lastIndexOf(10, count - 1) + 1
    offset += whole
    return parse(buffer.toString('utf8', 0, whole))
  }
  return () => using(read)
}

export const laneFile = (folder: string, name: string) => join(folder, `${name}.log`)
