import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { workflowTemplates } from '#define/templates.ts'
import { ising } from './loading.ts'

const folder = new URL('../../examples/', import.meta.url)
const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('workflow.yaml'))
  .map((path) => readFileSync(new URL(path, folder), 'utf8'))
const texts = [ising, ...workflowTemplates.map(({ text }) => text), ...examples]

/** Every file gives a workflow, or an error with line and column in it; every message is there in both languages. */
function holds(text: string): void {
  const { workflow, problems } = loadWorkflow(text, 'w.yaml', { beside: (path) => path.length % 2 === 0 })
  const errors = problems.filter(({ level }) => level === 'error')
  expect(workflow === undefined).toBe(errors.length > 0)
  const lines = text.split('\n').length
  for (const { code, at, message } of problems) {
    expect(message.en.length * message.ko.length).toBeGreaterThan(0)
    if (code === 'too_many_problems') continue
    expect(at).toBeDefined()
    expect(at?.line).toBeGreaterThan(0)
    expect(at?.line).toBeLessThanOrEqual(lines)
    expect(at?.column).toBeGreaterThan(0)
  }
}

const anyText = fc.constantFrom(...texts)
const scraps = [
  '\u0000',
  '\uFFFD',
  '\t',
  '\r\n',
  '${{',
  '}}',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '"',
  "'",
  '|',
  '>',
  '&a ',
  '*a',
  '<<: ',
  '!!set',
  '? ',
  '%',
  '---\n',
  '#',
  '😀',
  '.inf',
  '~',
  '0x',
  '9'.repeat(400),
]

test('[LANG-2] the examples load, cut anywhere', () => {
  for (const text of texts) holds(text)
  fc.assert(
    fc.property(anyText, fc.double({ min: 0, max: 1, noNaN: true }), (text, part) => holds(text.slice(0, Math.floor(text.length * part)))),
    { numRuns: 150 },
  )
})

test('[LANG-2] mutated examples never make it throw', () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 40 }),
    insert: fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 8, unit: 'binary' })),
  })
  fc.assert(
    fc.property(anyText, fc.array(change, { minLength: 1, maxLength: 6 }), (text, changes) => {
      let mutated = text
      for (const { at, length, insert } of changes) {
        const from = Math.floor(mutated.length * at)
        mutated = mutated.slice(0, from) + insert + mutated.slice(from + length)
      }
      holds(mutated)
    }),
    { numRuns: 200 },
  )
})

test('[LANG-2] lines swapped, doubled and indented never make it throw', () => {
  const change = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('swap', 'double', 'indent', 'drop'))
  fc.assert(
    fc.property(anyText, fc.array(change, { minLength: 1, maxLength: 5 }), (text, changes) => {
      const lines = text.split('\n')
      for (const [a, b, kind] of changes) {
        const [first, second] = [a % lines.length, b % lines.length]
        const [one = '', two = ''] = [lines[first], lines[second]]
        if (kind === 'swap') [lines[first], lines[second]] = [two, one]
        else if (kind === 'double') lines.splice(second, 0, one)
        else if (kind === 'indent') lines[first] = `${' '.repeat(b % 5)}${one}`
        else if (lines.length > 1) lines.splice(first, 1)
      }
      holds(lines.join('\n'))
    }),
    { numRuns: 300 },
  )
})

test('[LANG-2] a value of any kind at any place never makes it throw', () => {
  const scalar = fc.oneof(
    fc.constantFrom(null, true, 0, -1, 1.5, 1e308, '', 'x', '${{ x }}', '${{', '300 K', '[', '*'),
    fc.constantFrom(
      'a',
      'b',
      '10..30 min',
      '1..',
      '..',
      '2026-12-01',
      '2026-12-01T09:00/..',
      'Mon-Fri 09:00-17:00',
      'Asia/Seoul',
      '1 EUR/h',
    ),
    fc.string({ maxLength: 10 }),
  )
  const keys = [
    'run',
    'foreach',
    'each',
    'inputs',
    'outputs',
    'needs',
    'gates',
    'on_error',
    'metrics',
    'when',
    'after',
    'env',
    'shell',
    'stall',
    'title',
    'retry',
    'with',
    'name',
    'check',
    'cause',
    'path',
    'a',
    'b',
    'zip',
    'type',
    'default',
    'unit',
    'else',
    ...['task', 'approval', 'by', 'form', 'of', 'quorum', 'expires', 'attachments', 'instructions', 'time', 'optimistic', 'likely'],
    ...['pessimistic', 'priority', 'weight', 'not_before', 'deadline', 'at', 'label', 'choices', 'min', 'optional'],
  ]
  const key = fc.constantFrom(...keys)
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 4 })),
  }))
  const stages = fc.dictionary(fc.constantFrom('a', 'b', 'c-d'), fc.dictionary(key, value, { maxKeys: 6 }), { maxKeys: 3 })
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('p', 'q'), value),
      fc.dictionary(fc.constantFrom('cpu', 'memory', 'x'), value),
      stages,
      (parameters, resources, made) => {
        holds(JSON.stringify({ pwos: 1, name: 'x', parameters, resources, stages: made }, null, 1))
      },
    ),
    { numRuns: 500 },
  )
})

