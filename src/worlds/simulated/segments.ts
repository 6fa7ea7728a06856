import { graceWithin } from '#model/checkpoint.ts'
import type { Saved } from '#run/outcome.ts'
import { startOf } from '#run/restarting.ts'
import type { State } from '#run/state.ts'
import type { Behaviour } from './behaviour.ts'

/**
 * What happens to an attempt that can save its state: it goes on where the one before left off, and before its time limit it saves and
 * ends. A state is how much of the work it holds, so that a world that begins in the middle of a run knows as well.
 */
export function segmentOf(
  whole: Behaviour,
  state: State,
  of: { readonly run: string; readonly stage: number; readonly task: number },
): Behaviour {
  const start = startOf(state, of)
  if (start === undefined) return whole
  const { checkpoint, limitMs, doneMs } = start
  const lastMs = limitMs === undefined ? Number.POSITIVE_INFINITY : limitMs - graceWithin(checkpoint, limitMs)
  const leftMs = Math.max(0, whole.wallMs - doneMs)
  const wallMs = Math.min(leftMs, lastMs)
  const within = ({ afterMs }: { readonly afterMs: number }) => afterMs > doneMs && afterMs <= doneMs + wallMs
  const shifted = <Told extends { readonly afterMs: number }>(all: readonly Told[] = []) =>
    all.filter(within).map((one) => ({ ...one, afterMs: one.afterMs - doneMs }))
  const part = {
    wallMs,
    ...(whole.stream === undefined ? {} : { stream: shifted(whole.stream) }),
    ...(whole.pieces === undefined ? {} : { pieces: whole.pieces }),
  }
  if (leftMs <= lastMs) return { ...whole, ...part }
  const saved = stateAfter(doneMs + wallMs)
  const detail = `asked to save its state before its time limit of ${(limitMs ?? 0) / 1000} s`
  return {
    ...part,
    outcome: {
      ...{ kind: 'failed', cause: 'out_of_time', exitCode: 0, signal: null, detail, matched: [], usage: null, metrics: {} },
      ...{ saved, goesOn: true },
    },
  }
}

/** A state that holds so much of the work. */
export const stateAfter = (ms: number): Saved => ({ fingerprint: `state after ${ms} ms`, bytes: ms })
