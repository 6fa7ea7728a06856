import type { Block, Identity } from './block-shape.ts'
import { coordinationOf } from './coordination.ts'
import { executionOf } from './execution.ts'
import { nextActionOf } from './next-action.ts'
import { performanceOf } from './performance.ts'
import { qualityOf } from './quality.ts'
import { resourcesOf } from './resources.ts'
import { scopeOf } from './scope.ts'
import { stageEntry } from './stage-entry.ts'
import type { View } from './view.ts'

/** The block, each entry computed from the workflow, its schedule and its forecast. */
export function blockOf(view: View, { id, date }: Identity): Block {
  const { workflow, say } = view
  return {
    workflow_orchestration: {
      orchestration_id: id,
      orchestration_date: date,
      physics_domain: workflow.domain ?? say({ en: `not stated in ${view.file}`, ko: `${view.file}에 적혀 있지 않음` }),
      workflow_scope: scopeOf(view),
    },
    workflow_architecture: {
      workflow_stages: workflow.stages.map((stage) => stageEntry(stage, view)),
      coordination_mechanisms: coordinationOf(view),
    },
    orchestration_strategy: {
      execution_management: executionOf(view),
      resource_management: resourcesOf(view),
      quality_management: qualityOf(view),
    },
    performance_optimization: performanceOf(view),
    next_action: nextActionOf(view),
  }
}
