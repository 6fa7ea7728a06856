import { isMended } from '#model/gate.ts'
import { handovers } from '../coordination.ts'
import { parallel, recovery, transitions } from '../execution.ts'
import { bottlenecksOf, durationSources, monitoring, strategies } from '../performance.ts'
import { improvement, qualityGates, qualityMonitoring } from '../quality.ts'
import { stageEntry } from '../stage-entry.ts'
import { stageTime } from '../stage-time.ts'
import { firstStart, lastEnd, listed, nameOf, scheduleOf, type View } from '../view.ts'
import { list, map, nothing, type Tree, text } from './leaf.ts'
import { no } from './reasons.ts'
import * as said from './statements.ts'

/** `workflow-design-tmpl.yaml`, without its own metadata and example. */
export function workflowDesign(view: View): { readonly [key: string]: Tree } {
  return {
    workflow_design: {
      workflow_info: info(view),
      stakeholder_framework: stakeholders(view),
      workflow_architecture: { phase_organization: phases(view), activity_sequencing: sequencing(view) },
      resource_planning: resources(view),
      quality_assurance: quality(view),
    },
    technology_integration: technology(view),
    workflow_optimization: optimization(view),
    risk_management: risk(view),
    evaluation_framework: evaluation(view),
  }
}

function info(view: View): Tree {
  const { workflow, plan, span, say, time } = view
  const { start, finish } = plan.schedule
  const late = plan.forecast?.finish.p80
  const sure =
    late === undefined ? '' : say({ en: `, in 80 % of simulated runs by ${time(late)}`, ko: `, 모의실행의 80 %는 ${time(late)}까지` })
  return {
    workflow_name: text(workflow.title ?? workflow.name, no.stage),
    workflow_purpose: text(workflow.question, no.question),
    physics_domain: text(workflow.domain, no.domain),
    complexity_level: text(levelOf(workflow.stages.length), no.stage),
    expected_duration: text(`${span(finish - start)}${sure}`, no.stage),
  }
}

/** The template's four words, by the number of stages: up to 3, 10, 30, and beyond. */
function levelOf(stages: number): string {
  return stages <= 3 ? 'simple' : stages <= 10 ? 'moderate' : stages <= 30 ? 'complex' : 'advanced'
}

function stakeholders(view: View): Tree {
  const { workflow } = view
  const named = new Set(workflow.stages.flatMap(({ human }) => human?.by ?? []))
  const beside = workflow.stages.flatMap(({ name, needs }) =>
    needs
      .filter(({ pool }) => !named.has(pool) && workflow.people.some((one) => one.name === pool || one.roles.includes(pool)))
      .map(({ pool }) => `${pool}: ${name}`),
  )
  return {
    primary_participants: list(said.participants(view), no.people),
    supporting_roles: list(beside, { en: 'nobody is needed beside a computed stage', ko: '계산 단계 곁에 필요한 사람이 없음' }),
    external_dependencies: list(said.equipment(view), no.instrument),
    decision_authorities: list(said.approvers(view), no.approval),
  }
}

function phases(view: View): Tree {
  const { workflow } = view
  const before = { en: 'the workflow file begins where this phase has ended', ko: '워크플로 파일은 이 단계가 끝난 뒤부터 다룸' }
  const asked = [...(workflow.question === undefined ? [] : [workflow.question]), ...workflow.challenges]
  const judging = workflow.stages.filter(({ run, human }) => run === undefined && human?.kind !== 'task')
  const doing = workflow.stages.filter((stage) => !judging.includes(stage))
  const phase = (stages: typeof judging) => {
    const entries = stages.map((stage) => ({ stage, entry: stageEntry(stage, view) }))
    return {
      objectives: list(
        stages.flatMap(({ objectives }) => objectives),
        no.stage,
      ),
      activities: list(
        entries.map(({ entry }) => entry.stage_name),
        no.stage,
      ),
      deliverables: list(
        stages.flatMap(({ name, outputs }) => outputs.map((output) => `${name}: ${output.name}`)),
        no.stage,
      ),
      quality_gates: list(
        stages.flatMap(({ name, gates }) => gates.map((gate) => `${name}: ${gate.name}`)),
        no.gate,
      ),
    }
  }
  const earlier = { activities: nothing(before), deliverables: nothing(before), quality_gates: nothing(before) }
  return {
    discovery_phase: {
      objectives: list(asked, { en: 'no question or challenge is stated', ko: '질문이나 난제가 적혀 있지 않음' }),
      ...earlier,
    },
    design_phase: { objectives: nothing(before), ...earlier },
    implementation_phase: phase(doing),
    validation_phase: phase(judging),
  }
}

function sequencing(view: View): Tree {
  const repeated = view.workflow.stages.some(({ gates }) => gates.some(isMended)) ? improvement(view) : []
  return {
    sequential_activities: list(transitions(view), no.waiting),
    parallel_opportunities: list(parallel(view), no.parallel),
    conditional_branches: list(said.conditions(view), no.condition),
    iteration_cycles: list(
      repeated.filter((line) => !line.includes('(V3.')),
      no.rework,
    ),
  }
}

