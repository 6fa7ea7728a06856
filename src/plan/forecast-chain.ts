import type { Workflow } from '#model/workflow.ts'
import type { Holders } from './forecast-holders.ts'
import type { SimulatedRun, Went } from './went.ts'

/**
 * The stages in the chain that fixed a simulated run's finish: from the last end back, each time to what ended just when this one
 * started, by data where that is so, else by what gave a resource free.
 */
export function chainOf({ attempts }: SimulatedRun, workflow: Workflow, holders: Holders): ReadonlySet<number> {
  const whole = new Set([...workflow.people, ...workflow.instruments].map(({ name }) => name))
  const ends = new Map<number, Went>()
  const byTask = new Map<string, Went>()
  const lastOf: (Went | undefined)[] = []
  let current: Went | undefined
  for (const attempt of attempts) {
    ends.set(attempt.endedAt, attempt)
    byTask.set(`${attempt.stage} ${attempt.task}`, attempt)
    const last = lastOf[attempt.stage]
    if (last === undefined || last.endedAt <= attempt.endedAt) lastOf[attempt.stage] = attempt
    if (current === undefined || current.endedAt <= attempt.endedAt) current = attempt
  }
  const chain = new Set<number>()
  // Attempts of no length can point at each other at one moment; no chain is longer than there are attempts.
  for (let left = attempts.length; current !== undefined && left > 0; left--) {
    chain.add(current.stage)
    const { stage, task, startedAt } = current
    let input: Went | undefined
    for (const dependency of workflow.stages[stage]?.dependencies ?? []) {
      const found = dependency.kind === 'whole' ? lastOf[dependency.stage] : byTask.get(`${dependency.stage} ${task}`)
      if (found !== undefined && (input === undefined || found.endedAt > input.endedAt)) input = found
    }
    const freed = ends.get(startedAt) ?? holderBefore(current, whole, holders, input?.endedAt ?? Number.NEGATIVE_INFINITY)
    current = input !== undefined && (input.endedAt >= startedAt || freed === undefined || freed === current) ? input : freed
  }
  return chain
}

/** Who last had a person or an instrument that this one holds, where that was later than its input: it began at the next opening. */
function holderBefore(current: Went, whole: ReadonlySet<string>, holders: Holders, after: number): Went | undefined {
  let latest: Went | undefined
  for (const name in current.holds) {
    if (!whole.has(name)) continue
    const found = holders.lastBefore(name, current)
    if (found !== undefined && found.endedAt > Math.max(after, latest?.endedAt ?? after)) latest = found
  }
  return latest
}
