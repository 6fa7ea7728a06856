import { greatestDivisor } from './coarsen.ts'
import type { Project } from './project.ts'

/** Demands and capacities of several resources side by side in 32-bit words, so that one subtraction tests them all. */
export interface Packed {
  readonly words: number
  readonly demands: Int32Array
  /** What is free at the start: the capacities with all guard bits set. */
  readonly capacities: Int32Array
  /** The guard bits of each word. */
  readonly guards: Int32Array
}

/**
 * Every resource gets as many bits as its capacity needs and a guard bit above them. With all guards set in `free`,
 * `(free - demand) & guards` is `guards` exactly when no resource had to borrow from its guard: everything fits.
 * Resources that no job needs, or that can never be short, are left out; amounts are divided by their common divisor.
 */
export function packDemands(project: Project): Packed {
  const { count, resources } = project
  const fields = Array.from({ length: resources }, (_, resource) => fieldOf(project, resource)).filter((field) => field !== undefined)
  const places: { readonly word: number; readonly shift: number }[] = []
  const used: number[] = []
  for (const { bits } of fields) {
    let word = used.findIndex((sum) => sum + bits <= 32)
    if (word < 0) word = used.push(0) - 1
    const shift = used[word] ?? 0
    places.push({ word, shift })
    used[word] = shift + bits
  }
  const words = Math.max(1, used.length)
  const demands = new Int32Array(count * words)
  const capacities = new Int32Array(words)
  const guards = new Int32Array(words)
  fields.forEach(({ resource, divisor, capacity, bits }, i) => {
    const { word, shift } = places[i] ?? { word: 0, shift: 0 }
    const guard = 1 << (shift + bits - 1)
    guards[word] = (guards[word] ?? 0) | guard
    capacities[word] = (capacities[word] ?? 0) | (capacity << shift) | guard
    for (let job = 0; job < count; job++) {
      const amount = project.durations[job] === 0 ? 0 : (project.demands[job * resources + resource] ?? 0) / divisor
      demands[job * words + word] = (demands[job * words + word] ?? 0) | (amount << shift)
    }
  })
  return { words, demands, capacities, guards }
}

interface Field {
  readonly resource: number
  readonly divisor: number
  readonly capacity: number
  readonly bits: number
}

function fieldOf(project: Project, resource: number): Field | undefined {
  let divisor = 0
  let total = 0
  for (let job = 0; job < project.count; job++) {
    if (project.durations[job] === 0) continue
    const demand = project.demands[job * project.resources + resource] ?? 0
    divisor = greatestDivisor(demand, divisor)
    total += demand
  }
  const capacity = project.capacities[resource] ?? 0
  if (total <= capacity) return undefined
  const units = Math.floor(capacity / divisor)
  return { resource, divisor, capacity: units, bits: 33 - Math.clz32(units) }
}
