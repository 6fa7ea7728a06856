import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { canonical, runFingerprint } from '#operations/fingerprint.ts'
import { keyDifferences } from '#operations/key-difference.ts'
import { machine } from '#operations/machine.ts'
import { remainingMs } from '#operations/remaining.ts'
import { makeRunId } from '#operations/run-id.ts'
import { lastLines } from '#operations/store-places.ts'
import { openTail } from '#operations/tail-file.ts'
import { stageStatus } from '../cli/sample-status.ts'

const folder = mkdtempSync(join(tmpdir(), 'pwos-pieces-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('[CLI-20] a run is named by its time and workflow, and never like another', () => {
  const at = Date.UTC(2026, 10, 23, 3, 12, 40)
  expect(makeRunId(at, 'ising', () => 0.25, new Set())).toBe('20261123-0312-ising-40')
  expect(makeRunId(at, 'Ising: 2D, again!', () => 0, new Set())).toBe('20261123-0312-ising-2d-again-00')
  expect(makeRunId(at, '이징', () => 0.999, new Set())).toBe('20261123-0312-ff')
  expect(makeRunId(at, 'ising', () => 0.25, new Set(['20261123-0312-ising-40']))).toBe('20261123-0312-ising-400')
})

test('[CLI-21] a fingerprint is of definition, parameters and stages asked for, whatever the order of names', () => {
  const one = runFingerprint('text', { a: 1, b: [2] }, undefined)
  expect(runFingerprint('text', { b: [2], a: 1 }, undefined)).toBe(one)
  expect(runFingerprint('text', { a: 1, b: [3] }, undefined)).not.toBe(one)
  expect(runFingerprint('text ', { a: 1, b: [2] }, undefined)).not.toBe(one)
  expect(runFingerprint('text', { a: 1, b: [2] }, [0])).not.toBe(one)
  expect(canonical({ b: null, a: [{ d: 1, c: 'x' }] })).toBe('{"a":[{"c":"x","d":1}],"b":null}')
})

test('[CLI-29] keys are compared part by part, records name by name', () => {
  const old = { command: 'run 1', parameters: { a: 1, b: 2 }, shell: ['bash'] }
  const now = { command: 'run 1', parameters: { a: 1, b: 3, c: 4 }, shell: ['sh'], env: {} }
  expect(keyDifferences(old, now)).toEqual([
    { part: 'parameters.b', old: 2, new: 3 },
    { part: 'parameters.c', old: undefined, new: 4 },
    { part: 'shell', old: ['bash'], new: ['sh'] },
    { part: 'env', old: undefined, new: {} },
  ])
  expect(keyDifferences(old, { ...old })).toEqual([])
})

test('[CLI-19] time left is attempt time left over what has been going on at once', () => {
  const done = stageStatus({ tasks: 10, counts: { done: 6, running: 4 }, meanMs: 1000 })
  const progress = { firstStartAt: 0, busyMs: 6000 }
  expect(remainingMs([done], progress, 3000)).toBe(2000)
  expect(remainingMs([done, stageStatus({ tasks: 1, counts: { waiting: 1 } })], progress, 3000)).toBeNull()
  expect(remainingMs([done, stageStatus({ tasks: null })], progress, 3000)).toBeNull()
  expect(remainingMs([done, stageStatus({ tasks: null, asked: false })], progress, 3000)).toBe(2000)
  expect(remainingMs([done], { firstStartAt: undefined, busyMs: 0 }, 3000)).toBeNull()
})

test('[CLI-28] a file is read as it grows, from the last lines if asked, and no character is cut', () => {
  const path = join(folder, 'out.txt')
  const tail = openTail(path, undefined)
  expect(tail.read()).toBe('')
  writeFileSync(path, 'one\n')
  expect(tail.read()).toBe('one\n')
  const korean = Buffer.from('가나\n')
  appendFileSync(path, korean.subarray(0, 4))
  expect(tail.read()).toBe('가')
  appendFileSync(path, korean.subarray(4))
  expect(tail.read()).toBe('나\n')
  expect(tail.read()).toBe('')
  tail.close()
  const all = (lines: number) => {
    const again = openTail(path, lines)
    const text = again.read()
    again.close()
    return text
  }
  expect([all(0), all(1), all(2), all(3), all(99)]).toEqual(['', '가나\n', 'one\n가나\n', 'one\n가나\n', 'one\n가나\n'])
})

test('[CLI-18] the last lines of a long file are found without reading all of it', () => {
  const path = join(folder, 'err.txt')
  writeFileSync(path, Array.from({ length: 50_000 }, (_, index) => `line ${index}`).join('\n'))
  expect(lastLines(path, 2)).toEqual(['line 49998', 'line 49999'])
  expect(lastLines(join(folder, 'missing.txt'), 2)).toBeUndefined()
  writeFileSync(path, '\n\n')
  expect(lastLines(path, 2)).toBeUndefined()
})

test('[CLI-33] the machine has processors and memory', () => {
  const { cpu, memory } = machine()
  expect(cpu).toBeGreaterThanOrEqual(1)
  expect(Number.isInteger(cpu)).toBe(true)
  expect(memory).toBeGreaterThan(1e8)
})
