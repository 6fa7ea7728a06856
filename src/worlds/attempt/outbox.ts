import type { Input } from '#run/inputs.ts'

/** What has happened and the engine does not know yet. */
export interface Outbox {
  push(input: Input): void
  /** To be pushed once it is known. */
  promise(inputs: Promise<readonly Input[]>): void
  /** A `tick` at this time. */
  wakeAt(at: number): void
  /** Ends the waiting of `next`, with nothing if need be. Several rings of one turn are one. */
  ring(): void
  /** Nothing can go on: `next` and `check` throw this from now on. */
  fail(error: unknown): void
  check(): void
  next(): Promise<readonly Input[]>
  /** What the call of `next` before gave away: it is journalled by now. */
  handed(): readonly Input[]
  close(): void
}

/** The longest that a timer of Node can wait is 24.8 days. */
const longestMs = 2 ** 31 - 1

export function createOutbox(now: () => number): Outbox {
  let waiting: Input[] = []
  let given: readonly Input[] = []
  let failure: { readonly error: unknown } | undefined
  let listener: (() => void) | undefined
  let ringing = false
  let alarms: number[] = []
  let alarm: NodeJS.Timeout | undefined

  function ring(): void {
    if (ringing || listener === undefined) return
    ringing = true
    // What else ends in this turn of the loop goes with it, into one commit.
    setImmediate(() => {
      ringing = false
      const listen = listener
      listener = undefined
      listen?.()
    })
  }

  function push(input: Input): void {
    waiting.push(input)
    ring()
  }

  function fail(error: unknown): void {
    failure ??= { error }
    ring()
  }

  function setAlarm(): void {
    clearTimeout(alarm)
    const first = Math.min(...alarms)
    if (alarms.length > 0) alarm = setTimeout(strike, Math.max(0, Math.min(longestMs, first - now())))
  }

  function strike(): void {
    const time = now()
    const due = alarms.some((at) => at <= time)
    alarms = alarms.filter((at) => at > time)
    if (due) push({ type: 'tick' })
    setAlarm()
  }

  function check(): void {
    if (failure !== undefined) throw failure.error
  }

  return {
    push,
    ring,
    fail,
    check,
    promise(inputs) {
      inputs.then((found) => {
        for (const input of found) push(input)
      }, fail)
    },
    wakeAt(at) {
      if (alarms.includes(at)) return
      alarms.push(at)
      setAlarm()
    },
    async next() {
      check()
      if (waiting.length === 0) await new Promise<void>((done) => (listener = done))
      check()
      given = waiting
      waiting = []
      return given
    },
    handed: () => given,
    close() {
      clearTimeout(alarm)
    },
  }
}
