import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failure, openBench, output, succeeded } from './stage.ts'

const attempt = 'runs/r1/sample/0-1'

test('[LOCAL-1] a command runs in its own folder, strictly, with nothing to read and its output kept', async () => {
  const bench = openBench()
  succeeded(await bench.run({ script: 'pwd; cat; echo oops >&2; touch made' }))
  expect(readFileSync(join(bench.store, attempt, 'stdout.txt'), 'utf8')).toBe(`${join(bench.store, attempt, 'work')}\n`)
  expect(readFileSync(join(bench.store, attempt, 'stderr.txt'), 'utf8')).toBe('oops\n')
  expect(failure(await bench.run({ script: 'false\necho not reached' })).exitCode).toBe(1)
  expect(failure(await bench.run({ script: 'false | cat' })).exitCode).toBe(1)
  expect(failure(await bench.run({ script: 'echo "$never_set"' })).detail).toMatch(/never_set: unbound variable/)
})

test('[LOCAL-1] nothing of one attempt is seen by the next in the same lane', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: 'x=1; export Y=2; cd /; set +e; trap "echo bye" EXIT; f() { :; }; exec 3>&1' })
  bench.specs.set(1, { script: 'echo "${x-none} ${Y-none} $(type -t f || echo none) $(basename "$PWD") $-"' })
  bench.start([0, 1])
  expect((await bench.ended(2)).map((end) => end.outcome.kind)).toEqual(['succeeded', 'succeeded'])
  expect(readFileSync(join(bench.store, 'runs/r1/sample/1-1/stdout.txt'), 'utf8')).toMatch(/^none none none w\d+ ehuB/)
})

test('[LOCAL-1] a task that ends its own shell, closes its output or stops reading signals harms nobody else', async () => {
  const bench = openBench()
  for (const script of [
    'exec 1>&- 2>&-; true',
    'exec true',
    'trap "" TERM INT HUP',
    'kill -HUP $$; kill -INT $$; kill -TERM $$',
    'exit 0',
    'yes | head -n 1 || true',
  ]) {
    expect(await bench.run({ script }), script).toMatchObject({ kind: 'succeeded' })
  }
})

test('[LOCAL-2] values reach a program as they are, by environment and by file, whatever they hold', async () => {
  const bench = openBench()
  const values = fc.sample(
    fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0')),
    { numRuns: 25, seed: 7 },
  )
  const nasty = [
    '',
    ' ',
    "it's",
    '"',
    '$(touch /tmp/pwos-injected)',
    '`id`',
    '\\',
    'a\nb\n',
    '한글 값',
    '$HOME',
    '!!',
    '*',
    '# x',
    '-n',
    "'; exit 1; '",
  ]
  const all = [...nasty, ...values]
  for (const [task, value] of all.entries()) {
    const script = 'printf "%s-" "$PWOS_v"; printf "%s-" "$EXTRA" >&2; cat "$PWOS_PARAMETERS" > file'
    bench.specs.set(task, { parameters: { v: value }, env: [['EXTRA', value]], script })
  }
  const [alone, ...together] = [...all.keys()]
  bench.start([alone ?? 0])
  bench.start(together)
  await bench.ended(all.length)
  for (const [task, value] of all.entries()) {
    const read = (file: string) => readFileSync(join(bench.store, `runs/r1/sample/${task}-1`, file), 'utf8')
    expect([read('stdout.txt'), read('stderr.txt'), JSON.parse(read('work/file')).v]).toEqual([`${value}-`, `${value}-`, value])
  }
})

test('[LOCAL-2] who runs is in the environment; numbers, truth and arrays are written as JSON', async () => {
  const bench = openBench()
  const script = 'echo "$PWOS_RUN|$PWOS_STAGE|$PWOS_TASK|$PWOS_ATTEMPT|$PWOS_T|$PWOS_t|$PWOS_on|$PWOS_sizes"'
  succeeded(await bench.run({ script, parameters: { T: 2.269, t: 1e-9, on: true, sizes: [8, 16] } }))
  expect(readFileSync(join(bench.store, attempt, 'stdout.txt'), 'utf8')).toBe('r1|sample|0|1|2.269|1e-9|true|[8,16]\n')
})

