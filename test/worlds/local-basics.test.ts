import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failure, openBench, output, succeeded } from './stage.ts'

test('[LOCAL-1] a command runs and is measured', async () => {
  const bench = openBench()
  const outcome = await bench.run({ script: 'echo hello; echo oops >&2; sleep 0.2' })
  const result = succeeded(outcome)
  expect(result.usage.wallMs).toBeGreaterThan(190)
  expect(result.usage.wallMs).toBeLessThan(3000)
  expect(result.usage.peakMemoryBytes).toBeGreaterThan(100_000)
  expect(result.origin).toBe('r1/sample/0-1')
  expect(readFileSync(join(bench.store, 'runs/r1/sample/0-1/stdout.txt'), 'utf8')).toBe('hello\n')
})

test('[LOCAL-2] outputs are published', async () => {
  const bench = openBench()
  const result = succeeded(await bench.run({ script: 'echo 1 > a.json', outputs: [output('a.json', { format: 'json' })] }))
  expect(readFileSync(bench.world.places.artefact(result.outputs.out!), 'utf8')).toBe('1\n')
})

test('[LOCAL-3] a failure', async () => {
  const bench = openBench()
  const outcome = failure(await bench.run({ script: 'nosuchprogram' }))
  expect(outcome).toMatchObject({
    cause: 'program_error',
    exitCode: 127,
    detail: 'command not found (exit code 127): nosuchprogram: command not found',
  })
})
