import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AttemptSpec } from '#run/attempt.ts'
import { createMemoryGroup } from '#worlds/attempt/cgroup.ts'
import { isAlive, processEntry } from '#worlds/attempt/process-table.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { type Bench, failure, openBench, output } from './stage.ts'
import { until } from './until.ts'

const run = async (bench: Bench, script: string, spec: Partial<AttemptSpec> = {}) => failure(await bench.run({ script, ...spec }))

const isGone = (pid: number) => !isAlive(processEntry(pid))

test('[LOCAL-9] why a program failed is told apart, with its last useful words', async () => {
  const bench = openBench()
  expect(await run(bench, 'echo "working" >&2; echo "ValueError: no such lattice" >&2; exit 3')).toMatchObject({
    ...{ cause: 'program_error', exitCode: 3, signal: null },
    detail: 'exit code 3: ValueError: no such lattice',
  })
  expect(await run(bench, 'nosuchprogram')).toMatchObject({
    ...{ cause: 'program_error', exitCode: 127 },
    detail: 'command not found (exit code 127): nosuchprogram: command not found',
  })
  expect(await run(bench, 'touch program; ./program')).toMatchObject({
    exitCode: 126,
    detail: expect.stringMatching(/cannot be run.*Permission denied/),
  })
  expect(await run(bench, 'kill -SEGV $BASHPID')).toMatchObject({ cause: 'program_error', signal: 'SIGSEGV', exitCode: 139 })
  expect(await run(bench, 'kill -KILL $BASHPID')).toMatchObject({ cause: 'killed', signal: 'SIGKILL', detail: 'ended by SIGKILL' })
  expect(await run(bench, 'sleep 5 & kill -TERM $!; wait $!')).toMatchObject({ cause: 'killed', signal: 'SIGTERM' })
  expect(await run(bench, 'exit 200')).toMatchObject({ cause: 'program_error', exitCode: 200, signal: null })
  const node = `${process.execPath} -e 'null.x'`
  expect((await run(bench, node)).detail).toMatch(/^exit code 1: TypeError: Cannot read properties of null/)
})

test('[LOCAL-9] a full disk is told from what the program says', async () => {
  const bench = openBench()
  expect(await run(bench, 'echo x > /dev/full')).toMatchObject({ cause: 'disk_full', exitCode: 1 })
})

test('[LOCAL-10] patterns of the stage are searched in the end of both outputs, line by line', async () => {
  const bench = openBench()
  const patterns = [
    { rule: 0, pattern: 'SCF not converged' },
    { rule: 2, pattern: '^step \\d+$' },
    { rule: 5, pattern: 'never' },
    { rule: 6, pattern: '(' },
  ]
  expect((await run(bench, 'echo "step 12"; echo "... SCF not converged" >&2; exit 1', { patterns })).matched).toEqual([0, 2])
  expect((await run(bench, 'echo never; head -c 100000 /dev/zero | tr "\\0" x; exit 1', { patterns })).matched).toEqual([])
  const missing = await run(bench, 'echo "SCF not converged"', { patterns, outputs: [output('a')] })
  expect(missing).toMatchObject({ cause: 'missing_output', matched: [0] })
})

test('[LOCAL-11] an attempt past its time is asked to end, and made to when it does not', async () => {
  const bench = openBench()
  const polite = await run(bench, 'trap "echo bye; exit 9" TERM; sleep 20 & wait', { limitMs: 200 })
  expect(polite).toMatchObject({ cause: 'out_of_time', detail: 'still running after its time limit of 0.2 s', exitCode: 9 })
  const stubborn = await run(bench, 'trap "" TERM; sleep 20; sleep 20', { limitMs: 200 })
  expect(stubborn).toMatchObject({ cause: 'out_of_time', exitCode: 137, signal: 'SIGKILL' })
  expect(stubborn.usage?.wallMs).toBeGreaterThan(490)
  expect(stubborn.usage?.wallMs).toBeLessThan(10_000)
})

test('[LOCAL-12] an attempt past its memory is ended by the kernel where control groups can be written', async ({ skip }) => {
  const probe = createMemoryGroup(`pwos-probe-${process.pid}`)
  probe?.remove()
  if (probe === undefined) skip('control groups cannot be written here')
  const bench = openBench()
  const hungry = await run(bench, 'head -c 300000000 /dev/zero | tail | wc -c', { memoryBytes: 50_000_000 })
  expect(hungry).toMatchObject({ cause: 'out_of_memory', detail: expect.stringMatching(/^ran out of memory/) })
  expect((await bench.run({ script: 'head -c 10000000 /dev/zero | tail | wc -c', memoryBytes: 50_000_000 })).kind).toBe('succeeded')
  expect((await bench.run({ script: 'head -c 100000000 /dev/zero | tail | wc -c' })).kind).toBe('succeeded')
  expect(await run(bench, 'exit 1', { memoryBytes: 50_000_000 })).toMatchObject({ cause: 'program_error' })
})

