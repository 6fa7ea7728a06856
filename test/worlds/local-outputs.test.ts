import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AttemptSpec } from '#run/attempt.ts'
import { type Bench, failure, openBench, output, succeeded } from './stage.ts'

const run = async (bench: Bench, script: string, ...outputs: AttemptSpec['outputs'][number][]) => bench.run({ script, outputs })

test('[LOCAL-6] a declared output must be there, of its kind, and inside the folder', async () => {
  const bench = openBench()
  expect(failure(await run(bench, 'echo 1 > reslt.json', output('result.json')))).toMatchObject({
    cause: 'missing_output',
    detail: 'output out: result.json was not made; there is reslt.json',
  })
  expect(failure(await run(bench, 'mkdir a', output('a'))).detail).toBe('output out: a is not a file')
  expect(failure(await run(bench, 'echo > a', output('a', { kind: 'folder' }))).detail).toBe('output out: a is not a folder')
  expect(failure(await run(bench, 'echo > a', output('*.csv', { kind: 'glob' }))).detail).toMatch(/no file matches \*\.csv; there is a/)
  expect(failure(await run(bench, ':', output('../command.sh'))).cause).toBe('missing_output')
  expect(failure(await run(bench, ':', output('/etc/hostname'))).cause).toBe('missing_output')
  const optional = succeeded(
    await run(bench, ':', output('a', { optional: true }), output('*.b', { kind: 'glob', optional: true, name: 'b' })),
  )
  expect(optional.outputs).toEqual({})
})

test('[LOCAL-6] a declared format is checked', async () => {
  const bench = openBench()
  const check = async (format: 'json' | 'csv' | 'text', content: string) => {
    const outcome = await run(bench, `printf '${content}' > a`, output('a', { format }))
    return outcome.kind === 'succeeded' ? 'good' : `${outcome.cause}: ${outcome.detail}`
  }
  expect(await check('json', '{"a": [1, 2.5e3, null]}')).toBe('good')
  expect(await check('json', '{"a": NaN}')).toMatch(/^bad_format: output out: a is not JSON: /)
  expect(await check('json', '')).toBe('bad_format: output out: a is empty, which is not JSON')
  expect(await check('csv', '# T, E\\nT,E\\n1,2\\n"a,\\nb","c""d"\\n\\n')).toBe('good')
  expect(await check('csv', 'a,b\\n1,2\\n3\\n')).toBe('bad_format: output out: a is not rectangular CSV: line 3 has 1 fields, not 2')
  expect(await check('csv', 'a,"b\\n1,2\\n')).toMatch(/the quote in line 1 is never closed/)
  expect(await check('text', '온도\\n')).toBe('good')
  expect(await check('text', '\\377\\376')).toBe('bad_format: output out: a is not UTF-8 text')
})

test('[LOCAL-7] outputs are published by content, read-only, all of them or none', async () => {
  const bench = openBench()
  const { places } = bench.world
  const first = succeeded(await run(bench, 'echo 1 > a; mkdir b; echo 2 > b/c', output('a'), output('b/c', { name: 'inner' }))).outputs
  expect(readFileSync(places.artefact(first.out!), 'utf8')).toBe('1\n')
  expect(first.out!.fingerprint).toBe('4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865')
  expect(places.artefact(first.out!)).toBe(join(bench.store, 'objects/43', first.out!.fingerprint.slice(2), 'a'))
  expect(statSync(places.artefact(first.inner!)).mode & 0o777).toBe(0o444)
  const second = succeeded(await run(bench, 'sleep 0.01; echo 1 > a', output('a'))).outputs
  expect(second.out).toEqual(first.out)
  expect(statSync(places.artefact(first.out!)).nlink).toBe(3)
  const before = failure(await run(bench, 'echo 77 > a; echo > b', output('a'), output('b', { name: 'second', format: 'json' })))
  expect(before.cause).toBe('bad_format')
  expect(
    existsSync(places.artefact({ ...first.out!, fingerprint: '47b3f3d6b57e0c8b1f9ac9da53d7aa2d5f6ed1d5e3fc8b5d3df57b3f1fbe6e35' })),
  ).toBe(false)
  expect(statSync(join(bench.store, 'runs/r1/sample/2-1/work/a')).nlink).toBe(1)
})