test('[LOCAL-2] what no environment can hold is refused before anything runs', async () => {
  const bench = openBench()
  expect(failure(await bench.run({ parameters: { v: 'a\0b' } }))).toMatchObject({
    cause: 'bad_input',
    detail: expect.stringContaining('NUL'),
  })
  expect(failure(await bench.run({ script: 'echo \0' })).cause).toBe('bad_input')
})

test('[LOCAL-3] another interpreter gets the script as a file; `bash command.sh` repeats any attempt by hand', async () => {
  const bench = openBench()
  succeeded(await bench.run({ shell: [process.execPath, '--no-warnings'], script: 'console.log(`${1 + 1} ${process.env.PWOS_TASK}`)' }))
  expect(readFileSync(join(bench.store, attempt, 'stdout.txt'), 'utf8')).toBe('2 0\n')
  const missing = failure(await bench.run({ shell: ['no-such-interpreter'], script: '1' }))
  expect(missing).toMatchObject({
    cause: 'program_error',
    exitCode: 127,
    detail: expect.stringContaining('no-such-interpreter: not found'),
  })
})

test('[LOCAL-4] what an attempt used is measured: time, processor time, memory, bytes written', async () => {
  const bench = openBench()
  const script = `head -c 60000000 /dev/zero | tail | wc -c; sleep 0.3; head -c 3000000 /dev/zero > made; for ((i = 0; i < 100000; i++)); do :; done`
  const before = Date.now()
  const { usage } = succeeded(
    await bench.run({ script: `${script}\n${process.execPath} -e 'const b = Buffer.alloc(90e6, 1); setTimeout(() => b, 1500)'` }),
  )
  expect(usage.startedAt).toBeGreaterThanOrEqual(before - 1)
  expect(usage.wallMs).toBeGreaterThan(690)
  expect(usage.cpuMs).toBeGreaterThan(50)
  expect(usage.peakMemoryBytes).toBeGreaterThan(90e6)
  expect(usage.peakMemoryBytes).toBeLessThan(500e6)
  if (usage.writtenBytes !== null) expect(usage.writtenBytes).toBeLessThan(20e6)
})

test('[LOCAL-4] a bundle’s attempts run in its order, and each is measured for itself', async () => {
  const bench = openBench()
  const log = join(bench.folder, 'order')
  for (let task = 0; task < 30; task++) bench.specs.set(task, { script: `echo ${task} >> '${log.replaceAll("'", "'\\''")}'` })
  bench.specs.set(3, { script: 'for ((i = 0; i < 300000; i++)); do :; done' })
  bench.start([...bench.specs.keys()])
  const ends = await bench.ended(30)
  expect(ends.map((end) => end.task)).toEqual([...bench.specs.keys()])
  expect(readFileSync(log, 'utf8').trim().split('\n').map(Number)).toEqual([...bench.specs.keys()].filter((task) => task !== 3))
  const cpu = ends.map((end) => succeeded(end.outcome).usage.cpuMs ?? 0)
  expect(Math.max(...cpu)).toBe(cpu[3])
})

test('[LOCAL-5] inputs beside the workflow are linked into the folder; a missing one fails the attempt before it runs', async () => {
  const bench = openBench()
  writeFileSync(join(bench.folder, 'data 한.txt'), 'content\n')
  succeeded(await bench.run({ script: "cat 'data 한.txt'", inputs: [{ name: 'data', path: 'data 한.txt' }] }))
  expect(readFileSync(join(bench.store, attempt, 'stdout.txt'), 'utf8')).toBe('content\n')
  const missing = failure(await bench.run({ inputs: [{ name: 'data', path: 'absent.txt' }] }))
  expect(missing).toMatchObject({ cause: 'bad_input', detail: expect.stringMatching(/^input data: .*absent\.txt does not exist$/) })
})

test('[LOCAL-5] an input that changes while the attempt runs makes its result worthless', async () => {
  const bench = openBench()
  const file = join(bench.folder, 'code')
  for (const change of ['echo 2 > "$PWOS_file"', 'rm "$PWOS_file"', 'sleep 0.1; printf 1 > "$PWOS_file"; printf 22 > "$PWOS_file"']) {
    writeFileSync(file, '1\n')
    const outcome = await bench.run({
      script: change,
      parameters: { file },
      inputs: [{ name: 'code', path: 'code' }],
      outputs: [output('never', { optional: true })],
    })
    expect(failure(outcome)).toMatchObject({ cause: 'input_changed', detail: expect.stringContaining('input code') })
  }
})
