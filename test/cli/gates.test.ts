import { beforeAll, expect, test, vi } from 'vitest'
import { build, until, type Workspace, workspace } from './pwos.ts'

beforeAll(build)
// Each sentence of a person is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

const study = (gate: string) => `pwos: 1
name: judged
stages:
  measure:
    run: |
      echo '{"m": 9}' > "$PWOS_METRICS"
      echo nine > \${{ outputs.o }}
    outputs: { o: { path: o.txt } }
    metrics: { m: number }
    gates: [{ name: small, check: m < 5${gate} }]
  use:
    run: cat \${{ stages.measure.outputs.o }} > \${{ outputs.copy }}
    outputs: { copy: { path: copy.txt } }
`

async function asking(): Promise<Workspace> {
  const folder = workspace({ 'workflow.yaml': study(', else: ask') })
  expect(folder.pwos('run', 'workflow.yaml', '--detach')).toMatchObject({ status: 0 })
  await until(() => folder.json('inbox').lines[0].items?.length === 1)
  return folder
}

const phase = (folder: Workspace) => folder.json('status').lines[0].phase

test('[CLI-63] a gate that asks waits in the inbox, and is answered there: to let pass needs a name and a reason', async () => {
  await using folder = await asking()
  const { stdout } = folder.pwos('inbox')
  expect(stdout).toContain('did not pass: small m < 5  m = 9')
  expect(stdout).toMatch(/pwos approve \S+ measure --reason …/)
  expect(folder.json('status').lines[0].waiting).toMatchObject([{ stage: 'measure', kind: 'question', persons: [] }])
  expect(folder.pwos('explain', 'measure').stdout).toContain('small did not hold')
  const bare = folder.pwos('approve', 'measure', '--as', 'kim')
  expect(bare).toMatchObject({ status: 2 })
  expect(bare.stderr).toContain('no_reason')
  expect(folder.pwos('answer', 'measure', 'm=1', '--as', 'kim').stderr).toContain('whether its result may pass')
  expect(folder.pwos('approve', 'measure', '--as', 'kim', '--reason', 'a cold detector').stdout).toContain(
    'it is done, and the run goes on',
  )
  // A second click finds nothing that waits, or no run that goes on.
  expect(folder.pwos('approve', 'measure', '--as', 'kim', '--reason', 'again').stderr).toMatch(/\[(not_asked|run_over)\]/)
  await until(() => phase(folder) === 'succeeded')
  expect(folder.read('.pwos/results/judged/use/copy.txt')).toBe('nine\n')
  folder.pwos('report', '--output', 'report.html')
  for (const text of ['Waived: small (kim: a cold detector). On that rest the results of measure, use.', 'waived']) {
    expect(folder.read('report.html')).toContain(text)
  }
  const status = folder.pwos('status').stdout
  for (const text of ['~ small (kim: a cold detector)', '1/1 ~ rests on a waiver', 'on that rest measure, use'])
    expect(status).toContain(text)
  expect(folder.pwos('status', '--lang', 'ko').stdout).toContain('면제에 기댐')
  expect(folder.pwos('metrics').stdout).toMatch(
    /measure\.m\n.*\n0 +9 ~\n\nValues with ~ rest on a waiver\n +~ measure: small \(kim: a cold detector\)/,
  )
  expect(folder.json('metrics').lines[0]).toMatchObject({
    waivers: [{ gate: 'small', by: 'kim' }],
    metrics: [{ values: [{ waivers: [0] }] }],
  })
  expect(folder.pwos('metrics', '--csv').stdout).toContain(',small (kim: a cold detector)\n')
})

