import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { loaded, problemsIn, problemsOf } from './loading.ts'

const small = 'pwos: 1\nname: test\nstages:\n  a:\n    run: echo hello\n'

test('[LANG-1] a byte order mark and Windows line ends change nothing', () => {
  expect(problemsOf(`\uFEFF${small}`)).toEqual([])
  expect(loaded(small.replaceAll('\n', '\r\n')).stages[0]?.run?.source).toBe('echo hello')
  expect(problemsOf(`\uFEFFpwos: 1\nnme: test\nstages: { a: { run: x } }`)).toEqual(['1:1 missing_key', '2:1 unknown_key'])
})

test('[LANG-1] JSON is taken, and one document only', () => {
  expect(problemsOf(JSON.stringify({ pwos: 1, name: 'test', stages: { a: { run: 'echo' } } }))).toEqual([])
  expect(problemsOf(`${small}---\n${small}`)).toEqual(['6:1 yaml_syntax'])
})

test('[LANG-2] an empty file is told as that', () => {
  for (const text of ['', '\n', '# only a comment\n', '---\n', '\uFEFF']) expect(problemsOf(text)[0]).toMatch(/empty_file/)
  expect(problemsOf('pwos: 1\nname: test\nstages: {}')).toEqual(['3:1 empty_file'])
})

test('[LANG-2] what is no map at the top is told', () => {
  expect(problemsOf('just words')).toEqual(['1:1 wrong_kind'])
  expect(problemsOf('- a\n- b')).toEqual(['1:1 wrong_kind'])
  expect(problemsOf('a\u0000b')).toEqual(['1:2 not_text'])
})

test('[LANG-3] a column counts characters', () => {
  const problems = problemsOf('pwos: 1\nname: test\ntitle: { 가나다: 1, "🧲": 2, x: 1, x: 2 }\nstages: { a: { run: x } }')
  expect(problems).toEqual(['3:8 wrong_kind', '3:32 duplicate_key'])
  expect(problemsOf('pwos: 1\nname: test\n한글: 1\n"🧲🧲": 1\nstages: { "🧲🧲": { run: x }, nix: 3 }')).toContain('5:34 wrong_kind')
})

test('[LANG-4] all problems are reported at once, in the order of the file', () => {
  expect(problemsIn('domian: x\nstages:\n  a:\n    rum: echo\n    cache: maybe\n  b: 3\nresources: []\n')).toEqual([
    '1:1 unknown_key',
    '4:5 unknown_key',
    '5:12 wrong_kind',
    '6:6 wrong_kind',
    '7:12 wrong_kind',
  ])
})

test('[LANG-4] of more than 500 errors the first are told', () => {
  const { problems } = loadWorkflow(Array.from({ length: 700 }, (_, index) => `key${index}: 1`).join('\n'), 'w.yaml')
  expect(problems).toHaveLength(501)
  const doubled = loadWorkflow('a: 1\n'.repeat(700), 'w.yaml').problems
  expect(doubled).toHaveLength(501)
  expect(doubled.at(-1)).toMatchObject({ code: 'too_many_problems', level: 'error' })
})

test('[LANG-11] a file of more than 50 million characters is refused', () => {
  expect(problemsOf('#'.repeat(50_000_001))).toEqual(['1:1 too_large'])
})

test('[LANG-11] many misspelt names do not make it slow', () => {
  const stages = Array.from(
    { length: 3000 },
    (_, index) => `  s${index}: { after: q${index}, run: "\${{ stages.r${index}.count + p }}" }\n`,
  )
  const started = performance.now()
  expect(problemsIn(`stages:\n${stages.join('')}`).length).toBeGreaterThanOrEqual(500)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('[LANG-5] a key that appears twice names the line of the first', () => {
  const { problems } = loadWorkflow('pwos: 1\nname: test\nstages:\n  a: { run: x }\n  b: { run: y }\n  a: { run: z }\n', 'w.yaml')
  expect(problems).toMatchObject([{ code: 'duplicate_key', at: { line: 6, column: 3 }, hint: { en: 'The first one is in line 4.' } }])
})

test('[LANG-6] aliases stand for what they name, and `<<` merges', () => {
  const workflow = loaded(
    'pwos: 1\nname: test\nstages:\n  a: &a { run: echo a, cache: false }\n  b: *a\n  c: { <<: *a, run: echo c }\n  d: { <<: [*a] }\n',
  )
  expect(workflow.stages.map(({ name, run, cache }) => [name, run?.source, cache])).toEqual([
    ['a', 'echo a', false],
    ['b', 'echo a', false],
    ['c', 'echo c', false],
    ['d', 'echo a', false],
  ])
})

test('[LANG-6] aliases that lead nowhere, in a circle, or to billions, are errors', () => {
  expect(problemsIn('stages:\n  a: *nowhere')).toContain('2:6 bad_alias')
  expect(problemsIn('stages: &all\n  a: *all')).toContain('2:6 bad_alias')
  const bomb = Array.from({ length: 12 }, (_, level) => `  l${level}: &l${level} [${Array(12).fill(level === 0 ? 'x' : `*l${level - 1}`)}]`)
  expect(problemsIn(`stages:\n${bomb.join('\n')}`).filter((problem) => problem.endsWith('bad_alias'))).toHaveLength(1)
})

test('[LANG-7] deep nesting is an error, never a stack overflow', () => {
  for (const deep of ['['.repeat(50_000), '{a: '.repeat(20_000), `${'- '.repeat(20_000)}a`, `a: ${'['.repeat(5000)}${']'.repeat(5000)}`]) {
    expect(problemsOf(deep).length).toBeGreaterThan(0)
  }
  expect(problemsOf(`pwos: ${'['.repeat(60)}${']'.repeat(60)}`)[0]).toMatch(/1:\d+ (too_deep|missing_key|wrong_kind)/)
})

test('[LANG-8] a bare ${{ }} where YAML takes its signs is told as that', () => {
  expect(problemsIn('stages:\n  a:\n    foreach: { L: ${{ sizes }} }\n')).toEqual(['3:20 unquoted_expression'])
  expect(problemsIn('stages:\n  a:\n    run: echo ${{ a ? b : c }}\n')).toEqual(['3:10 unquoted_expression'])
  expect(problemsIn(`stages:\n  a:\n    run: echo '{"e": 1}' > \${{ outputs.r }}\n`)).toEqual(['3:10 yaml_syntax'])
  expect(problemsIn('stages:\n  a:\n    run: echo "unclosed\n')).not.toContain('3:10 unquoted_expression')
})

test('[LANG-8] other YAML mistakes are told in words, at their place', () => {
  expect(problemsIn('stages:\n\ta:\n')).toEqual(['2:1 yaml_syntax'])
  expect(problemsIn('title: a: b\n')).toEqual(['1:8 yaml_syntax'])
  expect(problemsIn('title: "no end\n')).toEqual([expect.stringMatching(/yaml_syntax/)])
  expect(problemsIn('title: "\\q"\n')).toEqual(['1:9 yaml_syntax'])
  expect(problemsIn('title: !thing x\nstages: { a: { run: x } }')).toEqual(['1:8 yaml_syntax'])
})
