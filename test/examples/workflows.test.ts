import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'

const examples = join(import.meta.dirname, '../../examples')

test.each(['ising', 'argon'])('the workflow of %s loads without problems', (name) => {
  const folder = join(examples, name)
  const file = join(folder, 'workflow.yaml')
  const { workflow, problems } = loadWorkflow(readFileSync(file, 'utf8'), file, { beside: (path) => existsSync(join(folder, path)) })
  expect(problems).toEqual([])
  expect(workflow?.stages.length).toBeGreaterThan(2)
})

test.each(['ising', 'argon'])('every file that a program of %s imports is among the inputs of its stage', (name) => {
  const folder = join(examples, name)
  const file = join(folder, 'workflow.yaml')
  const { workflow } = loadWorkflow(readFileSync(file, 'utf8'), file)
  for (const stage of workflow?.stages ?? []) {
    const inputs = stage.inputs.map((input) => input.name)
    for (const input of inputs) expect(importsOf(join(folder, input)).filter((path) => !inputs.includes(path)), `${stage.name}: ${input}`).toEqual([])
  }
})

test.each(['plot.mjs', 'random.mjs', 'report.mjs'])('%s is the same in all examples, each of which stands alone', (file) => {
  expect(readFileSync(join(examples, 'argon', file), 'utf8')).toBe(readFileSync(join(examples, 'ising', file), 'utf8'))
})

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/from '\.\/([^']+)'/g)].map((match) => match[1] ?? '')
}
