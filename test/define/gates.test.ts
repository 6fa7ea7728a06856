import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'

function stage(gate: string) {
  const text = `pwos: 1\nname: test\nparameters: { steps: 10 }\nstages:\n  a:\n    run: measure \${{ steps }}\n    metrics: { m: number }\n    gates:\n      - ${gate}\n`
  const { workflow, problems } = loadWorkflow(text, 'workflow.yaml')
  return {
    gate: workflow?.stages[0]?.gates[0],
    problems: problems.map(({ code, at, message }) => `${at?.line}:${at?.column} ${code} ${message.en}`),
  }
}

test('[GATE-1] a gate says its confidence as a share of at least one half', () => {
  expect(stage('{ name: g, check: m < 1 }').gate?.confidence).toBe(0.95)
  expect(stage('{ name: g, check: m < 1, confidence: 99 % }').gate?.confidence).toBeCloseTo(0.99, 12)
  expect(stage('{ name: g, check: m < 1, confidence: 0.9 }').gate?.confidence).toBe(0.9)
  const wrong = (given: string) => stage(`{ name: g, check: m < 1, confidence: ${given} }`).problems
  expect(wrong('95')).toEqual(['9:46 out_of_bounds `confidence` must be a share from 50 % ... 99.9999999 %.'])
  expect(wrong('40 %')).toHaveLength(1)
  expect(wrong('2 s')).toHaveLength(1)
  expect(wrong('high')).toHaveLength(1)
})
