import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { thinned } from '#quality/thinned.ts'
import type { MetricExtraction } from '#run/extractions.ts'
import type { Input } from '#run/inputs.ts'
import type { Doom, Watching } from '#run/watching.ts'
import { type Bench, failure, openBench } from './stage.ts'

vi.setConfig({ testTimeout: 30_000 })

type Streamed = Extract<Input, { type: 'streamed' }>

/** All inputs until the attempt has ended. */
async function told(
  bench: Bench,
): Promise<{ readonly streamed: readonly Streamed[]; readonly ended: number; readonly inputs: readonly Input[] }> {
  const inputs: Input[] = []
  for (let turn = 0; turn < 400 && !inputs.some(({ type }) => type === 'ended'); turn++) inputs.push(...((await bench.world.next()) ?? []))
  return {
    inputs,
    streamed: inputs.filter((input) => input.type === 'streamed'),
    ended: inputs.filter(({ type }) => type === 'ended').length,
  }
}

const points = (streamed: readonly Streamed[], name: string) => streamed.flatMap((one) => one.points[name] ?? [])

const counting = (until: number, pause: number) =>
  `for i in $(seq 1 ${until}); do echo "{\\"x\\": $i}" >> "$PWOS_METRICS"; sleep ${pause}; done`

test('[METRIC-10] lines are told while the attempt runs, in order and once, and the last ones before its end', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: counting(30, 0.05) })
  bench.start([0])
  const { streamed, ended, inputs } = await told(bench)
  expect(streamed.length).toBeGreaterThan(1)
  expect(points(streamed, 'x')).toEqual(
    Array.from({ length: 30 }, (_, at) => [at + 1, at + 1]).filter(([line]) => kept(streamed, line ?? 0)),
  )
  expect(points(streamed, 'x').at(-1)).toEqual([30, 30])
  expect([ended, inputs.at(-1)?.type]).toEqual([1, 'ended'])
})

const kept = (streamed: readonly Streamed[], line: number) => points(streamed, 'x').some(([at]) => at === line)

test('[METRIC-10] an attempt without metrics, or with a single line, streams nothing', async () => {
  const bench = openBench()
  for (const script of ['sleep 0.3', `sleep 0.2; echo '{"x": 1}' > "$PWOS_METRICS"; sleep 0.2`]) {
    bench.specs.set(0, { script })
    bench.start([0], script.length)
    expect((await told(bench)).streamed).toEqual([])
  }
})

test('[METRIC-10] thinning keeps the least, the greatest, the newest and what is no number', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => [at + 1, at === 5000 ? 'NaN' : Math.sin(at / 100)] as const)
  const few = thinned(many, 40)
  expect(few.length).toBeLessThanOrEqual(40)
  expect(few.at(-1)).toEqual(many.at(-1))
  expect(few.some(([, value]) => value === 'NaN')).toBe(true)
  expect(Math.max(...few.flatMap(([, value]) => (typeof value === 'number' ? [value] : [])))).toBeCloseTo(1, 4)
  expect(few.map(([line]) => line)).toEqual(few.map(([line]) => line).sort((a, b) => a - b))
  expect(thinned(many.slice(0, 5), 40)).toHaveLength(5)
})

test('[METRIC-11] after a crash the next controller tells the rest and nothing twice', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: counting(60, 0.05) })
  bench.start([0])
  const before: Streamed[] = []
  for (let turn = 0; turn < 200 && before.length === 0; turn++) {
    for (const input of (await bench.world.next()) ?? []) if (input.type === 'streamed') before.push(input)
  }
  await bench.reopen()
  bench.specs.set(0, { script: counting(60, 0.05), streamed: before.at(-1)?.seen ?? {} })
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  const { streamed, ended } = await told(bench)
  const all = points([...before, ...streamed], 'x').map(([line]) => line)
  expect(all).toEqual([...new Set(all)].sort((a, b) => a - b))
  expect(streamed.length).toBeGreaterThan(0)
  expect(Math.min(...points(streamed, 'x').map(([line]) => line))).toBe((before.at(-1)?.seen.metrics ?? 0) + 1)
  expect([all.at(-1), ended]).toEqual([60, 1])
})

/** Ends an attempt when `x` passes a value. */
const above =
  (limit: number): (() => Watching) =>
  () => ({
    waits: false,
    wait: () => undefined,
    note: ({ x }): Doom | undefined => (Number(x) > limit ? { rule: 0, cause: 'drifted', detail: `x is ${x}` } : undefined),
  })

test('[METRIC-13] an attempt that is doomed is ended with all it has started, and has one end', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: `(setsid sleep 61 &); ${counting(200, 0.05)}`, watching: above(5) })
  bench.start([0])
  const { inputs, ended } = await told(bench)
  const end = inputs.find((input) => input.type === 'ended')
  expect(ended).toBe(1)
  expect(end?.type === 'ended' && failure(end.outcome)).toMatchObject({
    cause: 'drifted',
    detail: 'x is 6',
    watch: 0,
    metrics: { x: expect.any(Number) },
  })
  const mark = `PWOS_METRICS=${join(bench.store, 'runs/r1/sample/0-1/metrics.json')}`
  await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), { timeout: 10_000 })
})

function processesWith(mark: string): readonly string[] {
  const { readdirSync } = process.getBuiltinModule('node:fs')
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark)
    } catch {
      return false
    }
  })
}

test('[METRIC-12, METRIC-13] what ends before anyone looks fails of the same lines', async () => {
  const bench = openBench()
  const script = `for i in 1 2 9 4; do echo "{\\"x\\": $i}" >> "$PWOS_METRICS"; done`
  const outcome = failure(await bench.run({ script, watching: above(5) }))
  expect(outcome).toMatchObject({ cause: 'drifted', detail: 'x is 9', exitCode: 0, watch: 0 })
})

test('[METRIC-10, METRIC-12] bare NaN, and values found in an output, stream as well', async () => {
  const bench = openBench()
  const seen: unknown[] = []
  const watching = () => ({ waits: false, wait: () => undefined, note: (metrics: object) => void seen.push(metrics) })
  const extraction: MetricExtraction = {
    ...{ name: 'T', stream: 'stdout', file: '', find: { kind: 'regex', pattern: 'T = (\\S+)' } },
    ...{ which: 'last', optional: false, type: 'number', array: false },
  }
  const column: MetricExtraction = { ...extraction, name: 'p', stream: 'file', file: 'p.csv', find: { kind: 'csv', column: 'p' } }
  const script = `echo '{"e": NaN, "f": -Infinity}' >> "$PWOS_METRICS"; echo "T = 300 K"; echo noise; echo "T = 301 K"; printf 'i,p\\n1,5\\n2,6\\n' > p.csv; sleep 0.3`
  bench.specs.set(0, { script, watching, extractions: [extraction, column] })
  bench.start([0])
  const { streamed } = await told(bench)
  expect(seen).toEqual(expect.arrayContaining([{ e: 'NaN', f: '-Infinity' }, { T: 300 }, { T: 301 }, { p: 5 }, { p: 6 }]))
  expect(points(streamed, 'T')).toEqual([
    [1, 300],
    [2, 301],
  ])
})
