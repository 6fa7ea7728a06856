import { expect, test } from 'vitest'
import { expression, metric, workflow } from '#define/builder.ts'
import { loadWorkflow } from '#define/load.ts'

function load(metrics: string, more = '') {
  return loadWorkflow(`pwos: 1\nname: w\nstages:\n  a:\n    run: x\n    metrics:\n      ${metrics}\n${more}`, 'w.yaml')
}

test('[METRIC-4] a metric is found by a pattern, a path or a column', () => {
  const { workflow: made, problems } = load(`e: { unit: Ry, from: { regex: 'E = (\\S+)' } }
      t: { from: { file: t.csv, csv: temp, which: first, optional: true } }
      s: { type: "number[]", from: { stream: stderr, regex: 's (\\S+)' } }
      c: { uncertainty: true, from: { file: fit.json, json: c, error: c_error } }`)
  expect(problems).toEqual([])
  const found = made?.stages[0]?.metrics.map(({ name, from }) => [name, from && { ...from, file: from.file?.source }])
  expect(found).toEqual([
    ['e', { stream: 'stdout', file: undefined, find: { kind: 'regex', pattern: 'E = (\\S+)' }, which: 'last', optional: false }],
    ['t', { stream: 'stdout', file: 't.csv', find: { kind: 'csv', column: 'temp' }, which: 'first', optional: true }],
    ['s', { stream: 'stderr', file: undefined, find: { kind: 'regex', pattern: 's (\\S+)' }, which: 'all', optional: false }],
    ['c', { stream: 'stdout', file: 'fit.json', find: { kind: 'json', path: 'c', error: 'c_error' }, which: 'last', optional: false }],
    ['c_error', undefined],
  ])
})

const wrong: readonly (readonly [string, string, number])[] = [
  [`e: { from: { regex: "(" } }`, 'bad_pattern', 27],
  [`e: { from: { regex: a, file: f, stream: stdout } }`, 'bad_rule', 39],
  [`e: { from: { csv: x, json: y } }`, 'bad_rule', 12],
  [`e: { from: { file: f } }`, 'bad_rule', 12],
  [`e: { from: { json: "a..b" } }`, 'bad_path', 26],
  [`e: { from: { json: "a", error: "[" } }`, 'bad_path', 38],
  [`e: { from: { regex: "a", which: all } }`, 'bad_rule', 32],
  [`e: { from: { regex: "a", error: b } }`, 'bad_rule', 32],
  [`e: { uncertainty: true, from: { regex: "a" } }`, 'bad_pattern', 46],
  [`e: { from: { regex: "(a)(b)" } }`, 'bad_pattern', 27],
  [`e: { from: { file: /etc/passwd, csv: y } }`, 'bad_path', 26],
  [`e: { from: { regx: "a" } }`, 'unknown_key', 20],
  [`e: { uncertainty: [statistical, other] }`, 'bad_value', 39],
]

test.each(wrong)('[METRIC-4] %s is told', (text, code, column) => {
  const { problems } = load(text)
  expect(problems.map((problem) => problem.code)).toContain(code)
  expect(problems.find((problem) => problem.code === code)?.at).toMatchObject({ line: 7, column })
})

test('[METRIC-2] uncertainty in two kinds declares both and their sum', () => {
  const { workflow: made, problems } = load(
    'm: { unit: eV, uncertainty: [statistical, systematic] }',
    '    gates: [{ name: g, check: "m_error < 1 eV and m_statistical < 1 eV and m_systematic < 1 eV and error_of(with_error(m)) < 1 eV" }]\n',
  )
  expect(problems).toEqual([])
  expect(made?.stages[0]?.metrics.map(({ name }) => name)).toEqual(['m', 'm_error', 'm_statistical', 'm_systematic'])
})

test('[METRIC-1] a histogram has edges in its unit, and counts', () => {
  expect(
    load('h: { type: histogram, unit: keV }', '    gates: [{ name: g, check: "sum(h.counts) > 10 and max(h.edges) < 10 MeV" }]\n').problems,
  ).toEqual([])
  const { problems } = load('h: { type: histogram, unit: keV }', '    gates: [{ name: g, check: "h.count > 1 and h.edges[0] < 3 K" }]\n')
  expect(problems.length).toBe(2)
})

test('[METRIC-4] the builder says the same', () => {
  const wf = workflow('w')
  wf.stage('a', {
    run: 'x',
    metrics: {
      e: metric.number({ unit: 'Ry', from: { regex: 'E = (\\S+)' } }),
      m: metric.number({ uncertainty: ['statistical', 'systematic'] }),
      h: metric.histogram({ unit: 'keV' }),
    },
    gates: ({ e, m_systematic }) => [{ name: 'g', check: expression`${e} < 1 Ry and ${m_systematic} < 1` }],
  })
  const { problems, workflow: made } = loadWorkflow(wf.definition(), 'w.json')
  expect(problems).toEqual([])
  expect(made?.stages[0]?.metrics.map(({ name }) => name)).toEqual(['e', 'm', 'm_error', 'm_statistical', 'm_systematic', 'h'])
})
