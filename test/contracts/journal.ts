import { expect, test } from 'vitest'
import { FencedError, type Journal } from '#engine/ports.ts'
import type { AttemptEnded, RunEvent, RunStarted } from '#run/events.ts'
import type { Result } from '#run/outcome.ts'

/** What every journal must do; `open` gives a new one each time. */
export function journalContract(name: string, open: () => Journal): void {
  const leading = () => {
    const journal = open()
    expect(journal.takeLead()).toBe(true)
    return journal
  }

  test(`[JRN-1] ${name}: entries are read back in order, of all runs or of one, after any position`, () => {
    const journal = leading()
    const events = [started('a'), started('b'), ended('a', 0, 'k0'), ended('b', 0, 'k1'), ended('b', 1, 'k2')]
    journal.append(events.slice(0, 3))
    journal.append(events.slice(3))
    expect(journal.position()).toBe(5)
    expect([...journal.read(undefined)]).toEqual(events.map((event, at) => ({ position: at + 1, event })))
    expect([...journal.read('b')].map((entry) => entry.position)).toEqual([2, 4, 5])
    for (let after = 0; after <= 5; after++) {
      expect([...journal.read(undefined, after)].map((entry) => entry.event)).toEqual(events.slice(after))
      expect([...journal.read('b', after)].map((entry) => entry.position)).toEqual([2, 4, 5].filter((position) => position > after))
    }
    expect([...journal.read('nobody')]).toEqual([])
  })

  test(`[JRN-1] ${name}: a large group, and appending while it is being read`, () => {
    const journal = leading()
    journal.append(Array.from({ length: 1300 }, (_, task) => ended(task % 3 === 0 ? 'a' : 'b', task, `k${task}`)))
    let seen = 0
    for (const entry of journal.read(undefined)) {
      seen++
      expect(entry.position).toBe(seen)
      if (seen === 700) journal.append([ended('a', 9999, 'late')])
    }
    expect(seen).toBe(1301)
  })

  test(`[JRN-2] ${name}: who does not lead cannot append`, () => {
    const journal = open()
    expect(() => journal.append([started('a')])).toThrow(FencedError)
    expect(journal.position()).toBe(0)
    journal.takeLead()
    journal.append([started('a')])
    journal.releaseLead()
    expect(() => journal.append([started('b')])).toThrow(FencedError)
    expect(journal.position()).toBe(1)
  })

  test(`[JRN-4] ${name}: runs are listed oldest first, with how they ended; a reset opens one again`, () => {
    const journal = leading()
    journal.append([started('b', 100), started('a', 200)])
    journal.append([{ type: 'RunEnded', run: 'b', at: 300, outcome: 'failed' }])
    expect(journal.runs()).toEqual([
      { run: 'b', name: 'study', file: '/w.yaml', fingerprint: 'f-b', startedAt: 100, endedAt: 300, outcome: 'failed' },
      { run: 'a', name: 'study', file: '/w.yaml', fingerprint: 'f-a', startedAt: 200, endedAt: undefined, outcome: undefined },
    ])
    journal.append([{ type: 'TasksReset', run: 'b', at: 400, stage: 0, tasks: [0] }])
    expect(journal.runs()[0]).toMatchObject({ endedAt: undefined, outcome: undefined })
  })

  test(`[JRN-5] ${name}: results are found by key, the newest one; failures and keyless ones are not`, () => {
    const journal = leading()
    journal.append([ended('a', 0, 'k0', 1), failed('a', 1, 'k1'), ended('a', 2, '')])
    journal.append([ended('b', 7, 'k0', 2), ended('b', 8, 'k8', 3)])
    const found = journal.find(['k8', 'k0', 'k1', '', 'nothing'])
    expect([...found.keys()].sort()).toEqual(['k0', 'k8'])
    expect(found.get('k0')).toEqual({ result: resultOf(2), discarded: [] })
    expect(found.get('k8')).toEqual({ result: resultOf(3), discarded: [] })
    expect(journal.find([]).size).toBe(0)
  })

  test(`[JRN-6] ${name}: discarded outputs are named with the result, also when a run that reused it discarded them`, () => {
    const journal = leading()
    journal.append([ended('a', 0, 'k0'), ended('a', 1, 'k1'), ended('a', 2, 'k2')])
    journal.append([{ type: 'OutputsDiscarded', run: 'a', at: 1, stage: 0, tasks: [0], outputs: ['big'] }])
    journal.append([{ type: 'OutputsDiscarded', run: 'a', at: 1, stage: 0, tasks: [0], outputs: ['huge'] }])
    const reused = { task: 5, key: 'k1', result: resultOf(0), verdicts: [], then: { kind: 'done' as const } }
    journal.append([{ type: 'TasksReused', run: 'b', at: 2, stage: 3, results: [reused] }])
    journal.append([{ type: 'OutputsDiscarded', run: 'b', at: 3, stage: 3, tasks: [5], outputs: ['big'] }])
    const found = journal.find(['k0', 'k1', 'k2'])
    expect([...(found.get('k0')?.discarded ?? [])].sort()).toEqual(['big', 'huge'])
    expect(found.get('k1')?.discarded).toEqual(['big'])
    expect(found.get('k2')?.discarded).toEqual([])
    journal.append([ended('a', 0, 'k0'), ended('c', 0, 'k1')])
    expect(journal.find(['k0']).get('k0')?.discarded).toEqual([])
    expect(journal.find(['k1']).get('k1')?.discarded).toEqual([])
  })

  test(`[JRN-7] ${name}: commands wait in order until an append takes them; numbers are never used again`, () => {
    const journal = leading()
    const pause = (run: string) => ({ type: 'pause' as const, run, reason: '점검' })
    const first = journal.send(pause('a'))
    const second = journal.send(pause('b'))
    expect(second).toBeGreaterThan(first)
    expect(journal.inbox()).toEqual([
      { id: first, command: pause('a') },
      { id: second, command: pause('b') },
    ])
    journal.append([started('a')], [first])
    expect(journal.inbox().map((each) => each.id)).toEqual([second])
    journal.append([], [second])
    expect(journal.inbox()).toEqual([])
    expect(journal.position()).toBe(1)
    expect(journal.send(pause('c'))).toBeGreaterThan(second)
  })
}

export function started(run: string, at = 1): RunStarted {
  return {
    type: 'RunStarted',
    run,
    at,
    name: 'study',
    definition: 'pwos: 1\n',
    file: '/w.yaml',
    parameters: { ΔT: '값 "\n' },
    pools: {},
    fingerprint: `f-${run}`,
  }
}

export function resultOf(value: number): Result {
  const usage = { startedAt: 1, wallMs: 2, cpuMs: 1, peakMemoryBytes: null, writtenBytes: 0 }
  return { outputs: {}, metrics: { value }, usage, origin: 'a/sample/0-1' }
}

export function ended(run: string, task: number, key: string, value = 0): AttemptEnded {
  const outcome = { kind: 'succeeded' as const, result: resultOf(value) }
  return { type: 'AttemptEnded', run, at: 2, stage: 0, task, attempt: 1, key, outcome, verdicts: [], then: { kind: 'done' } }
}

function failed(run: string, task: number, key: string): RunEvent {
  const outcome = {
    kind: 'failed' as const,
    cause: 'killed' as const,
    exitCode: 137,
    signal: 'SIGKILL',
    detail: '',
    matched: [],
    usage: null,
    metrics: {},
  }
  return { ...ended(run, task, key), outcome, then: { kind: 'failed', cause: 'killed' } }
}
