import { type Cause, causes } from '#model/cause.ts'
import type { HumanCommand } from '#run/inputs.ts'
import type { Outcome } from '#run/outcome.ts'
import { randomStream } from './random.ts'

/** How often things go wrong, each between 0 and 1; left out: never. */
export interface Faults {
  /** Takes ten times as long. */
  readonly slow?: number
  /** Ends with a random cause. */
  readonly failing?: number
  /** Its supervisor dies half-way: cause `lost`. */
  readonly lost?: number
  /** The end is reported twice. */
  readonly twice?: number
  /** The end is reported again much later, when another attempt may be under way. */
  readonly late?: number
  /** Someone else answers first, or decides an approval that he is not asked for. */
  readonly intruding?: number
  /** When adopted after a crash: it was never really started, or its supervisor died too. */
  readonly orphaned?: number
  /** An answer to `resolve` takes this long at most, in ms, and comes in several parts. */
  readonly resolveDelayMs?: number
}

export type Chance = ReturnType<typeof createChance>

interface Course {
  readonly wallMs: number
  readonly outcome: { readonly kind: string }
}

/** What chance does to a course of things. Each kind of fault has a stream of its own, so that one moves no other. */
export function createChance(seed: number, faults: Faults) {
  const stream = (purpose: string) => randomStream(seed, purpose)
  const [slow, failing, lost, twice, late, orphaned] = ['slow', 'failing', 'lost', 'twice', 'late', 'orphaned'].map(stream)
  const intruding = stream('intruding')
  const delays = stream('delays')
  const happens = (which: typeof slow, probability: number | undefined) => probability !== undefined && which?.chance(probability) === true

  return {
    /** What really happens instead of this. */
    disturb<T extends Course>(course: T, adopted: boolean): { wallMs: number; outcome: T['outcome'] | Failed } {
      const wallMs = happens(slow, faults.slow) ? course.wallMs * 10 : course.wallMs
      if (adopted && happens(orphaned, faults.orphaned)) return { wallMs: 0, outcome: failure('lost') }
      if (happens(lost, faults.lost)) return { wallMs: wallMs / 2, outcome: failure('lost') }
      if (happens(failing, faults.failing)) return { wallMs, outcome: failure(programCauses[failing?.below(programCauses.length) ?? 0]) }
      return { wallMs, outcome: course.outcome }
    },
    /** How long people really take: they are late, never lost. */
    hesitate: (wallMs: number) => (happens(slow, faults.slow) ? wallMs * 10 : wallMs),
    /** What someone says just before, to whom it is not to say. */
    intrude(command: HumanCommand): readonly HumanCommand[] {
      if (command.type === 'delegate' || !happens(intruding, faults.intruding)) return []
      return [{ ...command, by: 'nobody in particular' }]
    },
    /** After which further times an end is reported again. */
    repeats(): readonly number[] {
      const again = happens(twice, faults.twice) ? [0] : []
      return happens(late, faults.late) ? [...again, 10_000 + delays.below(100_000)] : again
    },
    /** Answers come in any order and grouping. */
    spread<T>(items: readonly T[]): readonly { delay: number; items: readonly T[] }[] {
      const most = faults.resolveDelayMs
      if (most === undefined) return [{ delay: 0, items }]
      const groups = new Map<number, T[]>()
      for (const item of items) {
        const delay = delays.below(most)
        groups.set(delay, [...(groups.get(delay) ?? []), item])
      }
      return [...groups].map(([delay, group]) => ({ delay, items: group }))
    },
  }
}

type Failed = Extract<Outcome, { kind: 'failed' }>

const programCauses: readonly Cause[] = causes.filter((cause) => !['cancelled', 'lost', 'gate_failed', 'rejected'].includes(cause))

function failure(cause: Cause = 'program_error'): Failed {
  const exitCode = cause === 'program_error' ? 1 : null
  return { kind: 'failed', cause, exitCode, signal: null, detail: `simulated: ${cause}`, matched: [], usage: null, metrics: {} }
}
