import type { Stage } from '#model/workflow.ts'
import { handovers, meetings } from '../coordination.ts'
import { recovery, transitions } from '../execution.ts'
import { nextActionOf } from '../next-action.ts'
import { bottlenecksOf, monitoring, strategies } from '../performance.ts'
import { improvement, qualityGates } from '../quality.ts'
import { scopeOf } from '../scope.ts'
import { stageEntry } from '../stage-entry.ts'
import { firstStart, lastEnd, needsOf, scheduleOf, type View } from '../view.ts'
import { list, type Tree, text } from './leaf.ts'
import { no } from './reasons.ts'
import * as said from './statements.ts'
import type { Made } from './system-architecture.ts'

/** What the task `integration-planning` writes: stages are its components, and the layers of the graph its phases. */
export function integrationPlanning(view: View, { stamp, date }: Made): { readonly [key: string]: Tree } {
  const { workflow } = view
  return {
    integration_plan: {
      plan_id: text(`IP_${stamp}_001`, no.unsaid),
      plan_date: text(date, no.unsaid),
      physics_domain: text(workflow.domain, no.domain),
      integration_scope: text(scopeOf(view), no.unsaid),
    },
    component_analysis: { systems_inventory: workflow.stages.map((stage) => component(stage, view)) },
    integration_architecture: {
      integration_topology: {
        connection_patterns: list(transitions(view), no.waiting),
        data_flow_design: list(handovers(view), no.handover),
        control_flow_design: list([...meetings(view), ...said.conditions(view)], no.meeting),
        integration_points: list(said.formats(view), no.format),
      },
      technical_strategy: {
        integration_technologies: list(said.programs(view), no.program),
        interface_adapters: list([], no.unsaid),
        protocol_converters: list([], no.unsaid),
        data_transformation: list(said.results(view), no.result),
      },
    },
    implementation_strategy: {
      phased_approach: workflow.stages.map((stage) => phase(stage, view)),
      risk_management: {
        integration_risks: list([...said.risks(view, 'V1', 'V2', 'V3', 'V4'), ...said.scheduleRisks(view)], no.found),
        mitigation_strategies: list([...said.fixes(view), ...strategies(view)], no.gain),
        monitoring_systems: list(monitoring(view), no.hanging),
        recovery_procedures: list([...recovery(view), ...improvement(view)], no.failure),
      },
    },
    quality_assurance: {
      testing_strategy: list(said.requiredGates(view), no.required),
      validation_procedures: list(qualityGates(view), no.gate),
      performance_benchmarks: list([...bottlenecksOf(view), ...said.limits(view)], no.time),
      documentation_requirements: list(said.results(view), no.result),
    },
    next_action: text(nextActionOf(view), no.unsaid),
  }
}

function component(stage: Stage, view: View): { readonly [key: string]: Tree } {
  const entry = stageEntry(stage, view)
  const instruments = new Set(view.workflow.instruments.map(({ name }) => name))
  const isMeasured = stage.human?.kind === 'task' || stage.needs.some(({ pool }) => instruments.has(pool))
  return {
    component_id: text(`COMP_${entry.stage_id.slice('STAGE_'.length)}`, no.unsaid),
    component_name: text(entry.stage_name, no.unsaid),
    component_type: text(isMeasured ? 'experimental' : stage.run === undefined ? 'data' : 'computational', no.unsaid),
    interface_capabilities: list(
      stage.outputs.map(({ name, format, path }) => `${name}: ${path.source}${format === undefined ? '' : ` (${format})`}`),
      no.handover,
    ),
    integration_requirements: list(entry.input_requirements, no.waiting),
    compatibility_constraints: list([needsOf(stage, view), ...stage.gates.map(({ name, check }) => `${name}: ${check.source}`)], no.gate),
  }
}

function phase(stage: Stage, view: View): { readonly [key: string]: Tree } {
  const entry = stageEntry(stage, view)
  const planned = scheduleOf(view, stage.index)
  const required = stage.gates.filter(({ level }) => level === 'required').map(({ name, check }) => `${name}: ${check.source}`)
  return {
    phase_id: text(`PHASE_${entry.stage_id.slice('STAGE_'.length)}`, no.unsaid),
    phase_name: text(entry.stage_name, no.unsaid),
    phase_objectives: list(stage.objectives, no.objective),
    components_integrated: list(
      [stage.name, ...stage.dependencies.map(({ stage: from }) => view.workflow.stages[from]?.name ?? '')],
      no.stage,
    ),
    success_criteria: list(required, no.required),
    timeline_estimate: text(view.range(firstStart(planned), lastEnd(planned)), no.time),
  }
}
