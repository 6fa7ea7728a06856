import type { Approval } from '#model/human.ts'
import type { Vote } from './human-course.ts'
import type { Result } from './outcome.ts'
import type { Bundle, OwnedStage } from './owned.ts'

/** Who may decide an approval, and what of what was said counts. */

/** Who is asked, in the file's order: all who answer to its names, and those who decide in the place of one. */
export function askedPersons({ run, definition }: OwnedStage, bundle: Bundle | undefined): readonly string[] {
  const { people } = run.resources
  const asked = new Set(definition.human?.by.flatMap((called) => people.get(called) ?? []))
  for (const [from, to] of bundle?.human?.delegates ?? []) {
    asked.delete(from)
    asked.add(to)
  }
  return [...asked]
}

/** Who cannot approve although asked, where that has to be independent: who started the run, and who did work that it hangs on. */
export function dependentPersons(stage: OwnedStage): ReadonlySet<string> {
  const { human } = stage.definition
  if (human?.kind !== 'approval' || !human.independent) return nobody
  const { startedBy } = stage.run.started
  const persons = new Set(startedBy === undefined ? [] : [startedBy])
  for (const before of stagesBefore(stage)) {
    if (before.definition.human?.kind !== 'task') continue
    for (const { by = [] } of before.results.values()) for (const person of by) persons.add(person)
  }
  return persons
}

const nobody: ReadonlySet<string> = new Set()

/** Everything that a stage hangs on, near or far. */
function stagesBefore(stage: OwnedStage): readonly OwnedStage[] {
  const found = new Set<OwnedStage>()
  const open = [stage]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { stage: index } of at.definition.dependencies) {
      const before = at.run.stages[index]
      if (before === undefined || found.has(before)) continue
      found.add(before)
      open.push(before)
    }
  }
  return [...found]
}

/** Why it can never be approved by as many as it needs; undefined: it can. */
export function approvalTrouble(stage: OwnedStage): string | undefined {
  const { human } = stage.definition
  if (human?.kind !== 'approval') return undefined
  const dependent = dependentPersons(stage)
  const asked = askedPersons(stage, undefined)
  const able = asked.filter((person) => !dependent.has(person))
  if (able.length >= human.quorum) return undefined
  const out = asked.filter((person) => dependent.has(person)).join(', ')
  const why = out === '' ? '' : `; not independent: ${out}`
  return `${human.quorum} must approve, but only ${able.length} of ${human.by.join(', ')} can${why}`
}

/** What was said too long ago does not count any more. */
export function standingVotes({ expiresMs }: Approval, votes: readonly Vote[], now: number): readonly Vote[] {
  return expiresMs === undefined ? votes : votes.filter(({ at }) => now - at < expiresMs)
}

/** Whether an approval that was given before counts here: it is not too old, and whoever gave it is independent of this run too. */
export function stillStands(stage: OwnedStage, { usage, by = [] }: Result, now: number): boolean {
  const { human } = stage.definition
  if (human?.kind !== 'approval') return true
  const dependent = dependentPersons(stage)
  if (by.some((person) => dependent.has(person))) return false
  return human.expiresMs === undefined || now - (usage.startedAt + usage.wallMs) < human.expiresMs
}

/** Who may still decide. */
export function undecided(stage: OwnedStage, bundle: Bundle, now: number): readonly string[] {
  const { human } = stage.definition
  if (human?.kind !== 'approval') return []
  const dependent = dependentPersons(stage)
  const decided = new Set(standingVotes(human, bundle.human?.votes ?? [], now).map(({ by }) => by))
  return askedPersons(stage, bundle).filter((person) => !dependent.has(person) && !decided.has(person))
}
