import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { examples } from './programs.ts'

const names = ['ising', 'argon', 'beamline', 'beamtime', 'blind-analysis', 'pellets', 'oscillator', 'silicon-qe', 'argon-lammps']

test.each(names)('[EXA-1] the workflow of %s loads without problems', (name) => {
  const folder = join(examples, name)
  const { workflow, problems } = load(name, (path) => existsSync(join(folder, path)))
  expect(problems).toEqual([])
  expect(workflow?.stages.length).toBeGreaterThan(2)
})

test.each(names)('[EXA-2] what a program of %s imports is among the inputs of its stage', (name) => {
  const stages = load(name).workflow?.stages ?? []
  expect(stages.some((stage) => stage.inputs.length > 0)).toBe(true)
  for (const stage of stages) {
    const inputs = stage.inputs.flatMap(({ path }) => (path.source.endsWith('.mjs') ? [path.source] : []))
    for (const input of inputs) {
      const missing = importsOf(join(examples, name, input)).filter((path) => !inputs.includes(path))
      expect(missing, `${stage.name}: ${input}`).toEqual([])
    }
  }
})

test('[EXA-3] files of one name are the same in all examples', () => {
  const own = ['statistics.mjs', 'validate.mjs']
  const programs = names.flatMap((name) =>
    readdirSync(join(examples, name)).flatMap((file) => (file.endsWith('.mjs') && !own.includes(file) ? [{ name, file }] : [])),
  )
  const several = new Set<string>()
  for (const { name, file } of programs) {
    const first = programs.find((other) => other.file === file)?.name ?? name
    if (first !== name) several.add(file)
    expect(textOf(name, file), `${name}/${file}`).toBe(textOf(first, file))
  }
  expect([...several].sort()).toEqual([
    'calibrate.mjs',
    'crystal.mjs',
    'detector.mjs',
    'least-squares.mjs',
    'options.mjs',
    'peaks.mjs',
    'plot.mjs',
    'random.mjs',
    'reduce.mjs',
    'report.mjs',
  ])
})

function load(name: string, beside?: (path: string) => boolean) {
  return loadWorkflow(textOf(name, 'workflow.yaml'), join(examples, name, 'workflow.yaml'), beside ? { beside } : {})
}

function textOf(name: string, file: string): string {
  return readFileSync(join(examples, name, file), 'utf8')
}

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/from '\.\/([^']+)'/g)].map((match) => match[1] ?? '')
}
