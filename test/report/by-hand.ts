import type { Expression, Template } from '#expression/compiled.ts'
import type { Value } from '#expression/value.ts'
import type { Gate } from '#model/gate.ts'
import type { Place } from '#model/problem.ts'
import type { Dependency, Output, Stage, Workflow } from '#model/workflow.ts'

const at: Place = { file: 'workflow.yaml', line: 1, column: 1 }

/** An expression that has a value already. */
export function constant(source: string, value: Value = null): Expression {
  return { source, type: { kind: 'any' }, references: [], evaluate: () => value }
}

export function text(source: string): Template {
  return { source, references: [], constant: true, single: undefined, render: () => source }
}

export function gate(name: string, check: string, level: Gate['level'] = 'required'): Gate {
  return { name, check: constant(check), level, confidence: 0.95, otherwise: [], inconclusive: undefined, waivedBy: undefined, at }
}

export function output(name: string, temporary = false): Output {
  return { name, kind: 'file', path: text(name), format: undefined, optional: false, temporary, contentUsed: false, at }
}

export function element(stage: number, ...outputs: string[]): Dependency {
  return { stage, kind: 'element', order: false, outputs, expansion: false }
}

export function whole(stage: number, ...outputs: string[]): Dependency {
  return { stage, kind: 'whole', order: false, outputs, expansion: false }
}

export function after(stage: number): Dependency {
  return { stage, kind: 'whole', order: true, outputs: [], expansion: false }
}

export function axes(values: { readonly [name: string]: readonly Value[] }, zip = false): Stage['fanout'] {
  return { kind: 'foreach', zip, axes: Object.entries(values).map(([name, list]) => ({ name, values: constant(name, list), at })) }
}

export type StageByHand = Partial<Omit<Stage, 'index' | 'name'>> & { readonly name: string }

export function workflow(stages: readonly StageByHand[], more: Partial<Workflow> = {}): Workflow {
  return {
    name: 'by-hand',
    title: undefined,
    domain: undefined,
    question: undefined,
    challenges: [],
    parameters: [],
    pools: [],
    people: [],
    instruments: [],
    timezone: 'UTC',
    start: undefined,
    deadline: undefined,
    priority: 0,
    ...more,
    stages: stages.map((stage, index) => ({ ...bare, ...stage, index })),
  }
}

const bare: Omit<Stage, 'index' | 'name'> = {
  title: undefined,
  objectives: [],
  fanout: { kind: 'single' },
  dependencies: [],
  when: undefined,
  inputs: [],
  run: text('true'),
  shell: ['bash'],
  env: [],
  outputs: [],
  metrics: [],
  needs: [],
  time: undefined,
  alternatives: [],
  priority: 0,
  notBefore: undefined,
  deadline: undefined,
  bookedAt: undefined,
  human: undefined,
  stall: undefined,
  gates: [],
  watches: [],
  onError: [],
  cache: true,
  at,
}
