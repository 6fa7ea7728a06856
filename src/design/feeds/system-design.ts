import { guards, handovers, meetings, sharing } from '../coordination.ts'
import { parallel, recovery, transitions } from '../execution.ts'
import { durationSources, monitoring, strategies } from '../performance.ts'
import { qualityGates, qualityMonitoring } from '../quality.ts'
import { allocation, capacityLines } from '../resources.ts'
import { scopeOf } from '../scope.ts'
import { stageEntry } from '../stage-entry.ts'
import type { View } from '../view.ts'
import { list, nothing, type Tree, text } from './leaf.ts'
import { no } from './reasons.ts'
import * as said from './statements.ts'
import type { Made } from './system-architecture.ts'

/** What the task `system-design` writes, as far as a workflow tells it. */
export function systemDesign(view: View, { stamp, date }: Made): { readonly [key: string]: Tree } {
  const { workflow } = view
  const together = (lines: readonly string[]) => lines.join('; ')
  return {
    system_design: {
      design_id: text(`SYS_${stamp}`, no.unsaid),
      system_name: text(workflow.title ?? workflow.name, no.unsaid),
      design_date: text(date, no.unsaid),
    },
    requirements_analysis: {
      functional_requirements: list(said.objectives(view), no.objective),
      non_functional_requirements: list([...said.limits(view), ...said.deadlines(view)], no.limit),
      physics_constraints: list(said.requiredGates(view), no.required),
      stakeholder_needs: list([...said.participants(view), ...said.approvers(view)], no.people),
    },
    architectural_design: {
      overall_architecture: text(scopeOf(view), no.unsaid),
      major_components: list(
        workflow.stages.map((stage) => stageEntry(stage, view).stage_name),
        no.stage,
      ),
      integration_strategy: text(together(transitions(view)), no.waiting),
      communication_protocols: list(handovers(view), no.handover),
    },
    design_patterns: {
      architectural_patterns: list([...parallel(view), ...meetings(view), ...said.conditions(view)], no.parallel),
      physics_patterns: list(said.challenges(view), no.challenge),
      quality_patterns: list(guards(view), no.required),
    },
    scalability_design: {
      computational_scaling: text(together(strategies(view)), no.gain),
      data_scaling: text(together(said.throughputs(view).map(([name, rate]) => `${name}: ${rate}`)), no.several),
      user_scaling: text(together(sharing(view)), no.shared),
    },
    quality_framework: {
      validation_architecture: text(together(qualityGates(view)), no.gate),
      quality_assurance: text(together(said.formats(view)), no.format),
      performance_monitoring: text(together([...monitoring(view), ...qualityMonitoring(view)]), no.hanging),
    },
    implementation_plan: {
      development_phases: list(transitions(view), no.waiting),
      milestones: list(said.milestones(view), no.stage),
      resource_requirements: list([...allocation(view), ...capacityLines(view), ...said.costs(view)], no.used),
      risk_mitigation: list([...said.fixes(view), ...recovery(view)], no.failure),
    },
    evolution_strategy: {
      technology_adaptation: text(together(durationSources(view)), no.measuring),
      standard_compliance: text(undefined, no.unsaid),
      community_integration: text(undefined, no.unsaid),
    },
  }
}

/** What the task `coordination-mechanisms` frames, by its keys. */
export function coordinationMechanisms(view: View): { readonly [key: string]: Tree } {
  const { workflow, span } = view
  const chain = said.criticalPath(view)
  const conflicts = view.plan.schedule.conflicts.map(({ resource, waiting, holding, waitMs }) => {
    const names = [waiting, holding].map((stage) => workflow.stages[stage]?.name ?? '')
    return `${resource}: ${names.join(' ← ')} (${span(waitMs)})`
  })
  return {
    multi_agent_coordination: {
      communication_mechanisms: {
        formal_communication_channels: list([...said.humanStages(view), ...handovers(view)], no.handover),
        informal_coordination_channels: nothing(no.unsaid),
      },
      decision_making_mechanisms: {
        consensus_building_processes: list(
          workflow.stages.flatMap(({ name, human }) =>
            human?.kind === 'approval' && human.quorum > 1 ? [`${name}: ${human.quorum} / ${human.by.join(', ')}`] : [],
          ),
          { en: 'no decision needs several people', ko: '여러 사람이 필요한 결정이 없음' },
        ),
        expertise_based_authority: list([...said.approvers(view), ...said.participants(view)], no.people),
      },
    },
    workflow_coordination_systems: {
      task_dependency_management: {
        dependency_mapping: list([...transitions(view), ...parallel(view), ...chain], no.waiting),
        synchronization_mechanisms: list([...meetings(view), ...sharing(view), ...guards(view)], no.meeting),
      },
      progress_monitoring_systems: {
        real_time_tracking: list([...monitoring(view), ...qualityMonitoring(view)], no.hanging),
        adaptive_management: list([...recovery(view), ...strategies(view), ...conflicts], no.conflict),
      },
    },
  }
}
