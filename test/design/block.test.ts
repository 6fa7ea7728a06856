import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockJsonSchema } from '#design/block-json-schema.ts'
import { blockSchema } from '#design/block-shape.ts'
import { whole, workflow } from '../report/by-hand.ts'
import { beamtime } from './beamtime.ts'
import { generatedWorkflow } from './generated-workflow.ts'
import { blockFor, blockIn, documentFor, entriesIn, exampleText, planOf, planOfFile, viewFor } from './planned.ts'
import { schemaProblems } from './schema-problems.ts'

// `npx vitest run test/design -u` writes it anew.
test('[DESIGN-1] the committed JSON Schema of the block is fresh', async () => {
  const text = `${JSON.stringify(blockJsonSchema(), null, 2)}\n`
  await expect(text).toMatchFileSnapshot('../../schema/workflow-orchestration-plan.schema.json')
})

const keys = `
workflow_orchestration: orchestration_id orchestration_date physics_domain workflow_scope
workflow_architecture: workflow_stages coordination_mechanisms
workflow_stages: stage_id stage_name stage_objectives input_requirements output_deliverables quality_gates
coordination_mechanisms: inter_stage_communication synchronization_points resource_coordination quality_coordination
orchestration_strategy: execution_management resource_management quality_management
execution_management: workflow_initiation stage_transitions parallel_execution error_recovery
resource_management: resource_allocation capacity_planning utilization_optimization conflict_resolution
quality_management: quality_monitoring quality_gates quality_improvement
performance_optimization: bottleneck_identification optimization_strategies monitoring_systems continuous_improvement`

function keysIn(value: unknown, name: string, found: Map<string, string>): void {
  if (Array.isArray(value)) for (const one of value) keysIn(one, name, found)
  else if (typeof value === 'object' && value !== null) {
    if (name !== '') found.set(name, Object.keys(value).join(' '))
    for (const [key, inner] of Object.entries(value)) keysIn(inner, key, found)
  }
}

test('[DESIGN-1] its keys are those that were promised, and no others', async () => {
  const found = new Map<string, string>()
  keysIn(blockFor(await planOf(beamtime(), { seeds: 0 })), '', found)
  const wanted = keys
    .trim()
    .split('\n')
    .map((line) => line.split(': '))
  expect([...found].sort()).toEqual(wanted.sort())
})

const shipped = () => JSON.parse(readFileSync('schema/workflow-orchestration-plan.schema.json', 'utf8'))

test('[DESIGN-1] [DESIGN-2] the block read back from the document fits the shipped schema, for every example and a beamtime', async () => {
  const plans = [
    await planOfFile(exampleText('ising'), { seeds: 2 }),
    await planOfFile(exampleText('argon'), { seeds: 2 }),
    await planOfFile(exampleText('beamline'), { seeds: 2 }),
    await planOf(beamtime(), { seeds: 0 }),
  ]
  for (const plan of plans) {
    for (const language of ['en', 'ko'] as const) {
      const view = viewFor(plan, language)
      const read = blockIn(documentFor(view))
      expect(read).toEqual(blockFor(plan, language))
      expect(schemaProblems(read, shipped())).toEqual([])
    }
  }
})

test('[DESIGN-1] [DESIGN-2] and for generated workflows with any texts in them', async () => {
  await fc.assert(
    fc.asyncProperty(generatedWorkflow, async (made) => {
      const plan = await planOf(made, { seeds: 0 })
      const read = blockIn(documentFor(viewFor(plan)))
      expect(read).toEqual(blockFor(plan))
      expect(schemaProblems(read, shipped())).toEqual([])
    }),
    { numRuns: Number(process.env.PWOS_SEEDS ?? 40) },
  )
})

test('[DESIGN-1] the schema takes nothing else', () => {
  expect(schemaProblems({ workflow_orchestration: {} }, shipped())).not.toEqual([])
  expect(blockSchema.safeParse({}).success).toBe(false)
})

test('[DESIGN-2] [DESIGN-3] a single stage alone: every list says what there is not, of that stage', async () => {
  const block = blockFor(await planOf(workflow([{ name: 'lonely' }]), { seeds: 0 }))
  const reasons = entriesIn(block).filter((entry) => entry.startsWith('none'))
  expect(reasons.length).toBeGreaterThan(6)
  expect(reasons.filter((entry) => !entry.includes('lonely'))).toEqual([])
})

test('[DESIGN-3] two workflows share no entry', async () => {
  const plans = [
    blockFor(await planOfFile(exampleText('ising'), { seeds: 20 }), 'en', 'ising/workflow.yaml'),
    blockFor(await planOfFile(exampleText('argon'), { seeds: 20 }), 'en', 'argon/workflow.yaml'),
    blockFor(await planOf(beamtime(), { seeds: 0 }), 'en', 'beamtime/workflow.yaml'),
    blockFor(await planOf(workflow([{ name: 'lonely' }]), { seeds: 0 }), 'en', 'lonely/workflow.yaml'),
    blockFor(await planOf(workflow([{ name: 'first' }, { name: 'last', dependencies: [whole(0)] }]), { seeds: 0 }), 'en', 'pair.yaml'),
  ]
  const seen = new Map<string, number>()
  for (const [which, block] of plans.entries()) {
    for (const entry of new Set(entriesIn(block))) {
      // What a task holds and what an output is called may well be the same in two workflows.
      if (/^(for each task )?\d+ |^[\w-]+: \S+ \(checked as/.test(entry)) continue
      expect(seen.get(entry), entry).toBeUndefined()
      seen.set(entry, which)
    }
  }
  expect(seen.size).toBeGreaterThan(150)
})
