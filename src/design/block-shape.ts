import * as z from 'zod'

const entries = z.array(z.string().min(1)).min(1)

/** The block of the plan document, with exactly these keys; every list has at least one entry, if only why there is nothing to list. */
export const blockSchema = z.strictObject({
  workflow_orchestration: z.strictObject({
    orchestration_id: z.string().regex(/^WO_\d{14}_\d{3,}$/),
    orchestration_date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    physics_domain: z.string().min(1),
    workflow_scope: z.string().min(1),
  }),
  workflow_architecture: z.strictObject({
    workflow_stages: z.array(
      z.strictObject({
        stage_id: z.string().regex(/^STAGE_\d{3,}$/),
        stage_name: z.string().min(1),
        stage_objectives: entries,
        input_requirements: entries,
        output_deliverables: entries,
        quality_gates: entries,
      }),
    ),
    coordination_mechanisms: z.strictObject({
      inter_stage_communication: entries,
      synchronization_points: entries,
      resource_coordination: entries,
      quality_coordination: entries,
    }),
  }),
  orchestration_strategy: z.strictObject({
    execution_management: z.strictObject({
      workflow_initiation: entries,
      stage_transitions: entries,
      parallel_execution: entries,
      error_recovery: entries,
    }),
    resource_management: z.strictObject({
      resource_allocation: entries,
      capacity_planning: entries,
      utilization_optimization: entries,
      conflict_resolution: entries,
    }),
    quality_management: z.strictObject({ quality_monitoring: entries, quality_gates: entries, quality_improvement: entries }),
  }),
  performance_optimization: z.strictObject({
    bottleneck_identification: entries,
    optimization_strategies: entries,
    monitoring_systems: entries,
    continuous_improvement: entries,
  }),
  next_action: z.string().min(1),
})

export type Block = z.infer<typeof blockSchema>

/** Which document this is: the id stays when a workflow is planned again. */
export interface Identity {
  /** `WO_{timestamp}_{sequence}`. */
  readonly id: string
  /** `YYYY-MM-DD`, of this revision. */
  readonly date: string
}
