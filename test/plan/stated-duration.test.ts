import { expect, test } from 'vitest'
import { triangular } from '#plan/stated-duration.ts'

test('[PLAN-2] a triangular distribution has its own mean and quantiles', () => {
  const { expectedMs, quantile } = triangular(10, 10, 40)
  expect(expectedMs).toBe(20)
  expect(quantile(0)).toBe(10)
  expect(quantile(0.75)).toBeCloseTo(25)
  const steps = 10_000
  const mean =
    Array.from({ length: steps }, (_, at) => triangular(2, 5, 17).quantile((at + 0.5) / steps)).reduce((sum, x) => sum + x, 0) / steps
  expect(mean).toBeCloseTo(8, 3)
})