test('[LOCAL-12] where they cannot, the watch sees it and ends the attempt', async () => {
  const bench = openBench({ controlGroups: false })
  const script = `${process.execPath} -e 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 20)'`
  const hungry = await run(bench, script, { memoryBytes: 200_000_000 })
  expect(hungry).toMatchObject({
    cause: 'out_of_memory',
    detail: expect.stringMatching(/^used \d+ bytes of memory; the limit is 200000000$/),
  })
})

test('[LOCAL-13] an attempt that writes nothing for its stated time has stalled', async () => {
  const bench = openBench()
  expect(await run(bench, 'echo start; sleep 20', { stallMs: 300 })).toMatchObject({ cause: 'stalled', detail: 'wrote nothing for 0.3 s' })
  const busy = 'for i in 1 2 3 4 5 6 7; do echo $i; sleep 0.1; done'
  expect((await bench.run({ script: busy, stallMs: 500 })).kind).toBe('succeeded')
  const metrics = 'for i in 1 2 3 4 5 6 7; do echo "{\\"i\\": $i}" >> "$PWOS_METRICS"; sleep 0.1; done'
  expect((await bench.run({ script: metrics, stallMs: 500 })).kind).toBe('succeeded')
})

test('[LOCAL-14] a stopped attempt answers cancelled, whether it runs, waits in its bundle, or will not end', async () => {
  const bench = openBench()
  const touched = (task: number) => existsSync(join(bench.folder, `begun-${task}`))
  const begin = `touch ${quoted(bench.folder)}/begun-$PWOS_TASK`
  bench.specs.set(0, { script: `trap "" TERM; ${begin}; sleep 20; sleep 20` })
  bench.specs.set(1, { script: begin })
  bench.specs.set(2, { script: begin })
  bench.start([0, 1, 2])
  await until(() => touched(0))
  for (const task of [0, 1]) bench.perform({ type: 'stop', run: 'r1', stage: 0, task, attempt: 1 })
  const ends = await bench.ended(3)
  expect(ends.map(({ task, outcome }) => [task, outcome.kind === 'failed' ? outcome.cause : outcome.kind])).toEqual([
    [0, 'cancelled'],
    [1, 'cancelled'],
    [2, 'succeeded'],
  ])
  expect(touched(1)).toBe(false)
  bench.perform({ type: 'stop', run: 'r1', stage: 0, task: 0, attempt: 1 })
  bench.perform({ type: 'stop', run: 'r1', stage: 0, task: 99, attempt: 4 })
  expect((await bench.run({ script: ':' })).kind).toBe('succeeded')
})

test('[LOCAL-14] a stop that comes before the attempt is given to a lane is obeyed', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: 'sleep 20' })
  bench.start([0])
  bench.perform({ type: 'stop', run: 'r1', stage: 0, task: 0, attempt: 1 })
  expect(failure((await bench.ended())[0]!.outcome).cause).toBe('cancelled')
})

test('[LOCAL-15] what an attempt leaves running is ended with it: children, and daemons of their own session', async () => {
  const bench = openBench()
  const daemon = "setsid bash -c 'echo $$ >&2; exec sleep 300' & until [[ -s ../stderr.txt ]]; do sleep 0.02; done"
  expect((await bench.run({ script: `sleep 300 & echo $!; (sleep 300 & echo $!); ${daemon}` })).kind).toBe('succeeded')
  const said = ['stdout.txt', 'stderr.txt'].map((file) => readFileSync(join(bench.store, 'runs/r1/sample/0-1', file), 'utf8'))
  const pids = said.join('').trim().split('\n').map(Number)
  expect(pids.length).toBe(3)
  await until(() => pids.every(isGone))
})

test('[LOCAL-15] a stopped attempt’s daemons end as well', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: 'setsid bash -c "trap : TERM; echo \\$\\$ > pid; while :; do sleep 0.1; done" & sleep 300' })
  bench.start([0])
  const file = join(bench.store, 'runs/r1/sample/0-1/work/pid')
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'))
  bench.perform({ type: 'stop', run: 'r1', stage: 0, task: 0, attempt: 1 })
  await bench.ended()
  await until(() => isGone(Number(readFileSync(file, 'utf8'))))
})

test('[LOCAL-16] a process that is only stopped has not ended', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: 'echo $BASHPID > pid; kill -STOP $BASHPID; sleep 0.3; exit 4' })
  bench.start([0])
  const file = join(bench.store, 'runs/r1/sample/0-1/work/pid')
  await until(() => existsSync(file) && processEntry(Number(readFileSync(file, 'utf8')))?.state === 'T')
  for (let turns = 0; turns < 3; turns++) expect(await bench.world.next()).toEqual([])
  process.kill(Number(readFileSync(file, 'utf8')), 'SIGCONT')
  expect(failure((await bench.ended())[0]!.outcome).exitCode).toBe(4)
})

test('[LOCAL-9] much output is kept whole, and only its end is looked at', async () => {
  const bench = openBench()
  const outcome = await run(bench, 'yes "a line of text" | head -c 20000000 || true; echo "Error: the end" >&2; exit 1')
  expect(outcome.detail).toBe('exit code 1: Error: the end')
})
