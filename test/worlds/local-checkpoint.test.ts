import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { AttemptSpec, CheckpointSpec } from '#run/attempt.ts'
import type { Outcome } from '#run/outcome.ts'
import { type Bench, openBench, output } from './stage.ts'

vi.setConfig({ testTimeout: 60_000 })

const checkpoint = (partial: Partial<CheckpointSpec> = {}): CheckpointSpec => ({
  ...{ signal: 'TERM', whole: 'at_end', graceMs: 20_000, kept: [] },
  ...partial,
})

/** Counts, and saves how far it has come when it is told to. */
const counter = 'n=$(cat "$PWOS_CHECKPOINT/n" 2>/dev/null || echo 0); echo "$PWOS_RESTART $n"; '
const onSignal = (what: string) => `trap '${what}' TERM; while :; do sleep 0.05; done`
const saves = `${counter}${onSignal('echo $((n + 1)) > "$PWOS_CHECKPOINT/n"; exit 0')}`

const limitMs = 23_000

async function attempt(bench: Bench, number: number, script: string, spec: CheckpointSpec): Promise<Outcome | undefined> {
  bench.specs.set(0, { script, checkpoint: spec, limitMs })
  bench.start([0], number)
  return (await bench.ended())[0]?.outcome
}

const folder = (bench: Bench, number: number) => join(bench.store, `runs/r1/sample/0-${number}`)

test('[LOCAL-70] it is asked before its limit, and its state is handed on to the next attempt, which gets a copy', async () => {
  const bench = openBench()
  const first = await attempt(bench, 1, saves, checkpoint())
  expect(first).toMatchObject({ kind: 'failed', cause: 'out_of_time', goesOn: true, saved: { bytes: 2 } })
  const fingerprint = first?.saved?.fingerprint ?? ''
  const second = await attempt(bench, 2, saves, checkpoint({ from: { attempt: 1, fingerprint }, kept: [1] }))
  expect(second).toMatchObject({ goesOn: true })
  expect(readFileSync(join(folder(bench, 2), 'stdout.txt'), 'utf8')).toBe('checkpoint 1\n')
  expect(readFileSync(join(folder(bench, 1), 'checkpoint/n'), 'utf8')).toBe('1\n')
  expect(readFileSync(join(folder(bench, 2), 'checkpoint/n'), 'utf8')).toBe('2\n')
})

test('[LOCAL-71] what a program leaves that was killed is whole only where it says so; unfinished names never are', async () => {
  const bench = openBench()
  const leaves = 'echo a > "$PWOS_CHECKPOINT/state"; echo b > "$PWOS_CHECKPOINT/next.tmp"; kill -9 $BASHPID'
  expect((await attempt(bench, 1, leaves, checkpoint()))?.saved).toBe(undefined)
  const always = await attempt(bench, 2, leaves, checkpoint({ whole: 'always' }))
  expect(always).toMatchObject({ kind: 'failed', cause: 'killed', saved: { bytes: 2 } })
  expect(always).not.toHaveProperty('goesOn')
})

test('[LOCAL-72] what does not save when it is asked has failed, however well its program ended', async () => {
  const bench = openBench()
  const deaf = await attempt(bench, 1, `${counter}sleep 30`, checkpoint())
  expect(deaf).toMatchObject({
    kind: 'failed',
    cause: 'out_of_time',
    detail: expect.stringMatching(/asked to save its state.* and did not/),
  })
  expect(deaf).not.toHaveProperty('goesOn')
  const nothing = await attempt(bench, 2, onSignal('exit 0'), checkpoint())
  expect(nothing).toMatchObject({ kind: 'failed', cause: 'out_of_time', exitCode: 0, detail: expect.stringMatching(/without an output/) })
  expect(nothing).not.toHaveProperty('goesOn')
})

test('[LOCAL-73] an exit code can say that it goes on, asked or not', async () => {
  const bench = openBench()
  const script = 'echo 1 > "$PWOS_CHECKPOINT/n"; exit 85'
  expect(await attempt(bench, 1, script, checkpoint({ exitCode: 85 }))).toMatchObject({ goesOn: true, exitCode: 85 })
  const other = await attempt(bench, 2, script, checkpoint({ exitCode: 86 }))
  expect(other).toMatchObject({ cause: 'program_error' })
  expect(other).not.toHaveProperty('goesOn')
})