test('[LOCAL-7] folders and globs are published whole; what can be run is another thing than what can not', async () => {
  const bench = openBench()
  const { places } = bench.world
  const script = 'mkdir -p d/e d/empty; echo 1 > d/x; echo 2 > d/e/y; ln -s x d/link; echo 3 > p.csv; echo 4 > q.csv; echo 5 > r.txt'
  const outputs = [output('d', { kind: 'folder' }), output('{p,q}*.csv', { kind: 'glob', name: 'tables' })]
  const first = succeeded(await run(bench, script, ...outputs)).outputs
  expect(readFileSync(join(places.artefact(first.out!), 'e/y'), 'utf8')).toBe('2\n')
  expect(lstatSync(join(places.artefact(first.out!), 'link')).isSymbolicLink()).toBe(true)
  expect(statSync(join(places.artefact(first.out!), 'empty')).isDirectory()).toBe(true)
  expect(first.tables!.files).toEqual(['p.csv', 'q.csv'])
  expect(first.tables!.bytes).toBe(4)
  expect(readFileSync(join(places.artefact(first.tables!), 'q.csv'), 'utf8')).toBe('4\n')
  expect(succeeded(await run(bench, script, ...outputs)).outputs).toEqual(first)
  const executable = succeeded(await run(bench, `${script}; chmod +x d/x`, ...outputs)).outputs
  expect(executable.out!.fingerprint).not.toBe(first.out!.fingerprint)
  expect(statSync(join(places.artefact(executable.out!), 'x')).mode & 0o777).toBe(0o555)
})

test('[LOCAL-7] what an output is linked to from elsewhere is copied, and stays as it was', async () => {
  const bench = openBench()
  const own = join(bench.folder, 'own')
  const quoted = `'${own.replaceAll("'", "'\\''")}'`
  const script = `echo 1 > ${quoted}; chmod 644 ${quoted}; ln ${quoted} a; ln -s ${quoted} b`
  const { outputs } = succeeded(await run(bench, script, output('a'), output('b', { name: 'b' })))
  expect(readFileSync(bench.world.places.artefact(outputs.b!), 'utf8')).toBe('1\n')
  expect(statSync(own).mode & 0o777).toBe(0o644)
  expect(statSync(bench.world.places.artefact(outputs.out!)).ino).not.toBe(statSync(own).ino)
})

test('[LOCAL-7] content that expressions read is kept with the result, within a limit', async () => {
  const bench = openBench()
  const json = output('a.json', { format: 'json', contentUsed: true })
  expect(succeeded(await run(bench, 'echo \'{"tc": 2.269}\' > a.json', json)).outputs.out!.content).toEqual({ tc: 2.269 })
  expect(succeeded(await run(bench, 'echo 온도 > a', output('a', { contentUsed: true }))).outputs.out!.content).toBe('온도\n')
  const large = failure(await run(bench, 'head -c 1000001 /dev/zero > a', output('a', { contentUsed: true })))
  expect(large).toMatchObject({ cause: 'bad_format', detail: expect.stringContaining('1000001 bytes is more than the limit') })
})

test('[LOCAL-8] metrics are read from one object or from lines, later ones winning', async () => {
  const bench = openBench()
  const metrics = async (text: string) => succeeded(await bench.run({ script: `cat > "$PWOS_METRICS" <<'X'\n${text}\nX` })).metrics
  expect(
    await metrics('{"a": 1, "b": {"value": 2, "unit": "K", "uncertainty": 0.1}, "c": [1, 2], "d": "x", "e": true, "f": null}'),
  ).toEqual({
    ...{ a: 1, b: { value: 2, unit: 'K', uncertainty: 0.1 }, c: [1, 2], d: 'x', e: true, f: null },
  })
  expect(await metrics('{"a": 1, "b": 1}\n\n{"a": 2}')).toEqual({ a: 2, b: 1 })
  expect(await metrics('{\n"a":\n1}')).toEqual({ a: 1 })
  expect(succeeded(await bench.run({ script: ':' })).metrics).toEqual({})
})

test('[LOCAL-8] malformed metrics fail the attempt with the line, and are given as far as they go where it failed anyway', async () => {
  const bench = openBench()
  const trouble = async (text: string) => failure(await bench.run({ script: `cat > "$PWOS_METRICS" <<'X'\n${text}\nX` }))
  expect(await trouble('{"a": 1}\n{"a": ')).toMatchObject({
    cause: 'bad_metrics',
    detail: expect.stringMatching(/^metrics file, line 2: not JSON/),
  })
  expect((await trouble('{"energy": NaN}')).detail).toBe('metrics file, line 1: NaN is not JSON; write null where there is no number')
  expect((await trouble('[1]')).detail).toMatch(/an object is expected/)
  expect((await trouble('{"a": {"mean": 1}}')).detail).toMatch(/the metric "a" must be a number/)
  const failed = failure(await bench.run({ script: 'echo \'{"a": 1}\' > "$PWOS_METRICS"; exit 3' }))
  expect(failed).toMatchObject({ cause: 'program_error', exitCode: 3, metrics: { a: 1 } })
})
