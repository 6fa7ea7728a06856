import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Journal } from '#engine/ports.ts'
import { isAlive, processEntry, readOrEmpty, signal } from '#worlds/attempt/process-table.ts'
import { endLanes } from '../leftovers.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { compiled } from './compiled.ts'

const tasks = 40

/**
 * Every task says outside of the store that it begins and that it ends, and looks whether the process of its attempt
 * before is still there. `work` fails when killed, and may be tried again; `total` reads what all of them published.
 */
const workflow = `
pwos: 1
name: crash
parameters:
  log: { type: string }
stages:
  work:
    foreach: { i: "\${{ range(${tasks}) }}" }
    run: |
      stat_of() { read -ra entry < "/proc/$1/stat" && [[ \${entry[2]} != Z ]] && echo "\${entry[21]}"; }
      if [[ -e $PWOS_log/\${{ i }}.pid ]]; then
        read -r pid began < "$PWOS_log/\${{ i }}.pid"
        [[ $( (stat_of "$pid") 2>/dev/null || :) != "$began" ]] || echo "\${{ i }} overlaps" >> "$PWOS_log/log"
      fi
      echo "$BASHPID $(stat_of $BASHPID)" > "$PWOS_log/\${{ i }}.pid"
      echo "\${{ i }} begins $PWOS_ATTEMPT" >> "$PWOS_log/log"
      sleep 0.0$((RANDOM % 9 + 1))
      echo \${{ i }} > \${{ outputs.number }}
      echo "\${{ i }} ends $PWOS_ATTEMPT" >> "$PWOS_log/log"
    outputs: { number: { path: number.txt } }
    on_error:
      - { cause: [killed, program_error], retry: { at_most: 1000 } }
  total:
    run: |
      files=$(grep -o '"path":"[^"]*"' \${{ stages.work.outputs.number.manifest }} | sed 's/"path":"//; s/"$//')
      echo "{\\"total\\": $(cat $files | awk '{ s += $1 } END { print s }')}" > "$PWOS_METRICS"
    on_error:
      - { cause: [killed, program_error], retry: { at_most: 1000 } }
`

interface Storm {
  /** Numbers below the given one; from a seed, so that a failing round can be tried again. */
  readonly roll: (sides: number) => number
  readonly kills: number
  /** How many processes would lead; one does. */
  readonly controllers: number
  /** Told of each new store before anything else is. */
  readonly prepare: (store: string) => void
  /** Other things that may be killed: each call kills one. */
  readonly others?: readonly (() => void)[]
}

interface Weathered {
  readonly done: number
  readonly store: string
  readonly log: string
}

/** Numbers from a seed. */
export function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Processes that a store's lanes name: the lanes, and what they run now. */
function victims(store: string): { lanes: number[]; attempts: number[] } {
  const found: { lanes: number[]; attempts: number[] } = { lanes: [], attempts: [] }
  for (const name of readdirSync(join(store, 'lanes')).filter((file) => file.endsWith('.log'))) {
    // Its file may have gone since it was listed: then it is done.
    const lines = readOrEmpty(join(store, 'lanes', name), 'utf8').split('\n')
    const lane = Number(lines[0]?.split(' ')[1])
    if (isAlive(processEntry(lane))) found.lanes.push(lane)
    const last = lines.findLast((line) => /^[SsEe] /.test(line))
    const attempt = Number(/^s (\d+)/i.exec(last ?? '')?.[1] ?? 0)
    if (attempt > 0 && isAlive(processEntry(attempt))) found.attempts.push(attempt)
  }
  return found
}

interface Controller {
  readonly pid: number
  readonly child: ChildProcess
  readonly gone: Promise<unknown>
  status: number | null | 'running'
  said: string
}

function startController(program: string, args: readonly string[], log: string): Controller {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, CRASH_LOG: log }, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise((done) => child.once('exit', done))
  const controller: Controller = { pid: child.pid ?? 0, child, gone, status: 'running', said: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      controller.said += text
    })
  }
  child.once('exit', (status) => {
    controller.status = status
  })
  return controller
}

