import type { DurationSample, Repeats } from './duration.ts'

/** How often gates had tasks repeated, and for how long; undefined: never. */
export function repeatsOf(samples: readonly DurationSample[]): Repeats | undefined {
  const gates = new Map<string, number>()
  const factors: number[] = []
  for (const { ms, repeated } of samples) {
    if (repeated === undefined) continue
    for (const gate of new Set(repeated.gates)) gates.set(gate, (gates.get(gate) ?? 0) + 1)
    factors.push((ms - repeated.firstMs) / repeated.firstMs)
  }
  if (factors.length === 0) return undefined
  const byGate = [...gates].map(([gate, tasks]) => ({ gate, tasks })).sort((a, b) => b.tasks - a.tasks)
  return { tasks: samples.length, byGate, probability: factors.length / samples.length, factors }
}

/** The samples without what gates had repeated. */
export function firstAttempts(samples: readonly DurationSample[]): readonly DurationSample[] {
  return samples.map((sample) => (sample.repeated === undefined ? sample : { ...sample, ms: sample.repeated.firstMs }))
}

/** By how much repetitions lengthen a task on average. */
export function meanRepeats({ probability, factors }: Repeats): number {
  return 1 + (probability * factors.reduce((sum, factor) => sum + factor, 0)) / factors.length
}

/** The same for one task: `chance` in [0, 1) is whether it is repeated, and as which of those that were. */
export function drawRepeats({ probability, factors }: Repeats, chance: number): number {
  if (chance >= probability) return 1
  return 1 + (factors[Math.floor((chance / probability) * factors.length)] ?? 0)
}
