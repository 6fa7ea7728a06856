import type { Branch, Decision, Loop, Turn } from '#model/branching.ts'
import type { Outline } from './outline.ts'
import { mapAt, numberAt } from './pick.ts'
import { type Needing, need, previousOf, sameTasksKind } from './references.ts'
import { checkName, otherwiseOf, turnName } from './repeat.ts'
import type { Known } from './scope.ts'
import { expressionAt, type Scope, type Writing } from './written.ts'

/** What a stage is in a loop; see `repeat.ts`. */
export function compileTurn(
  outline: Outline,
  { byName }: Known,
  scope: Scope,
  writing: Writing,
): { readonly turn?: Turn; readonly loop?: Loop; readonly decision?: Decision } {
  const { turn: unrolled, entries } = outline
  if (unrolled === undefined) return {}
  const { kind, of, iteration, atMost } = unrolled
  const index = (name: string) => byName.get(name)?.index ?? -1
  if (kind === 'loop') {
    const iterations = Array.from({ length: atMost }, (_, turn) => turn + 1)
    const turns = iterations.map((turn) => index(turnName(of, turn)))
    const checks = iterations.map((turn) => index(checkName(of, turn)))
    return { loop: { turns, checks, otherwise: otherwiseOf(entries) } }
  }
  const previous = previousOf(outline, byName)?.index
  if (kind !== 'check') return { turn: { iteration, previous, judged: undefined } }
  const judged = index(turnName(of, iteration))
  const at = writing.report.place(entries.get('repeat')?.keySpan ?? outline.nameSpan)
  const repeat = mapAt(entries, 'repeat')
  const until = expressionAt(writing, repeat.get('until')?.value, scope, { kind: 'boolean' })
  const chance = chanceOf(numberAt(repeat, 'expected'), iteration)
  const next = byName.get(turnName(of, iteration + 1))
  const enough: Branch = { name: 'enough', condition: until, then: [], chance, at }
  const again: Branch = { name: 'again', condition: undefined, then: next === undefined ? [] : [next.index], chance: undefined, at }
  return { turn: { iteration, previous, judged }, decision: { branches: [enough, again], at } }
}

/** How likely a turn is the last one where so many are expected: even at the expected one, and rising smoothly around it. */
function chanceOf(expected: number | undefined, iteration: number): number | undefined {
  if (expected === undefined || expected <= 0) return undefined
  return iteration ** 4 / (iteration ** 4 + expected ** 4)
}

/** A turn waits for the decision that there is another one, a decision for its turn, and the loop for all of them. */
export function followTurns({ unrolled }: Outline, needing: Needing, known: Known): void {
  if (unrolled === undefined) return
  const { kind, of, iteration, atMost } = unrolled
  const follow = (name: string, how: { order?: boolean }) => {
    const other = known.byName.get(name)
    return other && need(needing, other.index, sameTasksKind(known, other), how)
  }
  if (kind === 'check') follow(turnName(of, iteration), {})
  if ((kind === 'turn' || kind === 'begin') && iteration > 1) {
    const decided = follow(checkName(of, iteration - 1), { order: true })
    if (decided !== undefined) decided.branches = [1]
  }
  if (kind !== 'loop') return
  for (let turn = 1; turn <= atMost; turn++) {
    follow(turnName(of, turn), { order: true })
    follow(checkName(of, turn), { order: true })
  }
}