/** Runs the workflow to its end in a fresh store, killing something now and then. Answers how often it did. */
async function storm({ roll, kills, controllers, prepare, others = [] }: Storm): Promise<Weathered> {
  const folder = scratch('pwos-crash-')
  const [store, log, file] = [join(folder, '.pwos'), join(folder, 'log'), join(folder, 'workflow.yaml')]
  mkdirSync(join(store, 'lanes'), { recursive: true })
  mkdirSync(log)
  writeFileSync(file, workflow)
  prepare(store)
  const program = compiled('controller.mjs')
  const running: Controller[] = []
  onCleanup(() => {
    for (const { child } of running) child.kill('SIGKILL')
    endLanes(store)
  })
  let done = 0
  for (;;) {
    while (running.length < controllers) running.push(startController(program, [store, file], log))
    await Promise.race([...running.map(({ gone }) => gone), pause(20 + roll(250))])
    for (const [at, { status, said }] of [...running.entries()].reverse()) {
      if (status === 'running') continue
      if (status === 0) return { done, store, log }
      if (status !== null) throw new Error(`the controller failed (${status}): ${said}`)
      running.splice(at, 1)
    }
    if (done >= kills || running.length < controllers) continue
    const { lanes, attempts } = victims(store)
    const controller = running[roll(running.length)]?.pid ?? 0
    const chosen = roll(3 + others.length)
    if (chosen >= 3) others[chosen - 3]?.()
    else {
      const target = [controller, lanes[roll(lanes.length)] ?? 0, attempts[roll(attempts.length)] ?? 0][chosen] ?? 0
      if (target === 0) continue
      signal(target, 'SIGKILL')
    }
    done++
  }
}

/** That nothing was lost, nothing ran twice, and no finished result was computed again. */
function checkWeathered({ log }: Weathered, journal: Journal, seed: number): void {
  const lines = readFileSync(join(log, 'log'), 'utf8').trim().split('\n')
  expect(
    lines.filter((line) => line.includes('overlaps')),
    `PWOS_SEED=${seed}`,
  ).toEqual([])
  const good = new Map<number, number>()
  for (const { event } of journal.read('r1')) {
    if (event.type !== 'AttemptEnded' || event.outcome.kind !== 'succeeded') continue
    if (event.stage === 1) expect(event.outcome.result.metrics.total).toBe((tasks * (tasks - 1)) / 2)
    else {
      expect(good.has(event.task), `task ${event.task} finished twice, PWOS_SEED=${seed}`).toBe(false)
      good.set(event.task, event.attempt)
    }
  }
  expect(good.size).toBe(tasks)
  expect(journal.runs()[0]?.outcome).toBe('succeeded')
  for (const [task, attempt] of good) {
    const own = lines.filter((line) => line.startsWith(`${task} `))
    expect(own.at(-1), `PWOS_SEED=${seed}`).toBe(`${task} ends ${attempt}`)
    expect(own.filter((line) => line === `${task} begins ${attempt}`).length).toBe(1)
  }
}

/** One storm after another until so much was killed; what each leaves is checked. `PWOS_ROUNDS` and `PWOS_SEED` say how long, and which. */
export async function weather(open: (store: string) => Journal, given: Omit<Storm, 'roll' | 'kills'>): Promise<void> {
  const rounds = Number(process.env.PWOS_ROUNDS ?? 30)
  const seed = Number(process.env.PWOS_SEED ?? Date.now() % 1_000_000)
  const roll = dice(seed)
  for (let done = 0; done < rounds; ) {
    const weathered = await storm({ ...given, roll, kills: Math.min(12, rounds - done) })
    done += Math.max(1, weathered.done)
    const journal = open(weathered.store)
    checkWeathered(weathered, journal, seed)
    journal.close()
  }
}
