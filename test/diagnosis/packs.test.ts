import { expect, test } from 'vitest'
import { loadPack } from '#diagnosis/load-pack.ts'
import { packJsonSchema } from '#diagnosis/pack-schema.ts'
import { createSearch, type Ending } from '#diagnosis/search.ts'
import { readShippedPack, shippedPacks } from '#operations/read-packs.ts'
import { packsPage } from './packs-page.ts'

const packs = shippedPacks().map(readShippedPack)
const unknownEnd: Ending = { exitCode: undefined, signal: undefined }

function foundIn(text: string, ending = unknownEnd): readonly string[] {
  const search = createSearch(packs)
  text.split('\n').forEach((line, index) => {
    search.read('log', index + 1, line)
  })
  return search.found(ending).map(({ pack, rule }) => `${pack.name}/${rule.id}`)
}

const pack = (rule: string) =>
  `pack: 1\nname: mine\ntitle: Mine\nrules:\n  - id: a\n    title: A\n    cause: diverged\n    stop: Look.\n    source: { kind: measured, where: here }\n${rule}`
const codes = (text: string) => loadPack(text, 'mine.yaml').problems.map(({ code, at }) => `${code} ${at?.line}`)

test('[FAIL-1] the committed JSON Schema of packs is fresh', async () => {
  await expect(`${JSON.stringify(packJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schema/pack.schema.json')
})

test('[FAIL-1,FAIL-3] docs/reference/failure-packs.md says what the packs say', async () => {
  await expect(packsPage(packs)).toMatchFileSnapshot('../../docs/reference/failure-packs.md')
})

test('[FAIL-1] a mistake in a pack is told with its place', () => {
  expect(codes('')).toEqual(['empty_file 1'])
  expect(codes(pack('    when: { ouput: boom }\n'))).toContain('unknown_key 10')
  expect(codes(pack('    when: { signal: SIGBOOM }\n'))).toEqual(['bad_value 10'])
  expect(codes(pack('    when: {}\n'))).toEqual(['bad_rule 10'])
})

test('[FAIL-2] patterns are RE2 and have fixed text', () => {
  expect(codes(pack("    when: { output: 'boom (\\d+' }\n"))).toEqual(['bad_pattern 10'])
  expect(codes(pack("    when: { output: '\\d+' }\n"))).toEqual(['slow_pattern 10'])
  expect(codes(pack("    when: { output: 'it went boom' }\n"))).toEqual([])
})

test('[FAIL-4] a rule that an earlier one always precedes is warned of', () => {
  const second =
    '  - id: b\n    title: B\n    cause: diverged\n    stop: Look.\n    source: { kind: measured, where: here }\n    when: { output: boom }\n'
  expect(codes(pack(`    when: { output: boom }\n${second}`))).toEqual(['unreachable_rule 11'])
})

test('[FAIL-2,FAIL-3] every rule has samples and near misses, or an exit code or signal that is its own', () => {
  for (const { name, rules } of packs) {
    for (const { id, when, samples, source } of rules) {
      const rule = `${name}/${id}`
      expect(source.where, rule).not.toBe('')
      if (when.patterns.length > 0) expect([samples.match.length > 0, samples.near.length > 0], rule).toEqual([true, true])
      for (const text of samples.match) expect(foundIn(text)[0], text).toBe(rule)
      for (const text of samples.near) expect(foundIn(text), text).not.toContain(rule)
      for (const exitCode of when.exitCodes) expect(foundIn('', { exitCode, signal: undefined })).toContain(rule)
      for (const signal of when.signals) expect(foundIn('', { exitCode: undefined, signal })).toContain(rule)
    }
  }
})

test('[FAIL-2] an exit code of a shell tells the signal; success tells nothing', () => {
  expect(foundIn('', { exitCode: 139, signal: undefined })).toEqual(['unix/segmentation-fault'])
  expect(foundIn('', { exitCode: 0, signal: undefined })).toEqual([])
})

test('[FAIL-4] a traceback that follows from missing memory comes after it', () => {
  expect(foundIn('Traceback (most recent call last):\n  File "a.py", line 1\nMemoryError')).toEqual([
    'python/memory-error',
    'python/traceback',
  ])
})
