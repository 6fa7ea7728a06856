import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryGroupAt } from '#worlds/attempt/cgroup.ts'
import { formatTrouble } from '#worlds/attempt/format.ts'
import { globFiles } from '#worlds/attempt/glob.ts'
import { canonicalJson } from '#worlds/attempt/key.ts'
import { createRecordParser } from '#worlds/attempt/records.ts'
import { scratch } from '../scratch.ts'

test('[LOCAL-18] a lane’s records are read whatever stands between them', () => {
  const parse = createRecordParser()
  const lines = [
    'L 10 99 boot ',
    'G r/s 가/0-1',
    'S 11 1700000000.250000 r/s 가/0-1',
    '0m0.100s 0m0.000s',
    '1m2,500s 0m0.250s',
    'E 3 1700',
    'E 3 1700000001,5 write_bytes: 4096 r/s 가/0-1',
    'rubbish',
  ]
  expect(parse(lines.join('\n'))).toEqual([
    { type: 'lane', pid: 10, startTime: '99', boot: 'boot', cgroup: '' },
    { type: 'given', attempt: 'r/s 가/0-1', inLane: false },
    { type: 'started', attempt: 'r/s 가/0-1', pid: 11, at: 1700000000250 },
    { type: 'ended', attempt: 'r/s 가/0-1', exitCode: 3, at: 1700000001500, childCpuMs: 62750, writtenBytes: 4096 },
  ])
  expect(parse('E 0 1700000002.5 x: - r/s/1-1')).toMatchObject([{ writtenBytes: null, childCpuMs: 62750 }])
})

test('[LOCAL-6] globs match as in a shell', () => {
  const folder = scratch()
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  for (const name of ['x1.csv', 'x2.csv', 'y.txt', 'a/z.csv', 'a/b/z.csv', 'q+(1).csv', '한글.csv']) writeFileSync(join(folder, name), '')
  expect(globFiles(folder, 'x?.csv')).toEqual(['x1.csv', 'x2.csv'])
  expect(globFiles(folder, './x[!1].csv')).toEqual(['x2.csv'])
  expect(globFiles(folder, '**/z.csv')).toEqual(['a/b/z.csv', 'a/z.csv'])
  expect(globFiles(folder, '{x1,y}.{csv,txt}')).toEqual(['x1.csv', 'y.txt'])
  expect(globFiles(folder, 'q+(1).csv')).toEqual(['q+(1).csv'])
  expect(globFiles(folder, '?글.*')).toEqual(['한글.csv'])
  expect(globFiles(folder, 'a')).toEqual([])
})

test('[LOCAL-6] any bytes are judged as some format or not, and none breaks the judge', () => {
  const file = join(scratch(), 'file')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('json' as const, 'csv' as const, 'text' as const), (bytes, format) => {
      writeFileSync(file, bytes)
      expect(typeof (formatTrouble(file, bytes.length, format) ?? '')).toBe('string')
    }),
    { numRuns: 150 },
  )
})

test('[LOCAL-22] the same value has the same text, in whatever order its names were written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value))
      const reversed = JSON.parse(JSON.stringify(json), (_, each) =>
        each !== null && typeof each === 'object' && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).reverse()) : each,
      )
      expect(canonicalJson(reversed)).toBe(canonicalJson(json))
      expect(JSON.parse(canonicalJson(json))).toEqual(json)
    }),
    { numRuns: 100 },
  )
})

test('[LOCAL-12] a control group of version 2 is limited and asked by its own files', () => {
  const folder = scratch()
  for (const name of ['memory.max', 'memory.swap.max', 'cgroup.procs']) writeFileSync(join(folder, name), '')
  writeFileSync(join(folder, 'memory.events'), 'low 0\noom 3\noom_kill 2\n')
  const group = memoryGroupAt(folder)
  expect([group?.limit(1000), group?.add(42), group?.outOfMemoryKills()]).toEqual([true, true, 2])
  expect(['memory.max', 'memory.swap.max', 'cgroup.procs'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([
    '1000',
    '0',
    '42',
  ])
  group?.limit(undefined)
  expect(readFileSync(join(folder, 'memory.max'), 'utf8')).toMatch(/^max/)
})
