import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { loadWorkflow } from '#define/load.ts'
import { offsetInFile } from '#define/scalar-offset.ts'
import { sourceText } from '#define/source-text.ts'

/** What the file has at the place of the first problem. */
function pointedAt(body: string): string {
  const text = `pwos: 1\nname: test\nparameters: { known: 1 }\nstages:\n  a:\n    outputs: { o: o.txt }\n${body}`
  const { problems } = loadWorkflow(text, 'w.yaml')
  const at = problems.find(({ level }) => level === 'error')?.at
  if (at?.endLine === undefined || at.endColumn === undefined) return `no problem with an end: ${JSON.stringify(problems)}`
  const lines = text.split('\n')
  if (at.line !== at.endLine) return `over ${at.endLine - at.line + 1} lines`
  return (lines[at.line - 1] ?? '').slice(at.column - 1, at.endColumn - 1)
}

test('[LANG-10] an unknown name is placed at its characters in every kind of text', () => {
  expect(pointedAt('    run: echo ${{ known }} ${{ wrong }} ${{ outputs.o }}\n')).toBe('wrong')
  expect(pointedAt("    run: 'it''s ${{ known }} ''${{ wrong }}'''\n")).toBe('wrong')
  expect(pointedAt('    run: "say \\"${{ known }}\\" \\u00e9\\t\\x41 ${{ wrong }}"\n')).toBe('wrong')
  expect(pointedAt('    run: |\n      echo ${{ known }}\n\n        for x\n      cat ${{ wrong }}\n')).toBe('wrong')
  expect(pointedAt('    run: |2-\n        echo\n      cat ${{ wrong }}\n')).toBe('wrong')
  expect(pointedAt('    run: >\n      echo ${{ known }}\n      and on\n\n      cat ${{ wrong }}\n')).toBe('wrong')
  expect(pointedAt('    run: echo\n      and then ${{ known }}\n      ${{ wrong }} end\n')).toBe('wrong')
  expect(pointedAt('    run: "echo\n      and \\\n      then ${{ known }}\n      ${{ wrong }}"\n')).toBe('wrong')
  expect(pointedAt('    when: known > wrong\n')).toBe('wrong')
  expect(pointedAt('    gates: [{ name: g, check: "stages.a.count > 1" }]\n')).toBe('stages.a.count')
  expect(pointedAt('    run: "😀 ${{ known }}"\n    when: "\\U0001F600" in wrong\n')).not.toBe('')
})

test('[LANG-10] Windows line ends move nothing', () => {
  const text = 'pwos: 1\nname: test\nstages:\n  a:\n    run: |\n      one\n      ${{ wrong }}\n'.replaceAll('\n', '\r\n')
  expect(loadWorkflow(text, 'w.yaml').problems).toMatchObject([{ at: { line: 7, column: 11 } }])
})

test('[LANG-10] every character of a value is found in its source', () => {
  const letters = fc.constantFrom('a', 'b', "'", '"', '\\', 'é', '가', '😀', ':', '#', '{', '\t', '\u0001')
  const words = fc.array(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(words, (parts) => {
      const value = parts.join(' ').trim()
      for (const [style, text] of [
        ['double', JSON.stringify(value)],
        ['single', `'${value.replaceAll("'", "''")}'`],
      ] as const) {
        const read = parseDocument(text).contents as { value?: unknown } | null
        if (read?.value !== value) continue
        for (let index = 0; index < value.length; index++) {
          const found = text[offsetInFile(value, index, { text, start: 0, end: text.length, style })]
          const character = value[index] ?? ''
          const escaped = found === '\\' && style === 'double'
          if (!/\s|[\uDC00-\uDFFF]/.test(character) && !escaped) expect(found).toBe(character)
        }
      }
    }),
  )
})

test('[LANG-3] places are found by line and character', () => {
  const source = sourceText('f', 'ab\n😀c\n\nd')
  expect(source.place(0)).toEqual({ file: 'f', line: 1, column: 1 })
  expect(source.place(3, 6)).toEqual({ file: 'f', line: 2, column: 1, endLine: 2, endColumn: 3 })
  expect(source.place(5)).toMatchObject({ line: 2, column: 2 })
  expect(source.place(8, 9)).toMatchObject({ line: 4, column: 1, endColumn: 2 })
  expect(source.place(99)).toMatchObject({ line: 4, column: 2 })
})
