import type { Effect } from '#run/effect.ts'
import type { Input } from '#run/inputs.ts'
import type { Agenda } from './agenda.ts'
import type { Happening, Pending } from './happening.ts'

type Freeze = Extract<Effect, { type: 'freeze' | 'thaw' }>

/** Attempts that are stopped where they are: their end is taken off the agenda, and put there again when they go on. */
export function createFreezing(agenda: Agenda<Happening>, pendingOf: (run: string, stage: number) => Map<number, Pending>) {
  const frozen = new WeakMap<Pending, { readonly at: number }>()

  return {
    freeze({ run, stage, task, attempt }: Freeze, now: number): void {
      const known = pendingOf(run, stage).get(task)
      if (known?.attempt !== attempt || frozen.has(known)) return
      known.moved = true
      frozen.set(known, { at: now })
    },
    thaw({ run, stage, task, attempt }: Freeze, now: number): void {
      const under = pendingOf(run, stage)
      const known = under.get(task)
      const since = known && frozen.get(known)
      if (known === undefined || since === undefined || known.attempt !== attempt || known.ends === undefined) return
      const { at, input } = known.ends
      const ms = now - since.at
      const ends = { at: at + ms, input: lasted(input, ms) }
      const told = (known.told ?? []).filter((one) => one.at > since.at).map((one) => ({ ...one, at: one.at + ms }))
      const again: Pending = { ...known, stopped: false, moved: false, ends, told }
      under.set(task, again)
      for (const one of told) agenda.add(one.at, { input: one.input, pending: again })
      agenda.add(ends.at, { input: ends.input, pending: again, under })
    },
  }
}

/** The time in which it was stopped is part of what the clock shows. */
function lasted(input: Input, ms: number): Input {
  if (input.type !== 'ended' || input.outcome.kind !== 'succeeded') return input
  const { outcome } = input
  const usage = { ...outcome.result.usage, wallMs: outcome.result.usage.wallMs + ms }
  return { ...input, outcome: { ...outcome, result: { ...outcome.result, usage } } }
}