function resources(view: View): Tree {
  const { workflow, plan, say, span, time } = view
  const of = (resource: string) => plan.schedule.resources.findIndex(({ name }) => name === resource)
  const work = (resource: string) =>
    workflow.stages
      .filter(({ index }) => scheduleOf(view, index).people.some((chosen) => chosen.includes(of(resource))))
      .map(({ name }) => name)
  const roles = [...new Set(workflow.people.flatMap(({ roles: own }) => own))]
  const able = (role: string) => workflow.people.filter((one) => one.roles.includes(role)).map(({ name }) => name)
  return {
    human_resource_allocation: {
      role_assignments: map(
        workflow.people.map(({ name }) => [name, listed(work(name), view)]),
        no.people,
      ),
      time_commitments: map(
        workflow.people.map(({ name }) => [name, span(plan.schedule.resources[of(name)]?.usedMs ?? 0)]),
        no.people,
      ),
      skill_requirements: map(
        workflow.stages.map(({ name, needs }) => [
          name,
          needs
            .filter(({ pool }) => roles.includes(pool))
            .map(({ pool }) => pool)
            .join(', '),
        ]),
        { en: 'no stage needs a role', ko: '역할이 필요한 단계가 없음' },
      ),
      backup_assignments: map(
        roles.filter((role) => able(role).length > 1).map((role) => [role, able(role).join(', ')]),
        { en: 'no role has two people', ko: '두 사람이 맡은 역할이 없음' },
      ),
    },
    infrastructure_requirements: {
      computational_resources: list(said.computing(view), no.pool),
      experimental_equipment: list(said.equipment(view), no.instrument),
      software_tools: list(said.programs(view), no.program),
      facility_requirements: nothing(no.unsaid),
    },
    timeline_coordination: {
      milestone_schedule: map(
        said.inOrder(view).map(({ index, name }) => [name, time(lastEnd(scheduleOf(view, index)))]),
        no.stage,
      ),
      dependency_timing: map(
        workflow.stages
          .filter(({ dependencies }) => dependencies.length > 0)
          .map(({ index, name, dependencies }) => {
            const after = dependencies.map(({ stage }) => nameOf(view, stage)).join(', ')
            const at = time(firstStart(scheduleOf(view, index)))
            return [name, say({ en: `after ${after}, ${at}`, ko: `${after} 다음, ${at}` })]
          }),
        no.waiting,
      ),
      buffer_allocation: map(
        workflow.stages.map(({ index, name }) => [
          name,
          scheduleOf(view, index).totalSlackMs > 0 ? span(scheduleOf(view, index).totalSlackMs) : '',
        ]),
        { en: 'no stage may slip', ko: '미룰 수 있는 단계가 없음' },
      ),
      critical_path: list(said.criticalPath(view), no.stage),
    },
  }
}

function quality(view: View): Tree {
  return {
    quality_standards: {
      accuracy_requirements: list(said.requiredGates(view), no.required),
      completeness_criteria: list(said.formats(view), no.format),
      timeliness_targets: list(said.deadlines(view), no.deadline),
      stakeholder_satisfaction: nothing(no.opinion),
    },
    validation_checkpoints: {
      stage_gate_criteria: map(
        view.workflow.stages.map(({ name, gates }) => [name, gates.map((gate) => `${gate.name}: ${gate.check.source}`).join('; ')]),
        no.gate,
      ),
      review_processes: list(said.humanStages(view), no.human),
      approval_authorities: list(said.approvers(view), no.approval),
      escalation_procedures: list(recovery(view), no.failure),
    },
  }
}

function technology(view: View): Tree {
  return {
    workflow_automation: {
      automated_processes: list(said.programs(view), no.program),
      human_oversight_points: list(said.humanStages(view), no.human),
      integration_protocols: list(handovers(view), no.handover),
      monitoring_systems: list(monitoring(view), no.hanging),
    },
    collaboration_platforms: {
      communication_tools: nothing(no.tool),
      document_sharing: list(said.results(view), no.result),
      project_management: nothing(no.tool),
      decision_support: list(qualityGates(view), no.gate),
    },
  }
}

function optimization(view: View): Tree {
  const { workflow, plan, span } = view
  return {
    efficiency_measures: {
      cycle_time_targets: map(
        workflow.stages.flatMap(({ index, name, run, human }) =>
          run === undefined && human === undefined ? [] : [[name, span(stageTime(plan, index).meanMs)] as const],
        ),
        no.stage,
      ),
      throughput_goals: map(said.throughputs(view), no.several),
      resource_utilization: map(said.utilisations(view), no.used),
      quality_metrics: map(
        said.measured(view).map((line) => {
          const at = line.indexOf(': ')
          return [line.slice(0, at), line.slice(at + 2)]
        }),
        no.metric,
      ),
    },
    continuous_improvement: {
      feedback_mechanisms: list(durationSources(view), no.measuring),
      performance_monitoring: list(qualityMonitoring(view), no.metric),
      optimization_cycles: list(strategies(view), no.gain),
      innovation_integration: nothing(no.unsaid),
    },
  }
}

function risk(view: View): Tree {
  return {
    risk_identification: {
      technical_risks: list(said.risks(view, 'V1', 'V4'), no.found),
      resource_risks: list(said.risks(view, 'V2'), no.found),
      schedule_risks: list(said.scheduleRisks(view), no.spread),
      quality_risks: list(said.risks(view, 'V3'), no.found),
    },
    mitigation_strategies: {
      preventive_measures: list(said.fixes(view), no.found),
      contingency_plans: list(recovery(view), no.failure),
      monitoring_systems: list(monitoring(view), no.hanging),
      recovery_procedures: list(improvement(view), no.rework),
    },
  }
}

function evaluation(view: View): Tree {
  return {
    success_indicators: {
      quantitative_metrics: list(said.measured(view), no.metric),
      qualitative_measures: list(said.approvers(view), no.approval),
      stakeholder_satisfaction: nothing(no.opinion),
      learning_outcomes: list(said.objectives(view), no.objective),
    },
    performance_assessment: {
      efficiency_evaluation: list(bottlenecksOf(view), no.time),
      effectiveness_assessment: list(said.risks(view, 'V1', 'V2', 'V3', 'V4'), no.found),
      quality_verification: list(qualityGates(view), no.gate),
      innovation_impact: nothing(no.opinion),
    },
  }
}
