import { sendersOf } from '#model/senders.ts'
import type { Dependency, Workflow } from '#model/workflow.ts'

/**
 * The same workflow with barriers and signals written as dependencies: a stage at a barrier waits for all that any stage there waits for,
 * one that awaits a signal for the stages that send it. So who plans from dependencies alone plans with these too.
 */
export function withCoordination(workflow: Workflow): Workflow {
  const { coordination } = workflow
  if (coordination === undefined) return workflow
  const { barriers } = coordination
  const stages = [...workflow.stages]
  for (const [receiver, senders] of sendersOf(workflow)) {
    const stage = stages[receiver]
    if (stage === undefined) continue
    const known = new Set(stage.dependencies.map((dependency) => dependency.stage))
    const more = senders.filter((sender) => !known.has(sender)).map(orderOf)
    stages[receiver] = { ...stage, dependencies: [...stage.dependencies, ...more] }
  }
  for (const { stages: members } of barriers) {
    const waits = new Set(members.flatMap((member) => stages[member]?.dependencies.map(({ stage }) => stage) ?? []))
    for (const member of members) {
      const stage = stages[member]
      if (stage === undefined) continue
      const own = new Map(stage.dependencies.map((dependency) => [dependency.stage, dependency]))
      const dependencies = [...waits].map((other): Dependency => ({ ...(own.get(other) ?? orderOf(other)), kind: 'whole' }))
      stages[member] = { ...stage, dependencies }
    }
  }
  return { ...workflow, stages }
}

function orderOf(stage: number): Dependency {
  return { stage, kind: 'whole', order: true, outputs: [], expansion: false }
}
