import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import type { Artefact } from '#run/outcome.ts'
import type { Active } from '#worlds/attempt/active.ts'
import type { Answers } from '#worlds/attempt/answers.ts'
import { lostOutcome, outcomeOf } from '#worlds/attempt/ending.ts'
import type { ExecutorTools } from '#worlds/attempt/executor.ts'
import type { Course, CourseEnd } from '#worlds/attempt/lane.ts'
import { ownPlace } from '#worlds/attempt/place.ts'
import { notRun } from '#worlds/attempt/starting.ts'
import { endStream, streamedOf } from '#worlds/attempt/streaming.ts'
import { type Job, noteBegun } from './job.ts'
import { openRecords, questions, running, takeIn, watchOver } from './looking.ts'
import { askThere, greet, heard, type Machine, machineAt } from './machine.ts'
import { farPaths, nowhere, stage, wanted } from './staging.ts'

/** What is said to the machines, one thing at a time to each: what is to begin, to end and to go, and how things are. */
export interface Conversation {
  look(now: number): void
  /** A job of which nothing is needed any more, there either. */
  forget(job: Job): void
  close(): Promise<void>
}

interface Talking {
  readonly tools: ExecutorTools
  readonly answers: Answers
  readonly jobs: ReadonlyMap<string, Job>
}

/** Attempts whose end is recorded, and whose files are to be fetched. */
type Ended = Course & { readonly end: CourseEnd }

interface Contact {
  readonly machine: Machine
  readonly ended: Map<string, Ended>
  /** Lines for `tidy`. */
  readonly untidy: string[]
  /** Fingerprints that will be there once it is tidy. */
  readonly kept: string[]
  talk: Promise<void> | undefined
}

const periodMs = 500
/** So many answers in a row must agree before a job counts as dead, or is begun again. */
const oddEnough = 3
const mostRefusals = 3
const killAfterMs = 5000

export function createConversation(talking: Talking): Conversation {
  const contacts = new Map<string, Contact>()
  const { tools, jobs } = talking

  function contactOf({ site }: Job): Contact {
    const id = JSON.stringify(site)
    const known = contacts.get(id)
    if (known !== undefined) return known
    const contact: Contact = { machine: machineAt(site, tools.paths.store), ended: new Map(), untidy: [], kept: [], talk: undefined }
    contacts.set(id, contact)
    return contact
  }

  function start(contact: Contact, own: readonly Job[]): void {
    contact.talk = converse(contact, own, talking)
      .catch((error) => tools.outbox.fail(asStoreError(error, tools.paths.store)))
      .finally(() => {
        contact.talk = undefined
      })
  }

  return {
    look(now) {
      const byContact = new Map<Contact, Job[]>()
      for (const job of jobs.values()) {
        const contact = contactOf(job)
        if (job.open.size > 0) byContact.set(contact, [...(byContact.get(contact) ?? []), job])
      }
      for (const contact of contacts.values()) {
        const own = byContact.get(contact) ?? []
        if (contact.talk !== undefined || now < contact.machine.nextAt || (own.length === 0 && contact.untidy.length === 0)) continue
        start(contact, own)
      }
    },
    forget(job) {
      contactOf(job).untidy.push(...[...job.names.map((name) => `runs/${name}`), `jobs/${job.name}`].map((path) => `R\t${path}\t`))
    },
    async close() {
      for (const contact of contacts.values()) {
        await contact.talk
        if (contact.untidy.length > 0 && contact.machine.met) await askThere(contact.machine, 'tidy', contact.untidy)
        contact.machine.link.close()
      }
    },
  }
}

/** One turn: stops at the first silence, and the next turn begins anew. */
async function converse(contact: Contact, jobs: readonly Job[], talking: Talking): Promise<void> {
  const { machine } = contact
  giveUpUnbegun(jobs, talking)
  if (!machine.met) {
    const answer = await greet(machine)
    heard(machine, answer, performance.now(), 0)
    if (answer.kind === 'refused') refuse(jobs, answer.why, talking)
    if (answer.kind !== 'answered') return
  }
  for (const job of jobs) if (job.phase === 'laid' && job.open.size > 0 && !(await begin(job, machine, talking))) return
  const begun = jobs.filter(({ phase, open }) => phase === 'begun' && open.size > 0)
  if (begun.length > 0 && !(await inquire(contact, begun, talking))) return
  if (contact.ended.size > 0 && !(await collect(contact, talking))) return
  await endUnwanted(machine, begun, talking)
  if (contact.untidy.length === 0) return
  const [lines, kept] = [[...contact.untidy], [...contact.kept]]
  const answer = await askThere(machine, 'tidy', lines)
  heard(machine, answer, performance.now(), periodMs)
  if (answer.kind !== 'answered') return
  contact.untidy.splice(0, lines.length)
  for (const fingerprint of contact.kept.splice(0, kept.length)) machine.has.add(fingerprint)
}

function refuse(jobs: readonly Job[], why: string, { answers }: Talking): void {
  for (const job of jobs) {
    if (job.phase !== 'laid') continue
    for (const name of job.open) {
      const active = answers.actives.get(name)
      if (active !== undefined) answers.answer(active, notRun('bad_request', `${job.site.host}: ${why}`))
    }
    job.open.clear()
  }
}

/** What is not wanted any more before its machine has heard of it. */
function giveUpUnbegun(jobs: readonly Job[], { answers }: Talking): void {
  for (const job of jobs) {
    if (job.phase !== 'laid') continue
    const actives = [...job.open].flatMap((name) => answers.actives.get(name) ?? [])
    if (!actives.every(({ stop }) => stop !== undefined)) continue
    for (const active of actives) answers.answer(active, lostOutcome(active))
    job.open.clear()
  }
}

