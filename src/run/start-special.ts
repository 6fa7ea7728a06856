import { approvalTrouble } from './approving.ts'
import { saidBefore } from './carrying-over.ts'
import type { AttemptsStarted } from './events.ts'
import { makesRoom } from './expectation.ts'
import type { Entry, OwnedStage, Shape } from './owned.ts'
import { type Placement, placementOf, waitsAgain } from './placing.ts'
import { reserveAhead } from './reservation.ts'
import { failedAtOnce } from './resolved.ts'
import { awaitIn, isAllowed, isTwinOfStarted, noteStart, type Plan, runningIn } from './starting.ts'
import type { Terms, Way } from './ways.ts'

/** Tasks of a stage whose times differ are looked at so far, as a shorter one may fit where the first does not. */
const mostLookedAt = 64

/**
 * Starts a task that hangs on calendars, people or options, if it can start now. Else it is noted what it waits for: what others hold
 * (then it has a reservation, like any other), or an opening (then it stands in nobody's way until that comes). True: the next of its
 * stage may have its turn.
 */
export function startSpecial(
  plan: Plan,
  terms: Terms,
  turn: { readonly shape: Shape; readonly nextEntry: () => Entry | undefined },
): boolean {
  let looked = 0
  for (let entry = turn.nextEntry(); entry !== undefined; entry = turn.nextEntry()) {
    const { stage, task } = entry
    const placement = placementOf(
      { state: plan.state, now: plan.now, held: plan.held, running: () => runningIn(plan) },
      stage,
      task,
      terms,
      plan.blocked === undefined,
    )
    const trouble = placement.kind === 'never' ? placement.detail : placement.kind === 'now' ? approvalTrouble(stage) : undefined
    if (trouble !== undefined) {
      plan.events.push(failedAtOnce(stage, task, (stage.attempts[task] ?? 0) + 1, entry.key, trouble, plan.now))
      return true
    }
    if (placement.kind === 'now') return begin(plan, terms, entry, placement)
    if (placement.kind === 'never') return true
    noteWait(plan, terms, entry, placement)
    if (placement.kind === 'room' || stage.statedByTask === undefined || ++looked >= mostLookedAt) return false
  }
  return false
}

function begin(plan: Plan, terms: Terms, entry: Entry, placement: Extract<Placement, { kind: 'now' }>): boolean {
  const { stage } = entry
  const { way, choice, setupMs, expectedEnd } = placement
  // Another stage may have been given the same instrument in this plan: whether it must be set up is seen when that is so.
  if (plan.events.length > 0 && usesSetUps(stage, way)) return false
  if (terms.kind !== 'asked' && makesRoom(stage, entry.task, plan.now)) return false
  const holds = holdsOf(way, choice.persons)
  if (!isAllowed(plan, holds, expectedEnd === undefined ? undefined : expectedEnd - plan.now)) return false
  if (isTwinOfStarted(plan, entry)) return true
  const event = startedEvent(plan, terms, entry, way, choice.persons, holds, setupMs)
  noteStart(plan, stage, event, expectedEnd)
  if (terms.kind === 'asked') plan.events.push(...saidBefore(stage, event, entry.key, plan.now))
  return true
}

function usesSetUps({ run }: OwnedStage, { pools }: Way): boolean {
  for (const instrument of run.resources.setups.keys()) if (pools[instrument] !== undefined) return true
  return false
}

function holdsOf({ pools }: Way, persons: readonly string[]): AttemptsStarted['holds'] {
  if (persons.length === 0) return pools
  return { ...pools, ...Object.fromEntries(persons.map((person) => [person, 1])) }
}

function startedEvent(
  { now }: Plan,
  { kind }: Terms,
  { stage, task }: Entry,
  { option, limitMs }: Way,
  persons: readonly string[],
  holds: AttemptsStarted['holds'],
  setupMs: number,
): AttemptsStarted {
  const [by] = kind === 'paused' ? persons : []
  return {
    ...{ type: 'AttemptsStarted', run: stage.run.id, at: now, stage: stage.definition.index },
    ...{ tasks: [task], attempts: [(stage.attempts[task] ?? 0) + 1], holds },
    ...(limitMs === undefined ? {} : { limitMs }),
    ...(option === 0 ? {} : { option }),
    ...(setupMs === 0 ? {} : { setupMs }),
    ...(by === undefined ? {} : { by }),
  }
}

function noteWait(plan: Plan, terms: Terms, entry: Entry, placement: Extract<Placement, { kind: 'room' | 'closed' }>): void {
  const { stage } = entry
  const { way, until, kind } = placement
  const demand = { run: stage.run, pools: way.pools, people: way.people }
  awaitIn(plan, stage, until)
  if (kind === 'room') plan.blocked ??= demand
  else if (waitsAgain(entry, terms, way, plan.now)) plan.ahead.push(reserveAhead(demand, runningIn(plan), until))
}
