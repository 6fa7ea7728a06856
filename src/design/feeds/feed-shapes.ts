import * as z from 'zod'

/** The forms that feeds have: the keys of the templates and tasks that they are made for, and `unstated`. */
type Shape = { readonly [key: string]: z.ZodType }

const text = z.string().min(1).nullable()
const texts = (...keys: readonly string[]): Shape => Object.fromEntries(keys.map((key) => [key, text]))
const lists = (...keys: readonly string[]): Shape => Object.fromEntries(keys.map((key) => [key, z.array(z.string().min(1))]))
const maps = (...keys: readonly string[]): Shape => Object.fromEntries(keys.map((key) => [key, z.record(z.string(), z.string().min(1))]))
const exactly = (...shapes: readonly Shape[]) => z.strictObject(Object.assign({}, ...shapes) as Shape)

/** Why a key is null or empty, by its path. */
const unstated = { unstated: z.record(z.string(), z.string().min(1)) }

const phase = exactly(lists('objectives', 'activities', 'deliverables', 'quality_gates'))

const workflowDesign = exactly(unstated, {
  workflow_design: exactly({
    workflow_info: exactly(texts('workflow_name', 'workflow_purpose', 'physics_domain', 'complexity_level', 'expected_duration')),
    stakeholder_framework: exactly(lists('primary_participants', 'supporting_roles', 'external_dependencies', 'decision_authorities')),
    workflow_architecture: exactly({
      phase_organization: exactly({ discovery_phase: phase, design_phase: phase, implementation_phase: phase, validation_phase: phase }),
      activity_sequencing: exactly(lists('sequential_activities', 'parallel_opportunities', 'conditional_branches', 'iteration_cycles')),
    }),
    resource_planning: exactly({
      human_resource_allocation: exactly(maps('role_assignments', 'time_commitments', 'skill_requirements', 'backup_assignments')),
      infrastructure_requirements: exactly(
        lists('computational_resources', 'experimental_equipment', 'software_tools', 'facility_requirements'),
      ),
      timeline_coordination: exactly(maps('milestone_schedule', 'dependency_timing', 'buffer_allocation'), lists('critical_path')),
    }),
    quality_assurance: exactly({
      quality_standards: exactly(lists('accuracy_requirements', 'completeness_criteria', 'timeliness_targets', 'stakeholder_satisfaction')),
      validation_checkpoints: exactly(
        maps('stage_gate_criteria'),
        lists('review_processes', 'approval_authorities', 'escalation_procedures'),
      ),
    }),
  }),
  technology_integration: exactly({
    workflow_automation: exactly(lists('automated_processes', 'human_oversight_points', 'integration_protocols', 'monitoring_systems')),
    collaboration_platforms: exactly(lists('communication_tools', 'document_sharing', 'project_management', 'decision_support')),
  }),
  workflow_optimization: exactly({
    efficiency_measures: exactly(maps('cycle_time_targets', 'throughput_goals', 'resource_utilization', 'quality_metrics')),
    continuous_improvement: exactly(
      lists('feedback_mechanisms', 'performance_monitoring', 'optimization_cycles', 'innovation_integration'),
    ),
  }),
  risk_management: exactly({
    risk_identification: exactly(lists('technical_risks', 'resource_risks', 'schedule_risks', 'quality_risks')),
    mitigation_strategies: exactly(lists('preventive_measures', 'contingency_plans', 'monitoring_systems', 'recovery_procedures')),
  }),
  evaluation_framework: exactly({
    success_indicators: exactly(lists('quantitative_metrics', 'qualitative_measures', 'stakeholder_satisfaction', 'learning_outcomes')),
    performance_assessment: exactly(
      lists('efficiency_evaluation', 'effectiveness_assessment', 'quality_verification', 'innovation_impact'),
    ),
  }),
})