test('[LOCAL-74] a controller that comes after the asking knows of it; states that nobody goes on from are deleted', async () => {
  const bench = openBench()
  const slow = `${counter}${onSignal('echo 7 > "$PWOS_CHECKPOINT/n"; echo >> asked; until test -e go; do sleep 0.02; done; exit 3')}`
  bench.specs.set(0, { script: slow, checkpoint: checkpoint(), limitMs, outputs: [output('never')] })
  bench.start([0], 1)
  const work = join(folder(bench, 1), 'work')
  for (let turn = 0; turn < 600 && !existsSync(join(work, 'asked')); turn++) await bench.world.next()
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  // It is past the moment of asking for the next controller, too, which looks at it many times in this time.
  for (let turn = 0; turn < 20; turn++) await bench.world.next()
  expect(readFileSync(join(work, 'asked'), 'utf8')).toBe('\n')
  writeFileSync(join(work, 'go'), '')
  expect((await bench.ended())[0]?.outcome).toMatchObject({ goesOn: true, cause: 'out_of_time', exitCode: 3 })
  mkdirSync(join(folder(bench, 3), 'checkpoint'), { recursive: true })
  await attempt(bench, 4, 'true', checkpoint({ kept: [3] }))
  expect([1, 3].map((number) => existsSync(join(folder(bench, number), 'checkpoint')))).toEqual([false, true])
  bench.perform({ type: 'forget', run: 'r1', stage: 0, task: 0, attempt: 4 })
  // Whoever closes the world waits for that.
  await bench.reopen()
  expect([3, 4].map((number) => existsSync(join(folder(bench, number), 'checkpoint')))).toEqual([false, false])
})

/** What comes of an attempt that is asked to give its place once it says that it is here. */
const preempting =
  (bench: Bench) =>
  async (script: string, spec: CheckpointSpec | undefined, number: number, outputs: AttemptSpec['outputs'] = []) => {
    bench.specs.set(0, { script, outputs, ...(spec === undefined ? {} : { checkpoint: spec }) })
    bench.start([0], number)
    for (let turn = 0; turn < 600 && !existsSync(join(folder(bench, number), 'work/here')); turn++) await bench.world.next()
    bench.perform({ type: 'preempt', run: 'r1', stage: 0, task: 0, attempt: number })
    return (await bench.ended())[0]?.outcome
  }

test('[LOCAL-75] who gives his place saves his state where he can, and else ends', async () => {
  const bench = openBench()
  const preempted = preempting(bench)
  expect(
    await preempted(`trap 'echo 1 > "$PWOS_CHECKPOINT/n"; exit 0' TERM; echo > here; while :; do sleep 0.05; done`, checkpoint(), 1),
  ).toMatchObject({ cause: 'preempted', goesOn: true, saved: { bytes: 2 } })
  const ended = await preempted('echo > here; sleep 30', undefined, 2)
  expect(ended).toMatchObject({ kind: 'failed', cause: 'preempted' })
  expect(ended).not.toHaveProperty('goesOn')
})

test('[LOCAL-77] what had nothing new to save has ended where it has made an output; else its work is open', async () => {
  const bench = openBench()
  const preempted = preempting(bench)
  const asked = (what: string) => `trap '${what}; exit 0' TERM; echo > here; while :; do sleep 0.05; done`
  const saving = asked('echo 1 > "$PWOS_CHECKPOINT/n"')
  const saved = (await preempted(saving, checkpoint(), 1))?.saved
  const again = checkpoint({ from: { attempt: 1, fingerprint: saved?.fingerprint ?? '' }, kept: [1] })
  const open = { kind: 'failed', cause: 'preempted', goesOn: true, saved }
  expect(await preempted(saving, again, 2)).toMatchObject(open)
  expect(await preempted(saving, again, 3, [output('result')])).toMatchObject(open)
  expect(await preempted(asked('echo 1 > result'), again, 4, [output('result')])).toMatchObject({ kind: 'succeeded' })
  expect(await preempted(asked('true'), checkpoint(), 5, [output('result')])).toMatchObject({ kind: 'failed', cause: 'preempted' })
})