test('[GATE-30] whoever is asked to approve what rests on a waiver is told, also where the result is hidden', async () => {
  const study = `pwos: 1
name: judged
resources: { people: [{ name: ana, roles: [pi] }] }
stages:
  measure:
    run: |
      echo "{\\"m\\": $((4000 + 321))}" > "$PWOS_METRICS"
      echo nine > \${{ outputs.o }}
    outputs: { o: { path: o.txt } }
    metrics: { m: number }
    gates: [{ name: small, check: m < 5 }]
  sign-off:
    approval: { by: pi, of: "\${{ stages.measure.outputs.o }}"UNBLINDS }
`
  for (const hidden of [false, true]) {
    const text = study.replace('UNBLINDS', hidden ? ', unblinds: measure' : '')
    await using folder = workspace({ 'workflow.yaml': hidden ? text.replace('  measure:\n', '  measure:\n    blind: true\n') : text })
    folder.pwos('run', 'workflow.yaml')
    folder.pwos('waive', 'measure.small', '--reason', 'a cold detector', '--as', 'ana', '--detach')
    await until(() => folder.json('inbox').lines[0].items?.length === 1)
    expect(folder.pwos('inbox').stdout).toContain('rests on a waiver: measure: small (ana: a cold detector)')
    expect(folder.json('inbox').lines[0].items[0].waivers).toMatchObject([{ stage: 'measure', gate: 'small', by: 'ana' }])
    expect(folder.json('status').lines[0].waivers).toMatchObject([{ gate: 'small', reason: 'a cold detector', resting: ['measure'] }])
    folder.pwos('report', '--output', 'report.html')
    expect(folder.read('report.html')).toContain('Waived: small (ana: a cold detector)')
    if (hidden) for (const told of ['status', 'inbox', 'metrics', 'issues']) expect(folder.pwos(told).stdout).not.toContain('4321')
    if (hidden) expect(folder.read('report.html')).not.toContain('4321')
    folder.pwos('approve', 'sign-off', '--as', 'ana')
    await until(() => phase(folder) === 'succeeded')
  }
})

test('[CLI-63] what is refused has failed, and what is tried again is asked anew', async () => {
  await using folder = await asking()
  expect(folder.pwos('retry', folder.json('status').lines[0].run, 'measure', '--detach')).toMatchObject({ status: 0 })
  await until(() => folder.json('inbox').lines[0].items?.[0]?.attempt === 2)
  expect(folder.pwos('reject', 'measure', '--as', 'kim', '--reason', 'too large').stdout).toContain('rejected')
  await until(() => phase(folder) === 'failed')
  expect(folder.json('status').lines[0].failures[0].detail).toContain('by kim: too large')
})

test('[CLI-64,CLI-65,GATE-10] a waiver of a run that is over lets it go on, and the issue says so', async () => {
  await using folder = workspace({ 'workflow.yaml': study('') })
  expect(folder.pwos('run', 'workflow.yaml')).toMatchObject({ status: 1 })
  expect(folder.pwos('issues').stdout).toMatch(/✕ \S+#1 measure: gate small\n\s+m = 9/)
  expect(folder.pwos('issue', '1', 'assign', 'ana', '--as', 'kim').stdout).toContain('ana has it')
  expect(folder.pwos('issue', '1', 'resolve', '--as', 'kim').stderr).toContain('no_reason')
  expect(folder.pwos('issue', '2', 'resolve', '--as', 'kim', '--reason', 'x').stderr).toContain('unknown_issue')
  expect(folder.pwos('waive', 'measure.smal', '--reason', 'x', '--as', 'kim').stderr).toContain('Did you mean `small`?')
  expect(folder.pwos('waive', 'measure', '--reason', 'x', '--as', 'kim').stderr).toContain('measure.GATE')
  expect(folder.pwos('waive', 'measure.small', '--as', 'kim').stderr).toContain('no_reason')
  const waived = folder.pwos('waive', 'measure.small', '--reason', 'a cold detector', '--as', 'kim')
  expect(waived).toMatchObject({ status: 0 })
  expect(waived.stdout).toContain('Waived: small (kim: a cold detector). On that rest the results of measure, use.')
  // Nothing was computed again.
  expect(folder.json('status').lines[0].stages[0]).toMatchObject({ name: 'measure', counts: { done: 1 } })
  expect(folder.pwos('waive', 'measure.small', '--reason', 'twice', '--as', 'kim').stderr).toContain('nothing_to_do')
  expect(folder.pwos('explain', 'use').stdout).toContain('rests on a waiver: measure did not pass small; kim let it pass (a cold detector)')
  expect(folder.json('quality').lines[0].workflows[0].gates[0].history).toMatchObject([{ failed: 1, waived: 1 }])
  expect(folder.pwos('plan', 'workflow.yaml').stdout.replace(/\s+/g, ' ')).toContain('gate small was waived by kim: a cold detector')
  folder.pwos('plan', 'workflow.yaml', '--output', 'plan.md')
  expect(folder.read('plan.md')).toContain('gate small was waived by kim: a cold detector')
  expect(folder.pwos('issues').stdout).toContain('No open issue')
  expect(folder.pwos('issues', '--all').stdout).toContain('waived by kim: a cold detector')
  expect(folder.pwos('issue', '1', 'reopen', '--as', 'ana', '--reason', 'not cold at all').stdout).toContain('reopened')
  expect(folder.pwos('issues').stdout).toContain('not cold at all')
})
