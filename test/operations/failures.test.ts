import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { storeTrouble } from '#engine/store-error.ts'
import { exitStatuses } from '#operations/exit-statuses.ts'
import { Failure } from '#operations/failure.ts'
import { failureCodes } from '#operations/failure-codes.ts'
import { failureOf } from '#operations/failure-of.ts'

test('[CLI-4] what the store or the system refused is told as that, with advice', () => {
  expect(failureOf(storeTrouble('store_full', '/s'))).toMatchObject({
    code: 'store_full',
    hint: { en: expect.stringContaining('pwos clean') },
  })
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  expect(failureOf(full)).toMatchObject({ code: 'store_full', text: { en: full.message } })
  let thrown: unknown
  try {
    readFileSync('/no/such/file')
  } catch (error) {
    thrown = error
  }
  expect(failureOf(thrown)).toMatchObject({ code: 'store_missing' })
})

test('[CLI-4] everything else is a bug of ours, and says so', () => {
  expect(failureOf(new TypeError('x is undefined'))).toMatchObject({
    code: 'bug',
    text: { en: 'This is a bug in PWOS: TypeError: x is undefined' },
  })
  expect(failureOf('text')).toMatchObject({ code: 'bug' })
  const failure = new Failure('no_store', { en: 'a', ko: 'b' })
  expect(failureOf(failure)).toBe(failure)
})

test('[CLI-1] every failure has an exit status that is no success', () => {
  for (const kind of Object.values(failureCodes)) expect(exitStatuses[kind.exit]).toBeGreaterThan(0)
  expect(new Set(Object.values(exitStatuses)).size).toBe(Object.keys(exitStatuses).length)
})
