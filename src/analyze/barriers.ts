import type { Dependency, Workflow } from '#model/workflow.ts'

/**
 * The same workflow with barriers written as dependencies: a stage at a barrier waits for all that any stage there waits for. So who
 * plans from dependencies alone plans with barriers too.
 */
export function withBarriers(workflow: Workflow): Workflow {
  const barriers = workflow.coordination?.barriers ?? []
  if (barriers.length === 0) return workflow
  const stages = [...workflow.stages]
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
