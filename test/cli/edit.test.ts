import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { until } from '../worlds/until.ts'
import { build, workspace } from './pwos.ts'

const file = (stages = '') => `pwos: 1
name: scan
parameters: { n: 4, log: { type: string } }
resources: { cpu: 8 }
stages:
  sample:
    foreach: { i: "\${{ range(n) }}" }
    run: |
      echo \${{ i }} >> "$PWOS_log"
      [[ \${{ i }} -lt 2 ]] || until [[ -e "$PWOS_log.go" ]]; do sleep 0.05; done
      echo \${{ i }} > \${{ outputs.b }}
    outputs: { b: b.txt }
  sum: { run: "cat \${{ stages.sample.outputs.b.manifest }} > \${{ outputs.c }}", outputs: { c: c.txt } }
${stages}`

beforeAll(build, 240_000)

test('[CLI-70] a changed file takes the place of a run: done work stays, what is wanted goes on, the rest is stopped, and nothing is computed twice', async () => {
  await using space = workspace({ 'workflow.yaml': file('  idle: { run: sleep 1000 }\n') })
  const log = join(space.folder, 'log')
  expect(space.pwos('run', 'workflow.yaml', '--set', `log=${log}`, '--detach').status).toBe(0)
  const lines = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').sort() : [])
  await until(() => lines().length === 4 && /2\/4/.test(space.pwos('status').stdout))
  writeFileSync(join(space.folder, 'workflow.yaml'), file())
  const preview = space.pwos('edit', '--set', 'n=6', '--dry-run', '--json')
  const { stages, parameters } = JSON.parse(preview.stdout).result
  const zero = { kept: 0, goOn: 0, rerun: 0, added: 0, undecided: 0, dropped: 0, cancelled: 0 }
  expect(parameters).toEqual([{ name: 'n', from: '4', to: '6' }])
  expect(stages).toEqual([
    { ...zero, name: 'sample', kept: 2, goOn: 2, added: 2 },
    { ...zero, name: 'sum', undecided: 1 },
    { ...zero, name: 'idle', cancelled: 1 },
  ])
  expect(space.pwos('edit', '--set', 'n=6').stderr).toContain('Nothing was changed')
  expect(space.pwos('edit', 'workflow.yaml', '--set', 'n=6', '--yes', '--detach').status).toBe(0)
  writeFileSync(`${log}.go`, '')
  expect(space.pwos('attach').stdout).toContain('Succeeded')
  expect(lines()).toEqual(['0', '1', '2', '3', '4', '5'])
  await until(() => !/running|being cancelled/.test(space.pwos('runs').stdout))
  expect(space.pwos('runs').stdout).toMatch(/succeeded[\s\S]*cancelled/)
}, 120_000)

test('[CLI-70] stages can be made anew, with all that follows; mistakes in the file are told and nothing is changed', async () => {
  await using space = workspace({
    'workflow.yaml':
      'pwos: 1\nname: two\nstages:\n  a: { run: "date +%N > ${{ outputs.a }}", outputs: { a: a.txt } }\n  b: { run: "cat ${{ stages.a.outputs.a }}" }\n  c: { run: "true" }\n',
  })
  expect(space.pwos('run', 'workflow.yaml').status).toBe(0)
  const same = space.pwos('edit', '--dry-run')
  expect(same.stdout).toContain('Nothing is left to do')
  expect(space.pwos('edit', '--rerun', 'a', '--yes').stdout).toMatch(/All 3 tasks have results \(1 of them reused\)/)
  expect(space.pwos('edit', '--rerun', 'aa', '--yes').stderr).toMatch(/aa[\s\S]*`?a`?/)
  writeFileSync(join(space.folder, 'workflow.yaml'), 'pwos: 1\nname: two\nstages:\n  a: { rum: "true" }\n')
  const bad = space.pwos('edit', '--yes')
  expect([bad.status, bad.stdout + bad.stderr]).toEqual([3, expect.stringMatching(/4:8[\s\S]*rum/)])
  expect(space.pwos('runs', '--json').stdout.match(/"run":/g)?.length).toBe(2)
}, 120_000)

test('[CLI-71] an edit that would show what is blind is refused, also under another name; once it is unblinded it is done', async () => {
  const blind = (name: string, mark: string) => `pwos: 1
name: search
resources: { people: [{ name: kim }, { name: lee }] }
stages:
  ${name}: { run: "echo 42 > \${{ outputs.x }}", outputs: { x: x.txt }${mark} }
  ok: { approval: { by: lee, of: "\${{ stages.${name}.outputs.x }}"${mark === '' ? '' : `, unblinds: ${name}`} } }
`
  await using space = workspace({ 'workflow.yaml': blind('fit', ', blind: true') })
  expect(space.pwos('run', 'workflow.yaml', '--detach').status).toBe(0)
  await until(() => space.pwos('inbox', '--all').stdout.includes('ok'))
  for (const text of [blind('fit', ''), blind('renamed', '')]) {
    writeFileSync(join(space.folder, 'workflow.yaml'), text)
    const refused = space.pwos('edit', '--dry-run')
    expect([refused.status, refused.stdout + refused.stderr]).toEqual([
      7,
      expect.stringMatching(/hidden until they are unblinded: (fit|renamed)/),
    ])
    expect(refused.stdout + refused.stderr).toContain('`ok`')
  }
  expect(space.pwos('approve', 'ok', '--as', 'lee').status).toBe(0)
  expect(space.pwos('attach').stdout).toContain('Succeeded')
  expect(space.pwos('edit', '--dry-run').status).toBe(0)
}, 120_000)
