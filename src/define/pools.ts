import type { Json } from '#model/json.ts'
import type { Problem } from '#model/problem.ts'
import type { Workflow } from '#model/workflow.ts'

export interface Machine {
  readonly cpu: number
  /** In bytes. */
  readonly memory: number
}

export interface ResolvedPools {
  /** Pool → capacity; a quantity in SI base units (memory in bytes). */
  readonly pools: { readonly [name: string]: number }
  readonly problems: readonly Problem[]
}

/** Capacity of every pool for a run: what the file declares, and the machine's own cpu and memory for the rest. */
export function resolvePools(_workflow: Workflow, _parameters: { readonly [name: string]: Json }, machine: Machine): ResolvedPools {
  return { pools: { cpu: machine.cpu, memory: machine.memory }, problems: [] }
}
