import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { isAlive, processEntry, signal } from '#worlds/attempt/process-table.ts'
import { endLanes } from '../leftovers.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { compiled } from './compiled.ts'

const rounds = Number(process.env.PWOS_ROUNDS ?? 30)
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

/** Numbers from a seed, so that a failing round can be tried again. */
function dice(seed: number): (sides: number) => number {
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
    const lines = readFileSync(join(store, 'lanes', name), 'utf8').split('\n')
    const lane = Number(lines[0]?.split(' ')[1])
    if (isAlive(processEntry(lane))) found.lanes.push(lane)
    const last = lines.findLast((line) => /^[SsEe] /.test(line))
    const attempt = Number(/^s (\d+)/i.exec(last ?? '')?.[1] ?? 0)
    if (attempt > 0 && isAlive(processEntry(attempt))) found.attempts.push(attempt)
  }
  return found
}

/** Runs the workflow to its end in a fresh store, killing something now and then. Answers how often it did. */
async function storm(roll: (sides: number) => number, kills: number): Promise<{ done: number; store: string; log: string }> {
  const folder = scratch('pwos-crash-')
  const [store, log, file] = [join(folder, '.pwos'), join(folder, 'log'), join(folder, 'workflow.yaml')]
  mkdirSync(join(store, 'lanes'), { recursive: true })
  mkdirSync(log)
  writeFileSync(file, workflow)
  const program = compiled('controller.mjs')
  let done = 0
  let child: ChildProcess | undefined
  onCleanup(() => {
    child?.kill('SIGKILL')
    endLanes(store)
  })
  for (;;) {
    const running = spawn(process.execPath, [program, store, file], {
      env: { ...process.env, CRASH_LOG: log },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = running
    let said = ''
    for (const stream of [running.stdout, running.stderr])
      stream.on('data', (text) => {
        said += text
      })
    const gone = new Promise<number | null>((resolve) => running.once('exit', resolve))
    let code: number | null | 'running' = 'running'
    gone.then((status) => {
      code = status
    })
    while (code === 'running' && done < kills) {
      await Promise.race([gone, pause(20 + roll(250))])
      if (code !== 'running') break
      const { lanes, attempts } = victims(store)
      const target = [running.pid ?? 0, lanes[roll(lanes.length)] ?? 0, attempts[roll(attempts.length)] ?? 0][roll(3)] ?? 0
      if (target === 0) continue
      done++
      signal(target, 'SIGKILL')
      if (target === running.pid) break
    }
    const status = await gone
    if (status === 0) return { done, store, log }
    if (status !== null) throw new Error(`the controller failed (${status}): ${said}`)
  }
}

test('[LOCAL-21] whatever is killed at whatever moment, no finished result is lost or computed again, and nothing runs twice', async () => {
  const seed = Number(process.env.PWOS_SEED ?? Date.now() % 1_000_000)
  const roll = dice(seed)
  for (let done = 0; done < rounds; ) {
    const { done: kills, store, log } = await storm(roll, Math.min(12, rounds - done))
    done += Math.max(1, kills)
    const lines = readFileSync(join(log, 'log'), 'utf8').trim().split('\n')
    expect(
      lines.filter((line) => line.includes('overlaps')),
      `PWOS_SEED=${seed}`,
    ).toEqual([])
    const journal = openSqliteJournal(store, { readOnly: true })
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
    journal.close()
    for (const [task, attempt] of good) {
      const own = lines.filter((line) => line.startsWith(`${task} `))
      expect(own.at(-1), `PWOS_SEED=${seed}`).toBe(`${task} ends ${attempt}`)
      expect(own.filter((line) => line === `${task} begins ${attempt}`).length).toBe(1)
    }
  }
}, 600_000)
