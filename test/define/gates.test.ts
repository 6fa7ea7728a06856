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

function problems(stages: string) {
  const text = `pwos: 1
name: test
parameters: { steps: 10 }
resources: { people: [{ name: ada, roles: [pi] }] }
stages:
${stages}`
  const errors = loadWorkflow(text, 'workflow.yaml').problems.filter(({ level }) => level === 'error')
  return errors.map(({ code, message, hint }) => `${code} ${message.en} ${hint?.en ?? ''}`.trim())
}

const judged = (gate: string) => `
  a: { run: "make \${{ steps }}", outputs: { o: { path: o.json } } }
  other: { run: "other" }
  b:
    run: "use \${{ stages.a.outputs.o }} \${{ steps }}"
    metrics: { m: number }
    gates: [{ name: g, check: m < 1, ${gate} }]
`

test('[GATE-4] actions are compiled, alone and in lists, and what makes no sense is told', () => {
  const good =
    'else: [{ retry: { with: { steps: "${{ steps * 2 }}" } } }, { rework: { from: a, with: { steps: 20 } } }, { ask: pi }, fail], inconclusive: ask, waive: [ada, pi]'
  expect(problems(judged(good))).toEqual([])
  expect(problems(judged('else: warn'))).toEqual([
    'bad_rule A `required` gate cannot only warn: what did not pass would go on. Give it `level: expected`.',
  ])
  expect(problems(judged('level: expected, else: warn'))).toEqual([])
  expect(problems(judged('else: stop'))[0]).toContain('bad_value')
  expect(problems(judged('else: { retry: {}, ask: pi }'))[0]).toContain('An action is one thing to do.')
  expect(problems(judged('else: { retri: {} }'))[0]).toContain('Did you mean `retry`?')
  expect(problems(judged('else: { ask: pj }'))).toEqual([
    'bad_value `pj` is declared nowhere: a person or a role under `resources.people` is meant here. Did you mean `pi`?',
  ])
  expect(problems(judged('waive: nobody'))[0]).toContain('`nobody` is declared nowhere')
  expect(problems(judged('waive: never'))).toEqual([])
  expect(problems(judged('waive: never, else: ask'))[0]).toContain('Nobody can be asked')
})

test('[GATE-5] quarantine needs a fan-out and a bound', () => {
  expect(problems(judged('else: { quarantine: { at_most: 3 } }'))[0]).toContain('`b` is one task')
  const fan = (bound: string) =>
    problems(`
  a: { foreach: { i: [1, 2] }, run: "make \${{ i }} \${{ steps }}", metrics: { m: number }, gates: [{ name: g, check: m < 1, else: { quarantine: ${bound} } }] }`)
  expect(fan('{ at_most: 5 % }')).toEqual([])
  expect(fan('{ at_most: 2 }')).toEqual([])
  expect(fan('{ at_most: 0.05 }')[0]).toContain('a number of tasks or a share')
  expect(fan('{ at_most: 200 % }')[0]).toContain('a number of tasks or a share')
  expect(fan('{}')[0]).toContain('`at_most` is missing')
})

test('[GATE-6] rework goes back to a stage before, whose followers are counted before the run', () => {
  expect(problems(judged('else: { rework: { from: other } }'))).toEqual([
    'bad_rule `other` is not before `b`: doing it again would change nothing here. Name a stage whose outputs or metrics it uses, directly or through others.',
  ])
  expect(problems(judged('else: { rework: { from: aa } }'))).toEqual(['unknown_stage There is no stage `aa`. Did you mean `a`?'])
  expect(problems(judged('else: { rework: { from: a, with: { step: 2 } } }'))[0]).toContain('Did you mean `steps`?')
  expect(
    problems(`
  a: { run: "make \${{ steps }}", outputs: { o: { path: o.json, format: json } } }
  b: { foreach: { i: "\${{ stages.a.outputs.o.json }}" }, run: "each \${{ i }}", metrics: { m: number }, gates: [{ name: g, check: m < 1, else: { rework: { from: a } } }] }`),
  ).toEqual([
    'bad_rule The tasks of `b` are counted from what would be made again. Start the rework at a stage behind that, or give its `foreach` values that stand before the run.',
  ])
})
