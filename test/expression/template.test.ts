import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileTemplate } from '#expression/compile.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { noQuote, shellQuote } from '#expression/quote.ts'
import { recordOf } from '#expression/record.ts'
import { shellPlaces } from '#expression/shell-place.ts'
import { anyType, numberType, type Type } from '#expression/type.ts'
import { quantity } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import { scopeOf } from './reading.ts'

const scope = scopeOf({ x: anyType, y: anyType })

function compiled(source: string) {
  const { template, problems } = compileTemplate(source, scope)
  expect(problems).toEqual([])
  if (template === undefined) throw new Error('no template')
  return template
}

function plain(source: string, x: Value): string {
  return compiled(source).render(recordOf({ x }), noQuote)
}

function shell(source: string, x: Value): string {
  return compiled(source).render(recordOf({ x }), shellQuote)
}

function problems(source: string, types: { readonly [name: string]: Type } = {}) {
  return compileTemplate(source, scopeOf(types)).problems.map(({ code, start, end }) => `${code} ${start}-${end}`)
}

test('[EXPR-32] values as they appear in a template', () => {
  expect(plain('a ${{ x }} b', 0.1)).toBe('a 0.1 b')
  expect(plain('${{ x }}', 1e21)).toBe('1e+21')
  expect(plain('${{ -x }}', 0)).toBe('0')
  expect(plain('${{ x }}', true)).toBe('true')
  expect(plain('${{ x }}', quantity(2, 'GB'))).toBe('2 GB')
  expect(plain("${{ value_in(x, 'MB') }}", quantity(2, 'GB'))).toBe('2000')
  expect(plain('${{ x }}', [8, 16, 'a b'])).toBe('8 16 a b')
  expect(shell('${{ x }}', [8, 16, 'a b'])).toBe("8 16 'a b'")
  expect(shell('${{ x }}', [])).toBe('')
  expect(plain('${{ x }}', recordOf({}, 'out/series.json'))).toBe('out/series.json')
  expect(() => plain('a${{ x }}', null)).toThrow(EvaluationError)
  expect(() => plain('a${{ x }}', recordOf({}))).toThrow(EvaluationError)
  const record: Type = { kind: 'record', fields: new Map([['a', numberType]]) }
  expect(problems('a ${{ x }}', { x: record })).toEqual(['wrong_type 5-8'])
})

test('[EXPR-35] finding the expressions, and problems in the whole text', () => {
  expect(plain("${{ '}}' }}|${{x}}|", 1)).toBe('}}|1|')
  expect(plain(`\${{ r'\\' + "}}" }}`, 1)).toBe('\\}}')
  expect(plain('$x ${x} $${{ x }} }} {{ x }}', 1)).toBe('$x ${x} $1 }} {{ x }}')
  expect(problems('ab ${{ foo }} ${{ 1 + }} ${{ bar }}')).toEqual(['unknown_name 7-10', 'expression_syntax 22-22', 'unknown_name 29-32'])
  expect(problems('ab ${{ x')).toEqual(['expression_syntax 3-6'])
  expect(problems("ab ${{ 'open }}")).toEqual(['expression_syntax 7-13'])
  expect(problems('${{ }}')).toEqual(['expression_syntax 4-4'])
  const { template } = compileTemplate('${{ x }} ${{ y.a }}', scope)
  expect(template?.references).toEqual([
    { parts: ['x'], start: 4, end: 5 },
    { parts: ['y', 'a'], start: 13, end: 16 },
  ])
  try {
    compiled('abc ${{ x[5] }}').render(recordOf({ x: [1] }), noQuote)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'range', start: 8, end: 12 })
  }
  try {
    compiled('abc ${{ x }}').render(recordOf({ x: null }), noQuote)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'type', start: 4, end: 12 })
  }
})

test('[EXPR-36] one expression alone keeps its type', () => {
  expect(compiled('${{ x }}').single?.evaluate(recordOf({ x: [1, 2] }))).toEqual([1, 2])
  expect(compiled(' ${{ x }}').single).toBeUndefined()
  expect(compiled('${{ x }}${{ y }}').single).toBeUndefined()
  expect(compiled('plain').constant).toBe(true)
  expect(compiled('plain').single).toBeUndefined()
  expect(plain("${{ '${{' }} x }}", 1)).toBe('${{ x }}')
})

test('[EXPR-37] plain words stay as they are', () => {
  for (const word of ['8', '-1.5e-3', 'abc', 'out/series.json', 'a@b:c,d%e+f']) expect(shellQuote(word)).toBe(word)
  for (const other of ['', 'a b', 'a=b', '~', '*', '#', 'x;y', '한글', 'a\nb', '!', '{a,b}', '\\'])
    expect(shellQuote(other)).not.toBe(other)
  expect(shellQuote("it's")).toBe(`'it'\\''s'`)
})

