import type { OwnedRun } from './owned.ts'
import type { RunState } from './state.ts'

/** Someone who can be asked for work in a run. */
export interface Askable {
  readonly name: string
  readonly roles: readonly string[]
}

/** Everyone who can be asked, declared or only named by a stage, in the file's order. */
export function personsOf(run: RunState): readonly Askable[] {
  const roles = new Map<string, string[]>()
  for (const [called, persons] of (run as OwnedRun).resources.people) {
    for (const person of persons) {
      const known = roles.get(person) ?? []
      roles.set(person, known)
      if (called !== person) known.push(called)
    }
  }
  return [...roles].map(([name, has]) => ({ name, roles: has }))
}
