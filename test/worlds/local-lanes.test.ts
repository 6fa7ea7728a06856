import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAlive, processEntry } from '#worlds/attempt/process-table.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { onCleanup } from '../scratch.ts'
import { type Bench, failure, openBench, output, succeeded } from './stage.ts'
import { until } from './until.ts'

const lanes = (bench: Bench) => readdirSync(join(bench.store, 'lanes')).filter((name) => name.endsWith('.log'))

function records(bench: Bench): string {
  return lanes(bench)
    .map((name) => readFileSync(join(bench.store, 'lanes', name), 'utf8'))
    .join('')
}

const lanePid = (bench: Bench) => Number(/^L (\d+)/.exec(records(bench))?.[1])
/** Said by an attempt outside of the store: that it has begun, and as which process. */
const begin = (bench: Bench) => `echo $BASHPID > ${quoted(bench.folder)}/begun-$PWOS_TASK-$PWOS_ATTEMPT`
const begun = (bench: Bench, task: number, attempt = 1) => join(bench.folder, `begun-${task}-${attempt}`)
const pidOf = (bench: Bench, task: number) => Number(readFileSync(begun(bench, task), 'utf8'))
const isGone = (pid: number) => !isAlive(processEntry(pid))
const touched = (bench: Bench, task: number, attempt = 1) => existsSync(begun(bench, task, attempt))

test('[LOCAL-17] bundles run beside each other, each in a lane of its own, and lanes are used again', async () => {
  const bench = openBench()
  const wait = (other: number) => `touch begun; until [[ -e ../../${other}-1/work/begun ]]; do sleep 0.02; done`
  bench.specs.set(0, { script: wait(1) })
  bench.specs.set(1, { script: wait(0) })
  bench.start([0])
  bench.start([1])
  expect((await bench.ended(2)).map((end) => end.outcome.kind)).toEqual(['succeeded', 'succeeded'])
  for (let round = 0; round < 4; round++) await bench.run({ script: ':' })
  expect(lanes(bench).length).toBe(2)
})

test('[LOCAL-18] when a lane is killed its attempts are lost, nothing of them runs on, and others go their way', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: `echo said; sleep 300 & echo $! > pid; ${begin(bench)}; wait` })
  bench.specs.set(1, { script: begin(bench) })
  bench.specs.set(2, { script: `${begin(bench)}; sleep 0.5` })
  bench.start([0, 1])
  await until(() => touched(bench, 0))
  const lane = lanePid(bench)
  bench.start([2])
  process.kill(lane, 'SIGKILL')
  const ends = (await bench.ended(3)).sort((a, b) => a.task - b.task)
  expect(ends.map(({ outcome }) => (outcome.kind === 'failed' ? outcome.cause : outcome.kind))).toEqual(['lost', 'lost', 'succeeded'])
  expect(touched(bench, 1)).toBe(false)
  const kept = (file: string) => readFileSync(join(bench.store, 'runs/r1/sample/0-1', file), 'utf8')
  expect([pidOf(bench, 0), Number(kept('work/pid'))].every(isGone)).toBe(true)
  expect(kept('stdout.txt')).toBe('said\n')
  bench.start([0], 2)
  await until(() => touched(bench, 0, 2))
})

test('[LOCAL-18] a killed task is not a killed lane', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: `${begin(bench)}; sleep 300` })
  bench.specs.set(1, { script: ':' })
  bench.start([0, 1])
  await until(() => touched(bench, 0))
  process.kill(pidOf(bench, 0), 'SIGKILL')
  const [first, second] = await bench.ended(2)
  expect(failure(first!.outcome)).toMatchObject({ cause: 'killed', signal: 'SIGKILL' })
  expect(second!.outcome.kind).toBe('succeeded')
})

test('[LOCAL-19] attempts outlive the controller: ended, running and waiting ones are adopted, and none runs twice', async () => {
  const bench = openBench()
  const log = join(bench.folder, 'log')
  const script = `echo "$PWOS_TASK" >> "$PWOS_log"; ${begin(bench)}; until [[ -e "$PWOS_log.go" || $PWOS_TASK = 0 ]]; do sleep 0.02; done; echo "{\\"i\\": $PWOS_TASK}" > out.json`
  for (const task of [0, 1, 2]) bench.specs.set(task, { script, parameters: { log }, outputs: [output('out.json', { format: 'json' })] })
  bench.start([0, 1, 2])
  await until(() => touched(bench, 1))
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0, 1, 2], attempts: [1, 1, 1] })
  const [ended] = await bench.ended()
  expect([ended?.task, ended?.outcome.kind]).toEqual([0, 'succeeded'])
  writeFileSync(`${log}.go`, '')
  const rest = await bench.ended(2)
  expect(rest.map((end) => end.task)).toEqual([1, 2])
  expect(rest.every((end) => end.outcome.kind === 'succeeded')).toBe(true)
  expect(readFileSync(log, 'utf8')).toBe('0\n1\n2\n')
  await bench.world.next()
  await until(() => {
    void bench.world.next()
    return lanes(bench).length === 0
  })
})

