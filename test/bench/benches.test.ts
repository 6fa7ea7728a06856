import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** The benches that need no peer run, small, so that they are still there on the day someone wants a figure. */
const root = fileURLToPath(new URL('../..', import.meta.url))

test.each([
  { name: 'core', tasks: 2000 },
  { name: 'million', tasks: 1000 },
])(
  'the bench $name runs and tells its figures',
  ({ name, tasks }) => {
    const args = [join(root, 'bench/main.mjs'), name, '--tasks', String(tasks), '--rounds', '1', '--json']
    const ended = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
    expect(ended.stderr).toBe('')
    const report = JSON.parse(ended.stdout)
    expect(report.machine.cores).toBeGreaterThan(0)
    expect(report.benches[name].rows.length).toBeGreaterThan(1)
    for (const goal of report.benches[name].goals)
      expect(goal).toEqual({ goal: expect.any(String), value: expect.any(Number), reached: expect.any(Boolean) })
  },
  60_000,
)
