import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLoader, definitionFields, loadDefinition, wholeText } from '#operations/definition.ts'
import type { RunStarted } from '#run/events.ts'
import { scratch } from '../scratch.ts'

const main = `pwos: 1
name: whole
stages:
  study: { workflow: sub/one.yaml, with: { n: 2 } }
`

const one = `pwos: 1
name: one
parameters: { n: 1 }
stages:
  a: { run: "echo \${{ n }}" }
  deep: { workflow: ../two.yaml }
`

test('[RUN-163] a run keeps the texts of all its files, and is read from them alone', () => {
  const folder = scratch()
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'w.yaml'), main)
  writeFileSync(join(folder, 'sub/one.yaml'), one)
  writeFileSync(join(folder, 'two.yaml'), 'pwos: 1\nname: two\nstages: { b: { run: echo } }\n')
  const definition = loadDefinition(folder, 'w.yaml')
  const fields = definitionFields(definition)
  expect(Object.keys(fields.files ?? {})).toEqual(['sub/one.yaml', 'two.yaml'])
  rmSync(join(folder, 'sub'), { recursive: true })
  writeFileSync(join(folder, 'two.yaml'), 'pwos: 1\nname: two\nstages: { c: { run: echo } }\n')
  const names = createLoader()({ ...fields, run: 'r' } as RunStarted).stages.map(({ name }) => name)
  expect(names).toEqual(['study.begin', 'study.a', 'study.deep.begin', 'study.deep.b', 'study.deep', 'study'])
  expect(() => loadDefinition(folder, 'w.yaml')).toThrow()
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'sub/one.yaml'), one)
  expect(wholeText(loadDefinition(folder, 'w.yaml'))).not.toBe(wholeText(definition))
})
