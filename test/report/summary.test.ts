import { expect, test } from 'vitest'
import { collectFacts } from '#report/facts.ts'
import { summaryLines } from '#report/summary.ts'
import { fold } from './fold.ts'
import { ising, isingJournal } from './ising.ts'

const { events } = isingJournal()
const facts = collectFacts(fold(ising, events), events)

test('[REP-23] the end of a run in plain lines: outcome, figures, gates with those that did not hold first, cost', () => {
  expect(`${summaryLines(facts, 'en').join('\n')}\n`).toBe(`! Succeeded: Critical temperature of the 2D Ising model (28.1 s)
  All 79 tasks have results.
  All 2 required gates passed everywhere.
  The expected gate precise did not hold.
  3 attempts were repeated.

Measured
  tc       2.2687 ± 0.0012  fit
  chi2     1.07             fit
  beta_nu  0.1262 ± 0.0031  fit
  method   Binder crossing  fit

Gates
  ! fit: precise (expected)          0.00121 < 0.001     margin −21 %
  ✓ sample: thermalised       39/39  174 < 400           margin 56 %
  ✓ fit: agrees-with-onsager         0.000455 < 0.00363  margin 87 %

Time and files
  CPU time                 46.9 s
  cpu in use               92 %
  memory in use            9.2 %
  what the end waited for  sample (25.2 s, 90 %)
  files                    80 (2.12 MB)
`)
})

test('[REP-23] the same in Korean', () => {
  const lines = summaryLines(facts, 'ko')
  expect(lines[0]).toBe('! 성공: Critical temperature of the 2D Ising model (28.1초)')
  expect(lines).toContain('관문')
  expect(lines.some((line) => line.includes('fit: precise (기대)'))).toBe(true)
  expect(lines.some((line) => /[a-z]{3,} (?:passed|failed|tasks)/.test(line))).toBe(false)
})
