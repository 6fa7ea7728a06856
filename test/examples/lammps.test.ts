import { expect, test } from 'vitest'
import { describeWith } from '../installed.ts'
import { runExample } from './run-example.ts'

describeWith('lmp', 'lammps', () => {
  test('[EXA-53] argon: the integrator is of second order, a run that drifts is stopped and repaired, energy and pressure agree with NIST', () => {
    const { status, text, metric } = runExample('argon-lammps')
    expect(status, text).toBe(0)
    // Stopped by the watch, or by LAMMPS itself where the machine is too busy to look: repaired in both cases.
    expect(text).toMatch(/reckless tried again with reckless_dt = 0\.011/)
    expect(metric('order', 'order')).toBeCloseTo(2, 0)
    expect(metric('order', 'chosen')).toBe(0.004)
    expect(Math.abs(metric('compare', 'energy') + 5.5121)).toBeLessThan(0.01)
  }, 300_000)
})
