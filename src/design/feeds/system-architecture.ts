import type { Stage } from '#model/workflow.ts'
import { guards, handovers, meetings, sharing } from '../coordination.ts'
import { parallel, recovery, transitions } from '../execution.ts'
import { bottlenecksOf, monitoring, strategies } from '../performance.ts'
import { qualityGates, qualityMonitoring } from '../quality.ts'
import { capacityLines, utilisation } from '../resources.ts'
import { scopeOf } from '../scope.ts'
import { stageEntry } from '../stage-entry.ts'
import { nameOf, needsOf, type View } from '../view.ts'
import { list, nothing, type Tree, text } from './leaf.ts'
import { no } from './reasons.ts'
import * as said from './statements.ts'

/** What a document is told by: when it was made. */
export interface Made {
  /** `20261201090000`, UTC. */
  readonly stamp: string
  /** `2026-12-01`. */
  readonly date: string
}

/** `system-architecture-tmpl.yaml`, of the system that the workflow is: its stages, and what they run on. */
export function systemArchitecture(view: View, { stamp, date }: Made): { readonly [key: string]: Tree } {
  const { workflow } = view
  return {
    system_architecture: {
      architecture_id: text(`SA_${stamp}_001`, no.unsaid),
      architecture_date: text(date, no.unsaid),
      architecture_version: text('1', no.unsaid),
      physics_domain: text(workflow.domain, no.domain),
      system_scope: text(scopeOf(view), no.unsaid),
      architecture_overview: overview(view),
      system_context: context(view),
      architecture_layers: layers(view),
      component_specifications: workflow.stages.map((stage) => component(stage, view)),
      integration_architecture: integration(view),
      quality_attributes: attributes(view),
      technology_stack: stack(view),
      deployment_model: deployment(view),
      philosophical_integration: philosophy(view),
      architecture_governance: governance(view),
      architecture_risks: risks(view),
      success_criteria: success(view),
      architecture_documentation: documentation(),
    },
  }
}

function overview(view: View): Tree {
  return {
    system_purpose: text(view.workflow.question ?? view.workflow.title, no.question),
    target_users: list(said.participants(view), no.people),
    key_capabilities: list(said.objectives(view), no.objective),
    performance_requirements: list([...said.limits(view), ...said.deadlines(view)], no.limit),
    scalability_targets: list(parallel(view), no.parallel),
  }
}

function context(view: View): Tree {
  return {
    physics_research_context: text([view.workflow.domain, view.workflow.title].filter((one) => one !== undefined).join(': '), no.domain),
    institutional_context: text(undefined, no.unsaid),
    collaboration_context: list(said.humanStages(view), no.human),
    technology_context: list(said.programs(view), no.program),
    regulatory_context: nothing(no.unsaid),
  }
}

function layers(view: View): Tree {
  return {
    presentation_layer: {
      user_interfaces: list(said.humanStages(view), no.human),
      visualization_systems: nothing(no.tool),
      reporting_systems: list(said.results(view), no.result),
    },
    application_layer: {
      business_logic: list(transitions(view), no.waiting),
      analysis_engines: list(said.programs(view), no.program),
      simulation_engines: nothing({
        en: 'the workflow does not tell simulation from analysis',
        ko: '워크플로는 시뮬레이션과 분석을 구별하지 않음',
      }),
      collaboration_services: list(said.approvers(view), no.approval),
    },
    integration_layer: {
      api_gateways: nothing(no.tool),
      message_brokers: nothing(no.tool),
      data_transformation: list(handovers(view), no.handover),
      protocol_adapters: list(said.formats(view), no.format),
    },
    data_layer: {
      data_storage: list(said.results(view), no.result),
      data_management: list(handovers(view), no.handover),
      backup_systems: nothing(no.unsaid),
      archive_systems: nothing(no.unsaid),
    },
    infrastructure_layer: {
      computing_infrastructure: list(said.computing(view), no.pool),
      network_infrastructure: nothing(no.unsaid),
      security_infrastructure: nothing(no.unsaid),
      monitoring_infrastructure: list(monitoring(view), no.hanging),
    },
  }
}

