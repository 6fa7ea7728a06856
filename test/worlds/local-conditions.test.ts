import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConditionSource } from '#model/coordination.ts'
import type { State } from '#run/state.ts'
import { createConditionWatch } from '#worlds/attempt/conditions.ts'
import { createOutbox } from '#worlds/attempt/outbox.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { openBench, succeeded } from './stage.ts'
import { until } from './until.ts'

/** Looks at conditions of a run whose file lies in `folder`; answers what each reads now. */
function watching(folder: string, sources: readonly ConditionSource[]): readonly (string | undefined)[] {
  const outbox = createOutbox(() => Date.now())
  const watch = createConditionWatch(outbox)
  const run = {
    started: { file: join(folder, 'w.yaml') },
    workflow: { coordination: { conditions: sources.map((source) => ({ source })) } },
  }
  const state = { runs: new Map([['r', run]]), held: new Map() } as unknown as State
  const readings: (string | undefined)[] = sources.map(() => undefined)
  let open = true
  onCleanup(() => {
    open = false
    watch.close()
    outbox.close()
    outbox.ring()
  })
  const listen = async () => {
    while (open) for (const input of await outbox.next()) if (input.type === 'observed') readings[input.condition] = input.reading
  }
  watch.watch('r', state)
  void listen()
  return readings
}

const command = (text: string, silentMs = 5000): ConditionSource => ({ kind: 'command', text, everyMs: 100, silentMs })

test('[LOCAL-40] a command says yes with 0 and no with 1; anything else, and silence, does not know', async () => {
  const folder = scratch()
  const sources = [
    command('true'),
    command('false'),
    command('exit 2'),
    command('nosuchprogram'),
    command('sleep 60', 300),
    command('kill $$'),
  ]
  const readings = watching(folder, [...sources, command('test -e here')])
  await until(() => readings.every((reading) => reading !== undefined), 1000)
  expect(readings).toEqual(['holds', 'clear', 'unknown', 'unknown', 'unknown', 'unknown', 'clear'])
  writeFileSync(join(folder, 'here'), '')
  await until(() => readings[6] === 'holds', 1000)
})

test('[LOCAL-40] a file is there, or not, or nobody can tell', async () => {
  const folder = scratch()
  const file = (text: string): ConditionSource => ({ kind: 'file', text, everyMs: 100, silentMs: 1000 })
  const readings = watching(folder, [file('open'), file(`${'x'.repeat(300)}`), file('/dev/null')])
  await until(() => readings.every((reading) => reading !== undefined), 1000)
  expect(readings).toEqual(['clear', 'unknown', 'holds'])
  writeFileSync(join(folder, 'open'), '')
  await until(() => readings[0] === 'holds', 1000)
  rmSync(join(folder, 'open'))
  await until(() => readings[0] === 'clear', 1000)
})

test('[LOCAL-41] an attempt is stopped where it is, and that time counts against no limit', async () => {
  const bench = openBench()
  const count = join(bench.folder, 'count')
  const script = `for i in $(seq 1 12); do echo $i >> ${quoted(count)}; sleep 0.05; done`
  bench.specs.set(0, { script, limitMs: 3000, stallMs: 2000 })
  const hold = (type: 'freeze' | 'thaw', frozenMs: number) => bench.perform({ type, run: 'r1', stage: 0, task: 0, attempt: 1, frozenMs })
  const lines = () => (existsSync(count) ? readFileSync(count, 'utf8').split('\n').length - 1 : 0)
  bench.start([0])
  const ended = bench.ended()
  await until(() => lines() >= 2, 1000)
  hold('freeze', 0)
  let before = -1
  await until(() => {
    const same = lines() === before
    before = lines()
    return same
  }, 1000)
  expect(lines()).toBeLessThan(12)
  hold('freeze', 60_000)
  hold('thaw', 60_000)
  const [end] = await ended
  expect(end && succeeded(end.outcome).usage.wallMs).toBeGreaterThan(0)
  expect(lines()).toBe(12)
})
