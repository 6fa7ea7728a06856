import type { Reading } from '#run/coordination-events.ts'
import type { Effect } from '#run/effect.ts'
import type { Input } from '#run/inputs.ts'
import type { State } from '#run/state.ts'
import type { Agenda } from './agenda.ts'
import { createFreezing } from './freezing.ts'
import { createGivingWay } from './giving-way.ts'
import type { Happening, Pending } from './happening.ts'
import { signalsFromOutside } from './outside.ts'

/** What a condition reads from a time on, until it reads otherwise. */
export interface Weather {
  readonly condition: string
  readonly at: number
  readonly reading: Reading
}

/** What comes from around the runs: conditions and what they do to attempts, and signals from outside. */
export function createSurroundings(
  { weather = [], signalsCome = true }: { readonly weather?: readonly Weather[]; readonly signalsCome?: boolean },
  agenda: Agenda<Happening>,
  pendingOf: (run: string, stage: number) => Map<number, Pending>,
) {
  const freezing = createFreezing(agenda, pendingOf)
  const giveWay = createGivingWay(agenda, pendingOf)

  return {
    perform(effect: Effect, state: State, now: number): void {
      if (effect.type === 'freeze') freezing.freeze(effect, now)
      else if (effect.type === 'thaw') freezing.thaw(effect, now)
      else if (effect.type === 'preempt') giveWay(effect, state, now)
      else if (effect.type === 'watch') {
        for (const { at, input } of readingsOf(state, effect.run, weather, now)) agenda.add(at, { input, pending: undefined })
      } else if (effect.type === 'await' && signalsCome) {
        for (const command of signalsFromOutside(effect, state))
          agenda.add(now, { input: { type: 'command', command }, pending: undefined })
      }
    },
  }
}

/** What the conditions of a run read: now, and when they will read otherwise. What no schedule names is clear. */
function readingsOf(state: State, id: string, schedule: readonly Weather[], now: number): readonly { at: number; input: Input }[] {
  const conditions = state.runs.get(id)?.workflow.coordination?.conditions ?? []
  return conditions.flatMap(({ name, source }, condition) => {
    if (source.kind === 'signal') return []
    const own = schedule.filter((each) => each.condition === name).sort((a, b) => a.at - b.at)
    const present = own.findLast(({ at }) => at <= now)?.reading ?? 'clear'
    const input = (reading: Reading): Input => ({ type: 'observed', run: id, condition, reading })
    return [
      { at: now, input: input(present) },
      ...own.filter(({ at }) => at > now).map(({ at, reading }) => ({ at, input: input(reading) })),
    ]
  })
}