/** Brings everything that a job needs, and begins it. Doing it again is harmless: what is there stays, and who has begun goes on. */
async function begin(job: Job, machine: Machine, { tools, answers }: Talking): Promise<boolean> {
  const actives = job.names.flatMap((name) => answers.actives.get(name) ?? [])
  const outgoing = join(job.folder, 'outgoing')
  const brought = stage(job, actives, outgoing, { paths: tools.paths, has: machine.has })
  const sent = await machine.link.send(outgoing, machine.root)
  const answer = sent.kind === 'answered' ? await askThere(machine, 'begin', [job.name]) : sent
  heard(machine, answer, performance.now(), 0)
  if (answer.kind === 'answered') {
    for (const fingerprint of brought) machine.has.add(fingerprint)
    noteBegun(job)
    return true
  }
  if (answer.kind === 'silent') return false
  // It may lack what was taken for being there.
  machine.has.clear()
  job.refusals++
  if (job.refusals >= mostRefusals) refuse([job], answer.why, { tools, answers, jobs: new Map() })
  return false
}

async function inquire(contact: Contact, jobs: readonly Job[], { tools, answers }: Talking): Promise<boolean> {
  const { machine } = contact
  const asked = performance.now()
  const answer = await askThere(machine, 'look', questions(jobs, answers.actives))
  const now = performance.now()
  const states = answer.kind === 'answered' ? takeIn(answer.text, jobs, tools.paths.runs) : undefined
  heard(machine, answer, now, Math.max(periodMs, 3 * (now - asked)))
  if (states === undefined) return false
  for (const job of jobs) {
    openRecords(job)
    const news = job.lane?.read() ?? []
    for (const course of job.lane?.courses.values() ?? []) {
      if (course.end !== undefined && job.open.has(course.name)) contact.ended.set(course.name, course as Ended)
    }
    judge(job, states.get(job.name), news.length > 0, contact, answers)
    const active = [...running(job, answers.actives)]
    for (const each of active) {
      watchOver(each, now)
      const told = each.stream && streamedOf(each, now - (each.begunAt ?? now), active.length)
      if (told !== undefined) tools.outbox.push(told)
    }
  }
  return true
}

/** A job that is not there, or not as it should be, so often in a row that it is no matter of timing. */
function judge(job: Job, state: string | undefined, news: boolean, contact: Contact, answers: Answers): void {
  if (state === undefined || state === 'alive' || news) {
    job.odd = 0
    return
  }
  job.odd++
  if (job.odd < oddEnough) return
  job.odd = 0
  if (state === 'dead') {
    for (const name of [...job.open]) {
      const active = answers.actives.get(name)
      if (active === undefined || contact.ended.has(name)) continue
      job.open.delete(name)
      answers.answer(active, lostOutcome(active))
    }
    return
  }
  // Its folder is gone, or nobody has begun it: it is brought and begun again.
  job.phase = 'laid'
  if (state === 'gone') contact.machine.has.clear()
}

/** Fetches what ended attempts have left, and judges them. */
async function collect(contact: Contact, { tools, answers, jobs }: Talking): Promise<boolean> {
  const { machine, ended } = contact
  const courses = [...ended.values()]
  const actives = courses.flatMap(({ name }) => answers.actives.get(name) ?? [])
  for (const { folder } of actives) mkdirSync(join(folder, 'work'), { recursive: true })
  const answer = await machine.link.fetch(`${machine.root}/runs`, tools.paths.runs, wanted(actives))
  heard(machine, answer, performance.now(), 0)
  if (answer.kind === 'silent' || answer.kind === 'refused') return false
  for (const course of courses) {
    ended.delete(course.name)
    for (const job of jobs.values()) job.open.delete(course.name)
    const active = answers.actives.get(course.name)
    if (active !== undefined) conclude(active, course, contact, { tools, answers })
  }
  return true
}

function conclude(active: Active, course: Ended, contact: Contact, { tools, answers }: Pick<Talking, 'tools' | 'answers'>): void {
  active.ending = true
  const rest = endStream(active, ownPlace(active.folder), Math.max(0, course.end.at - (course.startedAt ?? course.end.at)))
  if (rest !== undefined) tools.outbox.push(rest)
  outcomeOf(active, course, { ...tools, now: tools.now() }).then(
    (outcome) => {
      if (outcome.kind === 'succeeded') {
        for (const [name, artefact] of Object.entries(outcome.result.outputs)) {
          const output = active.spec.outputs.find((each) => each.name === name)
          if (output?.kind === 'file') keepThere(`runs/${active.name}/work/${output.path}`, artefact, contact)
        }
      }
      answers.answer(active, outcome)
    },
    (error) => tools.outbox.fail(asStoreError(error, tools.paths.store)),
  )
}

/** What was made there need not be brought there again. */
function keepThere(from: string, artefact: Artefact, { untidy, kept }: Contact): void {
  untidy.push(`L\t${from}\t${farPaths.artefact(artefact).slice(nowhere.length + 1)}`)
  kept.push(artefact.fingerprint)
}

/** Attempts that are to end are told so, and after a while made to. */
async function endUnwanted(machine: Machine, jobs: readonly Job[], { answers }: Talking): Promise<void> {
  const now = performance.now()
  const lines = jobs.flatMap((job) =>
    [...job.open].flatMap((name) => {
      const active = answers.actives.get(name)
      const course = job.lane?.courses.get(name)
      if (active?.stop === undefined || course?.end !== undefined) return []
      active.stop.killedAt ??= now + killAfterMs
      const signal = now < active.stop.killedAt ? 'TERM' : 'KILL'
      return [`${signal} ${course?.group ?? '-'} ${name}`]
    }),
  )
  if (lines.length > 0) heard(machine, await askThere(machine, 'end', lines), performance.now(), periodMs)
}
