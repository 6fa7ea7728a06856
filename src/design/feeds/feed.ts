import type { View } from '../view.ts'
import type { feedSchemas } from './feed-shapes.ts'
import { integrationPlanning } from './integration-planning.ts'
import { settled, type Tree } from './leaf.ts'
import { performanceArchitecture } from './performance-architecture.ts'
import { type Made, systemArchitecture } from './system-architecture.ts'
import { coordinationMechanisms, systemDesign } from './system-design.ts'
import { workflowDesign } from './workflow-design.ts'

/** For whom a plan can be exported: sister tasks, and templates. */
export type FeedName = keyof typeof feedSchemas

const makers: { readonly [name in FeedName]: (view: View, made: Made) => { readonly [key: string]: Tree } } = {
  'system-design': systemDesign,
  'integration-planning': integrationPlanning,
  'performance-architecture': performanceArchitecture,
  'coordination-mechanisms': coordinationMechanisms,
  'workflow-design-tmpl': workflowDesign,
  'system-architecture-tmpl': systemArchitecture,
}

/** A plan with the keys that a sister task or template has: every statement computed, and what is not known said to be so in `unstated`. */
export function feedOf(name: FeedName, view: View, made: Made): { readonly [key: string]: unknown } {
  return settled(makers[name](view, made), view)
}
