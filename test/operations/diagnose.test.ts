import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSearch } from '#diagnosis/search.ts'
import { readShippedPack, shippedPacks } from '#operations/read-packs.ts'
import { searchFile } from '#operations/search-file.ts'
import { build, workspace } from '../cli/pwos.ts'
import { failing } from '../cli/workflows.ts'

test('[FAIL-6] lines keep their numbers across pieces of the file', async () => {
  await using here = workspace({})
  const path = join(here.folder, 'big.log')
  const lines = Array.from({ length: 120_000 }, (_, index) => `step ${index} énergie ${'x'.repeat(70)}`)
  for (const at of [100, 90_000, 119_999]) lines[at] = 'ERROR: Lost atoms: original 864 current 20 (src/thermo.cpp:439)'
  writeFileSync(path, lines.join('\n'))
  const search = createSearch(shippedPacks().map(readShippedPack))
  const { lastLines } = searchFile(path, 'big.log', search, 2)
  expect(search.found({ exitCode: undefined, signal: undefined }).map(({ proof }) => proof)).toEqual([
    { file: 'big.log', line: 101, text: lines[100], count: 3 },
  ])
  expect(lastLines).toEqual(lines.slice(-2))
})

test('[FAIL-5] a log, a folder and a failed run are diagnosed; what nobody knows is said to be unknown', { timeout: 90_000 }, async () => {
  build()
  await using here = workspace({ 'workflow.yaml': failing })
  mkdirSync(join(here.folder, 'logs'))
  here.write('logs/pw.out', 'start\n     convergence NOT achieved after   3 iterations: stopping\nJOB DONE.\n')
  const log = here.pwos('diagnose', 'logs/pw.out').stdout
  expect(log).toContain('not converged: The density did not converge')
  expect(log).toContain('logs/pw.out:2')
  expect(log).toContain('quantum-espresso/scf-not-converged')
  expect(log).toContain('mixing_beta = ${{ mixing_beta / 2 }}')
  expect(here.json('diagnose', 'logs').lines[0]).toMatchObject({ findings: [{ rule: 'scf-not-converged', proof: { line: 2 } }] })
  here.pwos('run', 'workflow.yaml')
  const run = (here.json('runs').lines[0] as { runs: { run: string }[] }).runs[0]?.run ?? ''
  const unknown = here.pwos('diagnose', `${run}/bad`).stdout
  expect(unknown).toContain('Unknown: no rule fits')
  expect(unknown).toContain('│ the reason stands here')
  expect(here.pwos('diagnose', 'logs/pw.out', '--pack', 'lamps').stderr).toContain('lammps')
})