function component(stage: Stage, view: View): { readonly [key: string]: Tree } {
  const entry = stageEntry(stage, view)
  const { dependencies, outputs, inputs } = stage
  return {
    component_id: text(`COMP_${entry.stage_id.slice('STAGE_'.length)}`, no.unsaid),
    component_name: text(entry.stage_name, no.unsaid),
    component_type: text(stage.human === undefined ? 'module' : 'interface', no.unsaid),
    component_purpose: text(stage.objectives.join('; '), no.objective),
    interfaces: list(
      [...inputs.map(({ path }) => `← ${path.source}`), ...outputs.map(({ name, path }) => `→ ${name}: ${path.source}`)],
      no.handover,
    ),
    dependencies: list(
      dependencies.map(({ stage: from }) => nameOf(view, from)),
      no.waiting,
    ),
    quality_attributes: list([...stage.gates.map(({ name, check }) => `${name}: ${check.source}`), needsOf(stage, view)], no.gate),
  }
}

function integration(view: View): Tree {
  return {
    internal_integration: {
      component_communication: list(handovers(view), no.handover),
      data_flow_patterns: list(said.formats(view), no.format),
      control_flow_patterns: list([...transitions(view), ...meetings(view), ...said.conditions(view)], no.waiting),
    },
    external_integration: {
      external_systems: list(said.equipment(view), no.instrument),
      integration_patterns: list(said.bookings(view), no.instrument),
      data_exchange: list(said.results(view), no.result),
      security_integration: nothing(no.unsaid),
    },
  }
}

function attributes(view: View): Tree {
  return {
    performance: {
      response_time_requirements: list([...said.limits(view), ...said.deadlines(view)], no.limit),
      throughput_requirements: list(
        said.throughputs(view).map(([name, rate]) => `${name}: ${rate}`),
        no.several,
      ),
      resource_utilization: list(capacityLines(view), no.used),
    },
    reliability: {
      availability_requirements: list(said.participants(view).concat(said.equipment(view)), no.instrument),
      fault_tolerance: list(recovery(view), no.failure),
      disaster_recovery: nothing(no.unsaid),
    },
    security: {
      authentication_systems: nothing(no.unsaid),
      authorization_systems: list(said.approvers(view), no.approval),
      data_protection: nothing(no.unsaid),
    },
    scalability: {
      horizontal_scaling: list(parallel(view), no.parallel),
      vertical_scaling: list(utilisation(view), no.used),
      elastic_scaling: list(sharing(view), no.shared),
    },
  }
}

function stack(view: View): Tree {
  return {
    programming_languages: list([...new Set(said.computedStages(view).map(({ shell }) => shell.join(' ')))], no.program),
    databases: nothing(no.tool),
    middleware: nothing(no.tool),
    infrastructure: list(said.computing(view), no.pool),
    development_tools: list(said.programs(view), no.program),
  }
}

function deployment(view: View): Tree {
  return {
    deployment_environment: text(undefined, no.unsaid),
    infrastructure_components: list([...said.computing(view), ...said.equipment(view)], no.used),
    network_configuration: nothing(no.unsaid),
    security_configuration: nothing(no.unsaid),
    monitoring_configuration: list(monitoring(view), no.hanging),
  }
}

function philosophy(view: View): Tree {
  const { plan, say, span, time } = view
  const { start, finish } = plan.schedule
  return {
    systematic_organization: text('이를 어떻게 체계화할 것인가?', no.unsaid),
    big_picture_design: text(scopeOf(view), no.unsaid),
    constructive_tension: text(
      say({
        en: `the plan says ${span(finish - start)}, an end at ${time(finish)}; the run is held against it`,
        ko: `계획은 ${span(finish - start)}, ${time(finish)} 종료. 실행을 이것과 견줌`,
      }),
      no.unsaid,
    ),
    quality_obsession: text(said.gatedNames(view), no.gate),
  }
}

function governance(view: View): Tree {
  return {
    design_principles: list(guards(view), no.required),
    decision_criteria: list(said.conditions(view), no.condition),
    review_processes: list(qualityGates(view), no.gate),
    evolution_strategy: list(strategies(view), no.gain),
  }
}

function risks(view: View): Tree {
  return {
    technical_risks: list(said.risks(view, 'V4'), no.found),
    integration_risks: list(said.risks(view, 'V1'), no.found),
    scalability_risks: list(said.risks(view, 'V2'), no.found),
    operational_risks: list(said.scheduleRisks(view), no.spread),
  }
}

function success(view: View): Tree {
  return {
    technical_metrics: list(said.measured(view), no.metric),
    business_metrics: list(said.objectives(view), no.objective),
    user_metrics: nothing(no.opinion),
    operational_metrics: list([...bottlenecksOf(view), ...qualityMonitoring(view)], no.time),
  }
}

function documentation(): Tree {
  return {
    technical_documentation: nothing(no.unsaid),
    user_documentation: nothing(no.unsaid),
    operational_documentation: nothing(no.unsaid),
    governance_documentation: nothing(no.unsaid),
  }
}
