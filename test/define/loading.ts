import { expect } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import type { LoadOptions } from '#define/load-options.ts'
import type { Problem } from '#model/problem.ts'
import type { Stage, Workflow } from '#model/workflow.ts'

/** A problem as `line:column code`, the way tests compare them. */
export function short({ code, at }: Problem): string {
  return `${at?.line ?? '-'}:${at?.column ?? '-'} ${code}`
}

export function problemsOf(text: string, options?: LoadOptions): string[] {
  return loadWorkflow(text, 'workflow.yaml', options).problems.map(short)
}

/** Problems of a file that has a head and these lines; lines count from the first of them. */
export function problemsIn(body: string): string[] {
  const head = 'pwos: 1\nname: test\n'
  const { problems } = loadWorkflow(head + body, 'workflow.yaml')
  return problems.map((problem) => short({ ...problem, at: problem.at && { ...problem.at, line: problem.at.line - 2 } }))
}

/** A workflow that has no error; warnings are let pass. */
export function loaded(text: string): Workflow {
  const { workflow, problems } = loadWorkflow(text, 'workflow.yaml')
  expect(problems.filter(({ level }) => level === 'error')).toEqual([])
  if (workflow === undefined) throw new Error('no workflow, and no error')
  return workflow
}

export function loadedIn(body: string): Workflow {
  return loaded(`pwos: 1\nname: test\n${body}`)
}

export function stageOf(workflow: Workflow, name: string): Stage {
  const stage = workflow.stages.find((candidate) => candidate.name === name)
  if (stage === undefined) throw new Error(`no stage ${name}`)
  return stage
}

/** Dependencies as `kind stage outputs…`, with `order` and `expansion` where they are. */
export function dependencies(workflow: Workflow, name: string): string[] {
  return stageOf(workflow, name).dependencies.map(({ stage, kind, order, expansion, outputs }) =>
    [kind, workflow.stages[stage]?.name, ...outputs, ...(order ? ['order'] : []), ...(expansion ? ['expansion'] : [])].join(' '),
  )
}

/** The study of design.md, as far as this version goes. */
export const ising = `pwos: 1
name: ising-critical-point
title: Critical temperature of the 2D Ising model
domain: statistical-mechanics
question: At which temperature does the 2D Ising model order?
challenges: [Critical slowing down near the transition]

parameters:
  sizes:        { type: "integer[]", default: [8, 16, 32] }
  temperatures: { type: "number[]", default: "\${{ linspace(2.0, 2.6, 13) }}" }
  sweeps:       { type: integer, default: 20000, min: 100 }
  mixing: 0.5

resources:
  cpu: 4
  memory: 16 GB
  licence: 2

stages:
  sample:
    objectives: [Sample magnetisation at each size and temperature]
    foreach: { L: "\${{ sizes }}", T: "\${{ temperatures }}" }
    inputs: { code: ising.mjs }
    run: node \${{ inputs.code }} --size \${{ L }} --temperature \${{ T }} --sweeps \${{ sweeps }} --out \${{ outputs.series }}
    outputs:
      series: { path: series.json, format: json }
    needs: { cpu: 1, memory: 200 MB, time: 30 s, licence: 1 }
    gates:
      - { name: thermalised, check: "tau_int < sweeps / 50", level: required,
          else: { retry: { with: { sweeps: "\${{ sweeps * 4 }}" }, at_most: 2 } } }
    on_error:
      - { cause: out_of_memory, retry: { needs: { memory: "\${{ needs.memory * 2 }}" }, at_most: 3 } }
      - { cause: [preempted, node_failure], retry: { at_most: 10, delay: 30 s } }
      - { matches: "SCF not converged", retry: { with: { mixing: "\${{ mixing / 2 }}" } } }

  binder:
    each: sample
    inputs: [binder.mjs]
    run: node binder.mjs \${{ sample.outputs.series }} --L \${{ sample.L }}
    metrics: { u4: { type: number, uncertainty: true } }
    gates:
      - { name: bounded, check: "u4 <= 2 / 3 + 3 * u4_error", level: expected }

  fit:
    inputs: [fit.mjs]
    run: |
      node fit.mjs --manifest \${{ stages.sample.outputs.series.manifest }} --binders \${{ len(stages.binder.metrics.u4) }} \\
        --out \${{ outputs.result }} --figure \${{ outputs.figure }}
    outputs: { result: { path: result.json }, figure: { path: binder.svg } }
    gates:
      - { name: agrees-with-onsager, check: "abs(tc - 2.269185) < 3 * tc_error" }

  refit:
    when: stages.fit.metrics.tc_error > 0.01
    foreach: { start: "\${{ stages.fit.outputs.result.json.starts }}" }
    after: binder
    env: { OMP_NUM_THREADS: 1, START: "\${{ start }}" }
    run: echo "$START" > \${{ outputs.log }}
    outputs: { log: log.txt }
    stall: 10 min
    cache: false
`
