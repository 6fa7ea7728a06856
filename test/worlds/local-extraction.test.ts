import { expect, test } from 'vitest'
import type { MetricExtraction } from '#run/extractions.ts'
import { failure, openBench, succeeded } from './stage.ts'

const energy: MetricExtraction = {
  ...{ name: 'energy', stream: 'stdout', file: '', find: { kind: 'regex', pattern: 'E = (\\S+)' } },
  ...{ which: 'last', optional: false, type: 'number', array: false },
}
const inFile = { ...energy, name: 'tc', stream: 'file', file: 'fit.json', find: { kind: 'json', path: 'tc' } } as const

test('[METRIC-5, METRIC-6] metrics are found in outputs and files, beside those that are reported', async () => {
  const bench = openBench()
  const script = `echo "E = 1"; echo "E = 2.5"; echo "E = 7" >&2; echo '{"tc": 2.27}' > fit.json; echo '{"n": 3}' > "$PWOS_METRICS"`
  const extractions = [energy, { ...energy, name: 'other', stream: 'stderr' } as const, inFile]
  expect(succeeded(await bench.run({ script, extractions })).metrics).toEqual({ n: 3, energy: 2.5, other: 7, tc: 2.27 })
})

test('[METRIC-6] what is missing fails the attempt, with the place and the reason; what is optional does not', async () => {
  const bench = openBench()
  const outcome = async (script: string, ...extractions: MetricExtraction[]) => failure(await bench.run({ script, extractions }))
  expect(await outcome('echo E = x', energy)).toMatchObject({ cause: 'bad_metrics', detail: 'metric energy: stdout: "x" is no number' })
  expect(await outcome('true', inFile)).toMatchObject({ cause: 'bad_metrics', detail: 'metric tc: fit.json: there is no such file' })
  expect(await outcome('mkdir fit.json', inFile)).toMatchObject({ detail: 'metric tc: fit.json: it is no file' })
  expect(succeeded(await bench.run({ script: 'true', extractions: [{ ...energy, optional: true }] })).metrics).toEqual({})
})

test('[METRIC-6] of a failed attempt what is there is kept', async () => {
  const bench = openBench()
  const outcome = failure(await bench.run({ script: 'echo E = 4; exit 3', extractions: [energy, inFile] }))
  expect(outcome).toMatchObject({ cause: 'program_error', exitCode: 3, metrics: { energy: 4 } })
})

test('[METRIC-1] a histogram that is none fails with its name and line', async () => {
  const bench = openBench()
  const script = `echo '{"h": {"edges": [0, 1], "counts": [1, 2]}}' > "$PWOS_METRICS"`
  expect(failure(await bench.run({ script })).detail).toMatch(
    /^metrics file, line 1: the metric "h" is a histogram with 2 counts and 2 edges/,
  )
})
