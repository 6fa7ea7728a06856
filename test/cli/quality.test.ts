import { beforeAll, expect, test, vi } from 'vitest'
import { build, workspace } from './pwos.ts'

beforeAll(build, 120_000)
vi.setConfig({ testTimeout: 120_000 })

const calibration = `pwos: 1
name: calibration
parameters: { gain: 10.0 }
stages:
  calibrate:
    cache: false
    run: echo '{"gain":' $PWOS_gain '}' > "$PWOS_METRICS"
    metrics: { gain: { unit: mV } }
    gates: [{ name: in-range, check: "gain < 10.8 mV" }]
`

test('[METRIC-23, METRIC-24, METRIC-25] quality over runs: yields, gates, charts in the terminal, as SVG and as JSON', async () => {
  await using here = workspace({ 'workflow.yaml': calibration })
  const gains = [10.0, 10.1, 9.9, 10.05, 9.95, 10.1, 9.9, 10.9]
  for (const gain of gains) here.pwos('run', 'workflow.yaml', '--set', `gain=${gain}`)
  const { stdout } = here.pwos('quality')
  expect(stdout).toContain('calibration  8 runs')
  expect(stdout).toMatch(/passed at first {2}88 % \(7\/8\)/)
  expect(stdout).toContain('✓✓✓✓✓✓✓✗')
  expect(stdout).toContain('out of control: beyond 3 σ')
  const chart = here.pwos('quality', 'gain', '--baseline', '7', '--svg', 'gain.svg').stdout
  expect(chart).toContain('+3σ')
  expect(chart).toContain('✗ shewhart: beyond 3 σ')
  expect(chart).toMatch(/once in 370, EWMA its limits once in 500, CUSUM once\s+in 465/)
  expect(here.read('gain.svg')).toContain('calibrate.gain (mV)')
  const [answer] = here.json('quality', 'calibrate.gain').lines as [{ workflows: { metrics: { points: { value: number }[] }[] }[] }]
  expect(answer.workflows[0]?.metrics[0]?.points.map(({ value }) => value)).toEqual(gains)
  const unknown = here.pwos('quality', 'gian')
  expect(unknown.stderr).toContain('Did you mean `gain`?')
})
