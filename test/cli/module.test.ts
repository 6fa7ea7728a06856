import { mkdirSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { build, workspace } from './pwos.ts'

beforeAll(build)

const study = `
import { integers, script, text, workflow } from 'pwos'
console.log('what a module prints is not its definition')
const wf = workflow('squares', { parameters: { xs: integers([1, 2, 3]) } })
const square = wf.stage('square', {
  foreach: { x: wf.parameters.xs },
  outputs: { value: text('value.txt') },
  run: ({ x, outputs }) => script\`echo $(( \${x} * \${x} )) > \${outputs.value}\`,
})
wf.stage('total', { outputs: { all: text('all.txt') }, run: ({ outputs }) => script\`cat \${square.outputs.value.paths} > \${outputs.all}\` })
export default wf
`

test('[CLI-34] a workflow written as a module is checked and run', async () => {
  await using here = workspace({ 'study.mjs': study })
  mkdirSync(here.path('node_modules'))
  symlinkSync(fileURLToPath(new URL('../..', import.meta.url)), here.path('node_modules/pwos'))
  expect(here.pwos('check', 'study.mjs').status).toBe(0)
  const ran = here.pwos('run', 'study.mjs', '--set', 'xs=[2, 5]')
  expect(ran.stderr + ran.stdout).toMatch(/All 3 tasks have results/)
  expect(ran.status).toBe(0)
  expect(here.pwos('run', 'study.mjs', '--set', 'xs=[2, 5]').stdout).toMatch(/all of them reused/)
})

test('[CLI-34] a module that cannot be loaded, or exports no workflow, is an error with its line and no stack', async () => {
  await using here = workspace({
    'broken.mjs': 'const a = 1\nconst b = (\n',
    'other.mjs': 'export default 3\n',
    'throws.mjs': "\nthrow new Error('no such potential')\n",
  })
  const broken = here.pwos('check', 'broken.mjs')
  expect(broken.status).toBe(3)
  expect(broken.stderr).toMatch(/broken\.mjs:3: .*SyntaxError: Unexpected end of input/)
  expect(here.pwos('check', 'throws.mjs').stderr).toMatch(/throws\.mjs:2:\d+: .*no such potential/)
  expect(here.pwos('check', 'other.mjs').stderr).toMatch(/does not export a workflow/)
  for (const file of ['broken.mjs', 'other.mjs', 'throws.mjs']) expect(here.pwos('run', file).stderr).not.toMatch(/ {4}at /)
})
