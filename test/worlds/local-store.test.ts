import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { StoreError, type StoreTrouble } from '#engine/store-error.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import { started } from '../contracts/journal.ts'
import { readOnlyView, resize, smallDisk } from '../disks.ts'
import { scratch } from '../scratch.ts'
import { failure, openBench } from './stage.ts'

async function troubleOf(action: () => unknown): Promise<StoreTrouble | 'nothing'> {
  try {
    await action()
    return 'nothing'
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return error.code
  }
}

test('[LOCAL-28] a store that vanishes while attempts run stops the world with that word', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: 'sleep 1' })
  bench.start([0])
  await bench.world.next()
  renameSync(bench.store, `${bench.store}-moved`)
  expect(await troubleOf(() => bench.ended())).toBe('store_missing')
  expect(await troubleOf(() => bench.start([1]))).toBe('store_missing')
  expect(await troubleOf(() => bench.world.next())).toBe('store_missing')
})

test('[LOCAL-28] a store that is replaced by another is not taken for it', async () => {
  const bench = openBench()
  await bench.world.next()
  renameSync(bench.store, `${bench.store}-moved`)
  mkdirSync(bench.store)
  expect(await troubleOf(() => bench.ended())).toBe('store_missing')
})

test('[LOCAL-28] a store that cannot be written is refused at once', async ({ skip }) => {
  const bench = openBench()
  await bench.world.close()
  const view = readOnlyView(skip, dirname(bench.store))
  expect(await troubleOf(() => openBench({}, view))).toBe('store_read_only')
})

test('[LOCAL-28] a place where no folder can be is refused at once', async () => {
  const folder = scratch()
  writeFileSync(join(folder, '.pwos'), 'a file')
  expect(['store_missing', 'store_unreachable']).toContain(await troubleOf(() => openBench({ store: join(folder, '.pwos') }, scratch())))
})

test('[LOCAL-28] a full disk fails the attempt that filled it, stops the world cleanly, and is got over with room', async ({ skip }) => {
  const disk = smallDisk(skip, '2m')
  const bench = openBench({}, disk)
  expect(failure(await bench.run({ script: 'head -c 10000000 /dev/zero > big' }))).toMatchObject({ cause: 'disk_full' })
  const trouble = await troubleOf(async () => {
    for (let task = 1; task < 5; task++) await bench.run({ script: 'true' })
  })
  expect(trouble).toBe('store_full')
  resize(disk, '8m')
  await bench.reopen()
  expect((await bench.run({ script: 'true' })).kind).toBe('succeeded')
})

test('[LOCAL-29] time goes on from the journal’s newest event, even when the machine’s clock was set back since', async () => {
  const journal = createMemoryJournal()
  journal.takeLead()
  const later = Date.now() + 3_600_000
  journal.append([started('a', later)])
  const bench = openBench({ journal })
  const first = bench.world.now()
  expect(first).toBeGreaterThanOrEqual(later)
  bench.specs.set(0, { script: 'sleep 0.1', limitMs: 5000 })
  bench.start([0])
  const [end] = await bench.ended()
  expect(end?.outcome.kind).toBe('succeeded')
  expect(bench.world.now()).toBeGreaterThanOrEqual(first + 90)
})

test('[LOCAL-29] the world answers several times a second, also when nothing happens', async () => {
  const bench = openBench()
  const begun = performance.now()
  for (let turns = 0; turns < 5; turns++) expect(await bench.world.next()).toEqual([])
  expect(performance.now() - begun).toBeLessThan(5000)
})