test('[LOCAL-19] an end that was recorded but not journalled is told again, its outputs published already or not', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: 'echo 1 > a; echo "{\\"x\\": 2}" > "$PWOS_METRICS"', outputs: [output('a')] })
  bench.start([0])
  const [first] = await bench.ended()
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  const [again] = await bench.ended()
  expect({ ...succeeded(again!.outcome), usage: 0 }).toEqual({ ...succeeded(first!.outcome), usage: 0 })
})

test('[LOCAL-19] an attempt that ends, and its lane with it, between the look at the records and the adoption is not lost', async () => {
  const bench = openBench()
  const go = join(bench.folder, 'go')
  bench.specs.set(0, {
    script: `${begin(bench)}; until [[ -e "$PWOS_go" ]]; do sleep 0.02; done; echo 1 > a`,
    parameters: { go },
    outputs: [output('a')],
  })
  bench.start([0])
  await until(() => touched(bench, 0))
  const lane = lanePid(bench)
  await bench.reopen()
  writeFileSync(go, '')
  await until(() => isGone(lane))
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  succeeded((await bench.ended())[0]!.outcome)
})

test('[LOCAL-19] what was journalled as started but never given to a lane is lost, and nothing ran', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: begin(bench) })
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  expect(failure((await bench.ended())[0]!.outcome).cause).toBe('lost')
  expect(touched(bench, 0)).toBe(false)
})

test('[LOCAL-19] a lane that died meanwhile: what it began is ended and lost', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: `${begin(bench)}; sleep 300` })
  bench.start([0])
  await until(() => touched(bench, 0))
  const lane = lanePid(bench)
  await bench.world.close()
  process.kill(lane, 'SIGKILL')
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  expect(failure((await bench.ended())[0]!.outcome).cause).toBe('lost')
  expect(isGone(pidOf(bench, 0))).toBe(true)
})

test('[LOCAL-19] after another start of the machine nothing is believed to run, and no process of today is touched', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: ':' })
  writeFileSync(
    join(bench.store, 'lanes/old.log'),
    `L ${process.pid} 1 another-boot \nG r1/sample/0-1\nS ${process.pid} 1000.5 r1/sample/0-1\n`,
  )
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  expect(failure((await bench.ended())[0]!.outcome).cause).toBe('lost')
})

test('[LOCAL-32] what runs on another machine is waited for, and nothing of it is measured or ended from here', async () => {
  const bench = openBench()
  const log = join(bench.store, 'lanes/far.log')
  const sleeper = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
  onCleanup(() => void sleeper.kill('SIGKILL'))
  bench.specs.set(0, { script: ':', limitMs: 10 })
  writeFileSync(log, `L ${sleeper.pid} 1 boot.1@another-machine \nG r1/sample/0-1\nS ${sleeper.pid} 1000.5 r1/sample/0-1\n`)
  mkdirSync(join(bench.store, 'runs/r1/sample/0-1/work'), { recursive: true })
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  for (let turns = 0; turns < 3; turns++) expect(await bench.world.next()).toEqual([])
  appendFileSync(log, '0m0.0s 0m0.0s\n0m0.0s 0m0.0s\nE 0 1001.5 write_bytes: 0 r1/sample/0-1\n')
  expect((await bench.ended())[0]!.outcome.kind).toBe('succeeded')
  expect(sleeper.exitCode).toBeNull()
  expect(sleeper.signalCode).toBeNull()
})

test('[LOCAL-19] limits hold for adopted attempts, from when they began', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: `${begin(bench)}; sleep 300`, limitMs: 600 })
  bench.start([0])
  await until(() => touched(bench, 0))
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  const end = failure((await bench.ended())[0]!.outcome)
  expect(end.cause).toBe('out_of_time')
  expect(end.usage?.wallMs).toBeLessThan(5000)
})

test('[LOCAL-20] the same effect twice is one attempt and one answer', async () => {
  const bench = openBench()
  const log = join(bench.folder, 'log')
  bench.specs.set(0, { script: 'echo ran >> "$PWOS_log"; sleep 0.2', parameters: { log } })
  bench.start([0])
  bench.start([0])
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  await bench.ended()
  expect(await bench.world.next()).toEqual([])
  expect(readFileSync(log, 'utf8')).toBe('ran\n')
})

test('[LOCAL-20] an attempt without a command succeeds at once', async () => {
  const bench = openBench()
  expect(succeeded(await bench.run({ script: undefined }))).toMatchObject({ outputs: {}, metrics: {}, origin: 'r1/sample/0-1' })
})
