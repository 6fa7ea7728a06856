import type { Journal } from '#engine/ports.ts'
import type { RunEvent } from '#run/events.ts'
import { noticesOf } from '#run/notices.ts'
import type { RunState, State } from '#run/state.ts'
import { deliver, type Environment } from './deliver.ts'
import { type Message, messageOf } from './message.ts'

/**
 * Tells those outside whom a workflow names in `notify`. Notices follow from the journal, and their ends are journalled, so each is
 * delivered at least once whoever dies when. Nothing waits for it: a channel that is down is tried again beside the run.
 */
export interface Notifier {
  /** Events that are durable now. */
  take(events: readonly RunEvent[], state: State): void
  /** What earlier leaders left, of a run and its events. */
  recover(run: RunState, events: Iterable<RunEvent>): void
  /** How many are neither delivered nor given up. */
  pending(): number
  /** Whether each was tried at least once, so that what is left is to be tried much later. */
  isTried(): boolean
  close(): void
}

export interface NotifierOptions {
  readonly journal: Journal
  readonly environment: Environment
  /** Waiting times before the tries after the first; then it is given up. */
  readonly delaysMs?: readonly number[]
}

const patientDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000, 14_400_000]

const atOnce = 4

interface Pending {
  readonly message: Message
  readonly channel: number
  tries: number
  underWay: boolean
}

export function createNotifier({ journal, environment, delaysMs = patientDelaysMs }: NotifierOptions): Notifier {
  const waiting = new Map<string, Pending>()
  const timers = new Set<NodeJS.Timeout>()
  let busy = 0
  let closed = false

  function add(event: RunEvent, run: RunState): void {
    for (const notice of noticesOf(event, run)) {
      for (const [channel, { when }] of (run.workflow.notify ?? []).entries()) {
        const of = run.workflow.notify?.[channel]
        const key = keyOf(run.id, notice.id, channel)
        if (of === undefined || !when.includes(notice.kind) || waiting.has(key)) continue
        waiting.set(key, { message: messageOf(notice, of, run), channel, tries: 0, underWay: false })
      }
    }
  }

  function work(): void {
    for (const [key, one] of waiting) {
      if (closed || busy >= atOnce) return
      if (one.underWay) continue
      one.underWay = true
      busy++
      void attempt(key, one)
    }
  }

  async function attempt(key: string, one: Pending): Promise<void> {
    one.tries++
    const failed = await deliver(one.message, environment).catch((error: unknown) => ({
      detail: error instanceof Error ? error.name : 'unknown',
      permanent: false,
    }))
    busy--
    if (closed) return
    const delayMs = delaysMs[one.tries - 1]
    if (failed !== undefined && !failed.permanent && delayMs !== undefined) later(one, delayMs)
    else end(key, one, failed?.detail)
    work()
  }

  function later(one: Pending, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      one.underWay = false
      work()
    }, delayMs)
    timers.add(timer)
  }

  function end(key: string, { message, channel, tries }: Pending, detail: string | undefined): void {
    waiting.delete(key)
    const outcome = detail === undefined ? 'delivered' : 'failed'
    const why = detail === undefined ? {} : { detail }
    journal.send({ type: 'noticed', run: message.notice.run, notice: message.notice.id, channel, outcome, tries, ...why })
  }

  return {
    take(events, state) {
      for (const event of events) {
        const run = state.runs.get(event.run)
        if (run?.workflow.notify !== undefined) add(event, run)
      }
      work()
    },
    recover(run, events) {
      if (run.workflow.notify === undefined) return
      const ended = new Set<string>()
      for (const event of events) {
        if (event.type === 'NoticeEnded') ended.add(keyOf(run.id, event.notice, event.channel))
        else add(event, run)
      }
      for (const key of ended) waiting.delete(key)
      work()
    },
    pending: () => waiting.size,
    isTried: () => [...waiting.values()].every(({ tries, underWay }) => tries > 0 && underWay) && busy === 0,
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

const keyOf = (run: string, notice: string, channel: number) => `${run}\n${notice}\n${channel}`