test('[LANG-2] times, people and instruments of any kind never make it throw', () => {
  const text = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      '2026-12-01',
      '2026-12-01T09:00Z',
      '2026-12-01/2026-12-03',
      '2026-12-03/P1D',
      '09:00-17:00',
      'Mon 9-5',
      'UTC',
    ),
    fc.constantFrom('Asia/Seoul', 'Europe/', '1 EUR/h', '50 %', '1e400 EUR/h', '1 h', '', ' ', '${{ 1 }}', '9999-99-99'),
    fc.string({ maxLength: 12, unit: 'binary' }),
  )
  const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constantFrom(null, 0, 0.5, 1e9, true), fc.constant({ a: 1 }))
  const keys = [
    'name',
    'roles',
    'hours',
    'timezone',
    'holidays',
    'away',
    'windows',
    'bookings',
    'cost',
    'load',
    'setup',
    'capacity',
    'email',
  ]
  const thing = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 })
  const things = fc.array(thing, { maxLength: 3 })
  const top = fc.dictionary(fc.constantFrom('timezone', 'start', 'deadline', 'priority', 'share', 'calendar'), fc.oneof(value, thing))
  fc.assert(
    fc.property(top, things, things, thing, (head, people, instruments, pool) => {
      const stages = { s: { task: { by: 'a' }, needs: { b: 1 } }, t: { run: 'x', needs: [{ gpu: 1 }, { a: 1 }], at: '2026-12-01T10:00' } }
      holds(JSON.stringify({ pwos: 1, name: 'x', ...head, resources: { people, instruments, gpu: pool }, stages }, null, 1))
    }),
    { numRuns: 500 },
  )
})

test('[LANG-11] a circle of 100,000 stages is found', { timeout: 120_000 }, () => {
  const stages = Array.from({ length: 100_000 }, (_, index) => `  s${index}: {after: s${(index + 99_999) % 100_000}}\n`)
  const { problems } = loadWorkflow(`pwos: 1\nname: x\nstages:\n${stages.join('')}`, 'w.yaml')
  expect(problems).toMatchObject([
    { code: 'stage_cycle', message: { en: expect.stringMatching(/^Stages wait for each other: s0 → s99999 →.*… → s0\.$/) } },
  ])
})

test('[LANG-11] a long chain of each loads', () => {
  const body = Array.from({ length: 5000 }, (_, index) =>
    index === 0 ? '  s0: { foreach: { L: [1] }, run: x }\n' : `  s${index}: { each: s${index - 1}, run: "x \${{ s0.L }}" }\n`,
  ).join('')
  const { workflow, problems } = loadWorkflow(`pwos: 1\nname: x\nstages:\n${body}`, 'w.yaml')
  expect(problems).toEqual([])
  expect(workflow?.stages.at(-1)?.fanout).toEqual({ kind: 'each', stage: 4998 })
})

test('[LANG-11] a hundred stages of ten thousand tasks load at once', () => {
  const stages = Array.from({ length: 100 }, (_, index) =>
    index === 0
      ? '  s0: { foreach: { i: "${{ range(10000) }}" }, run: "x ${{ i }}" }\n'
      : `  s${index}: { foreach: { i: "\${{ range(10000) }}" }, after: s${index - 1}, run: "x \${{ i }} \${{ stages.s${index - 1}.count }}" }\n`,
  )
  const text = `pwos: 1\nname: x\nstages:\n${stages.join('')}`
  loadWorkflow(text, 'w.yaml')
  const started = performance.now()
  expect(loadWorkflow(text, 'w.yaml').problems).toEqual([])
  expect(performance.now() - started).toBeLessThan(1000)
})