const systemArchitecture = exactly(unstated, {
  system_architecture: exactly(texts('architecture_id', 'architecture_date', 'architecture_version', 'physics_domain', 'system_scope'), {
    architecture_overview: exactly(
      texts('system_purpose'),
      lists('target_users', 'key_capabilities', 'performance_requirements', 'scalability_targets'),
    ),
    system_context: exactly(
      texts('physics_research_context', 'institutional_context'),
      lists('collaboration_context', 'technology_context', 'regulatory_context'),
    ),
    architecture_layers: exactly({
      presentation_layer: exactly(lists('user_interfaces', 'visualization_systems', 'reporting_systems')),
      application_layer: exactly(lists('business_logic', 'analysis_engines', 'simulation_engines', 'collaboration_services')),
      integration_layer: exactly(lists('api_gateways', 'message_brokers', 'data_transformation', 'protocol_adapters')),
      data_layer: exactly(lists('data_storage', 'data_management', 'backup_systems', 'archive_systems')),
      infrastructure_layer: exactly(
        lists('computing_infrastructure', 'network_infrastructure', 'security_infrastructure', 'monitoring_infrastructure'),
      ),
    }),
    component_specifications: z.array(
      exactly(
        texts('component_id', 'component_name', 'component_type', 'component_purpose'),
        lists('interfaces', 'dependencies', 'quality_attributes'),
      ),
    ),
    integration_architecture: exactly({
      internal_integration: exactly(lists('component_communication', 'data_flow_patterns', 'control_flow_patterns')),
      external_integration: exactly(lists('external_systems', 'integration_patterns', 'data_exchange', 'security_integration')),
    }),
    quality_attributes: exactly({
      performance: exactly(lists('response_time_requirements', 'throughput_requirements', 'resource_utilization')),
      reliability: exactly(lists('availability_requirements', 'fault_tolerance', 'disaster_recovery')),
      security: exactly(lists('authentication_systems', 'authorization_systems', 'data_protection')),
      scalability: exactly(lists('horizontal_scaling', 'vertical_scaling', 'elastic_scaling')),
    }),
    technology_stack: exactly(lists('programming_languages', 'databases', 'middleware', 'infrastructure', 'development_tools')),
    deployment_model: exactly(
      texts('deployment_environment'),
      lists('infrastructure_components', 'network_configuration', 'security_configuration', 'monitoring_configuration'),
    ),
    philosophical_integration: exactly(texts('systematic_organization', 'big_picture_design', 'constructive_tension', 'quality_obsession')),
    architecture_governance: exactly(lists('design_principles', 'decision_criteria', 'review_processes', 'evolution_strategy')),
    architecture_risks: exactly(lists('technical_risks', 'integration_risks', 'scalability_risks', 'operational_risks')),
    success_criteria: exactly(lists('technical_metrics', 'business_metrics', 'user_metrics', 'operational_metrics')),
    architecture_documentation: exactly(
      lists('technical_documentation', 'user_documentation', 'operational_documentation', 'governance_documentation'),
    ),
  }),
})

const systemDesign = exactly(unstated, {
  system_design: exactly(texts('design_id', 'system_name', 'design_date')),
  requirements_analysis: exactly(
    lists('functional_requirements', 'non_functional_requirements', 'physics_constraints', 'stakeholder_needs'),
  ),
  architectural_design: exactly(
    texts('overall_architecture', 'integration_strategy'),
    lists('major_components', 'communication_protocols'),
  ),
  design_patterns: exactly(lists('architectural_patterns', 'physics_patterns', 'quality_patterns')),
  scalability_design: exactly(texts('computational_scaling', 'data_scaling', 'user_scaling')),
  quality_framework: exactly(texts('validation_architecture', 'quality_assurance', 'performance_monitoring')),
  implementation_plan: exactly(lists('development_phases', 'milestones', 'resource_requirements', 'risk_mitigation')),
  evolution_strategy: exactly(texts('technology_adaptation', 'standard_compliance', 'community_integration')),
})

const integrationPlanning = exactly(unstated, texts('next_action'), {
  integration_plan: exactly(texts('plan_id', 'plan_date', 'physics_domain', 'integration_scope')),
  component_analysis: exactly({
    systems_inventory: z.array(
      exactly(
        texts('component_id', 'component_name', 'component_type'),
        lists('interface_capabilities', 'integration_requirements', 'compatibility_constraints'),
      ),
    ),
  }),
  integration_architecture: exactly({
    integration_topology: exactly(lists('connection_patterns', 'data_flow_design', 'control_flow_design', 'integration_points')),
    technical_strategy: exactly(lists('integration_technologies', 'interface_adapters', 'protocol_converters', 'data_transformation')),
  }),
  implementation_strategy: exactly({
    phased_approach: z.array(
      exactly(texts('phase_id', 'phase_name', 'timeline_estimate'), lists('phase_objectives', 'components_integrated', 'success_criteria')),
    ),
    risk_management: exactly(lists('integration_risks', 'mitigation_strategies', 'monitoring_systems', 'recovery_procedures')),
  }),
  quality_assurance: exactly(lists('testing_strategy', 'validation_procedures', 'performance_benchmarks', 'documentation_requirements')),
})

const performanceArchitecture = exactly(unstated, {
  computational_performance_architecture: exactly({
    parallel_processing_design: exactly(lists('distributed_computing_frameworks', 'algorithm_optimization')),
    data_architecture_optimization: exactly(lists('storage_performance', 'data_flow_optimization')),
  }),
  experimental_performance_architecture: exactly({
    measurement_system_optimization: exactly(lists('data_acquisition_efficiency', 'experimental_workflow_optimization')),
    instrumentation_architecture: exactly(lists('instrument_integration', 'control_system_optimization')),
  }),
})

const coordinationMechanisms = exactly(unstated, {
  multi_agent_coordination: exactly({
    communication_mechanisms: exactly(lists('formal_communication_channels', 'informal_coordination_channels')),
    decision_making_mechanisms: exactly(lists('consensus_building_processes', 'expertise_based_authority')),
  }),
  workflow_coordination_systems: exactly({
    task_dependency_management: exactly(lists('dependency_mapping', 'synchronization_mechanisms')),
    progress_monitoring_systems: exactly(lists('real_time_tracking', 'adaptive_management')),
  }),
})

export const feedSchemas = {
  'system-design': systemDesign,
  'integration-planning': integrationPlanning,
  'performance-architecture': performanceArchitecture,
  'coordination-mechanisms': coordinationMechanisms,
  'workflow-design-tmpl': workflowDesign,
  'system-architecture-tmpl': systemArchitecture,
} as const
