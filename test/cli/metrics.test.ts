import { beforeAll, expect, test, vi } from 'vitest'
import { build, workspace } from './pwos.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 90_000 })

const study = `pwos: 1
name: cutoff
parameters: { cut: [20, 30, 40] }
stages:
  scf:
    foreach: { ecut: "\${{ cut }}" }
    run: |
      echo "!  total energy = -15.8\${{ ecut }} Ry"
      echo '{"m": {"value": 1.5, "unit": "eV", "uncertainty": {"statistical": 0.03, "systematic": 0.04}}, "h": {"edges": [0, 1, 2], "counts": [3, 7]}}' > "$PWOS_METRICS"
    metrics:
      energy: { unit: Ry, from: { regex: '^!\\s+total energy\\s+=\\s+(\\S+)' } }
      m: { unit: meV, uncertainty: [statistical, systematic] }
      h: { type: histogram, unit: keV }
`

test('[METRIC-8] metrics of a run: a table, one with its plot, JSON and CSV', async () => {
  await using here = workspace({ 'workflow.yaml': study })
  expect(here.pwos('run', 'workflow.yaml').status).toBe(0)
  const all = here.pwos('metrics').stdout
  expect(all).toMatch(/scf\.energy {2}Ry {4}3 {6}−15\.84 … −15\.83 … −15\.82/)
  const { stdout } = here.pwos('metrics', 'energy')
  expect(stdout).toContain('scf.energy (Ry)')
  expect(stdout).toMatch(/40 {2}ecut\n/)
  expect(stdout).toMatch(/ecut=30 {2}−15\.83/)
  expect(here.pwos('metrics', 'm').stdout).toContain('ecut=20  1500 ± 30 (stat) ± 40 (syst)')
  expect(here.pwos('metrics', 'h').stdout).toContain('ecut=20  10 in 2 bins, 0 … 2')
  expect(here.pwos('metrics', 'h', '--lang', 'ko').stdout).toContain('ecut=20  구간 2개에 10, 0 … 2')
  const [{ metrics }] = here.json('metrics', 'scf.energy').lines as [{ metrics: { values: unknown[] }[] }]
  expect(metrics[0]).toMatchObject({
    stage: 'scf',
    name: 'energy',
    unit: 'Ry',
    axis: 'ecut',
    values: [{ task: 0, x: 20, value: -15.82 }, {}, {}],
  })
  const csv = here.pwos('metrics', 'h', '--csv').stdout.split('\n')
  expect(csv[2]).toMatch(/^scf,0,ecut=20,h,keV,1,1\.5,7,,,,/)
  const unknown = here.pwos('metrics', 'energi')
  expect(unknown.status).not.toBe(0)
  expect(unknown.stderr).toContain('Did you mean `energy`?')
})

const streaming = `pwos: 1
name: live
stages:
  md:
    run: |
      for i in $(seq 1 40); do echo "{\\"energy\\": -$i}" >> "$PWOS_METRICS"; sleep 0.1; done
    metrics: { energy: { unit: eV } }
    watch: [{ stop_if: "energy < -35 eV", cause: diverged }]
`

test('[METRIC-15] what comes while a task runs is shown by status and by --follow, and drawn afterwards', async () => {
  await using here = workspace({ 'workflow.yaml': streaming })
  expect(here.pwos('run', 'workflow.yaml', '--detach').status).toBe(0)
  const following = here.start('metrics', 'energy', '--follow')
  await following.shows(/md\/0 {2}energy {2}\d+ {2}−\d+/)
  const [status] = here.json('status').lines as [{ running: { metrics?: { name: string; unit: string; values: number[] }[] }[] }]
  expect(status.running[0]?.metrics?.[0]).toMatchObject({ name: 'energy', unit: 'eV' })
  const { status: code, stdout } = await following.ended
  expect(code).toBe(0)
  const lines = [...stdout.matchAll(/^md\/0 {2}energy {2}(\d+) /gm)].map(([, line]) => Number(line))
  expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
  expect(lines.at(-1)).toBeGreaterThanOrEqual(36)
  expect(stdout).toContain('md/0 energy while it ran')
  expect(here.pwos('status').stdout).toContain('stopped early, as energy < -35 eV')
})