/** Scripts with a value in every place that is safe; each prints what the value became, to be compared. */
const places: readonly { readonly script: string; readonly prints: (value: string) => string }[] = [
  { script: "printf '%s' ${{ x }}", prints: (value) => value },
  { script: 'printf "%s" "${{ x }}"', prints: (value) => value },
  { script: `printf '%s' 'a ${'${{ x }}'} b'`, prints: (value) => `a ${value} b` },
  { script: 'printf "%s" "a $(printf "%s" "${{ x }}" ${{ x }}) b"', prints: (value) => `${`a ${value}${value}`.replace(/\n+$/, '')} b` },
  { script: "# it's ${{ x }}\nprintf '%s' ${{ x }}", prints: (value) => value },
  { script: "printf '%s' pre${{ x }}post", prints: (value) => `pre${value}post` },
  { script: 'v=${{ x }}; printf \'%s\' "$v"', prints: (value) => value },
  { script: 'cat <<END\na ${{ x }} b\nEND', prints: (value) => `a ${value} b\n` },
  { script: "cat <<'END'\na ${{ x }} b\nEND", prints: (value) => `a ${value} b\n` },
  { script: "cat <<-END; printf '%s' ${{ x }}\n\ta ${{ x }} b\n\tEND", prints: (value) => `a ${value} b\n${value}` },
  { script: "case x in x) printf '%s' ${{ x }};; esac # '", prints: (value) => value },
  { script: `printf '%s' "$(case x in x) printf '%s' "\${{ x }}";; esac)"`, prints: (value) => value.replace(/\n+$/, '') },
  { script: 'n=$((1 << 2)); printf \'%s\' "$n" ${{ x }}', prints: (value) => `4${value}` },
  { script: 'a="\\""; printf "%s" "${{ x }}" # "', prints: (value) => value },
  { script: `f() { printf '%s' "$#" "$1"; }; f \${{ x }}`, prints: (value) => `1${value}` },
]

const hostile = [
  'plain',
  '',
  ' ',
  'a b',
  "it's",
  '"double"',
  '$(touch pwned)',
  '`touch pwned`',
  '$HOME ${HOME}',
  'a;touch pwned;b',
  "'; touch pwned; '",
  '"; touch pwned; "',
  '\'"$(touch pwned)"\'',
  'line\nbreak',
  '\ntouch pwned\n',
  '\\',
  "\\'",
  '\\"',
  'tab\there',
  '한글 값',
  '-n',
  '*',
  '~',
  '#comment',
  '!!',
  'END',
  'a\nEND\ntouch pwned',
  '& | < > ( ) { } [ ] ? *',
  '\r\n',
  '$((1/0))',
  '😀',
]

test('[EXPR-37] whatever the value, a real shell takes it as it is', () => {
  // One shell for all of them: each block prints between marks that no value contains.
  const wanted: string[] = []
  const blocks: string[] = []
  for (const { script, prints } of places) {
    for (const value of hostile) {
      let rendered: string
      try {
        rendered = shell(script, value)
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluationError)
        expect(script).toContain('<<')
        expect(value).toContain('END')
        continue
      }
      blocks.push(`(\n${rendered}\n)\nprintf '\\001'`)
      wanted.push(prints(value))
    }
  }
  blocks.push('ls pwned 2>/dev/null')
  const got = execFileSync('bash', ['-c', `cd "$(mktemp -d)" && set +H\n${blocks.join('\n')}\ntrue`], { encoding: 'utf8' }).split('\x01')
  expect(got.pop()).toBe('')
  expect(got).toEqual(wanted)
})

test('[EXPR-37] random values in a real shell', () => {
  const samples = fc.sample(
    fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '(', ')', ' ', '\n', 'a', '#', ';', '한', '{', '}', '!', '*', '<', '~') }),
    { numRuns: 300, seed: 20261123 },
  )
  const scripts = samples.flatMap((value) =>
    places.slice(0, 6).map(({ script, prints }) => ({ block: `(\n${shell(script, value)}\n)\nprintf '\\001'`, wanted: prints(value) })),
  )
  const got = execFileSync('bash', ['-c', scripts.map(({ block }) => block).join('\n')], { encoding: 'utf8', maxBuffer: 1e8 }).split('\x01')
  expect(got.slice(0, -1)).toEqual(scripts.map(({ wanted }) => wanted))
})

test('[EXPR-38] where nothing is safe, only a plain word is inserted', () => {
  for (const script of [
    'echo `echo ${{ x }}`',
    "echo $'a ${{ x }}'",
    'echo ${y:-${{ x }}}',
    'echo "${y:-"${{ x }}"}"',
    'echo "`echo "${{ x }}"`"',
  ]) {
    expect(shell(script, 'word')).toContain('word')
    expect(() => shell(script, 'a b')).toThrow(EvaluationError)
  }
  expect(() => shell('echo ${{ x }}', 'a\0b')).toThrow(EvaluationError)
  expect(() => shell('cat <<END\n${{ x }}\nEND', 'a\nEND\nrm')).toThrow(EvaluationError)
  expect(() => shell('cat <<END\n${{ x }}\nEND', 'a\nEN')).toThrow(EvaluationError)
  expect(shell('cat <<END\n${{ x }}\nEND', 'a\nb\n')).toBe('cat <<END\na\nb\n\nEND')
})

test('any script at all can be scanned for its places', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({
          unit: fc.constantFrom("'", '"', '\\', '$', '`', '(', ')', '{', '}', '\n', '<', '#', ' ', 'a', 'case', 'esac', '-', '\0'),
        }),
        { minLength: 1 },
      ),
      (literals) => {
        expect(shellPlaces(literals).length).toBe(literals.length - 1)
      },
    ),
    { numRuns: 2000 },
  )
})
