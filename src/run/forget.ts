import { leaveFlight } from './flights.ts'
import { removeFromHeap } from './heap.ts'
import { isOver, owned } from './owned.ts'
import type { State } from './state.ts'

/** Lets go of a run that is over, as if it had never been folded: a leader may live longer than thousands of runs. */
export function forget(state: State, id: string): void {
  const own = owned(state)
  const run = own.runs.get(id)
  if (run === undefined || !isOver(run)) return
  own.runs.delete(id)
  own.toFinish.delete(run)
  own.together.delete(run)
  for (const [key, shape] of own.shapes) if (shape.run === run) own.shapes.delete(key)
  for (const backoff of own.backoffs.items.filter(({ stage }) => stage.run === run)) removeFromHeap(own.backoffs, backoff)
  for (const wanted of own.toRework) if (wanted.stage.run === run) own.toRework.delete(wanted)
  for (const stage of run.stages) {
    for (const set of [own.toExpand, own.toRelease, own.toDiscard, own.toSend, own.toClose]) set.delete(stage)
    for (const entry of stage.entries) {
      if (entry === undefined) continue
      leaveFlight(own, entry)
      own.toShare.delete(entry)
      own.toFail.delete(entry)
      own.toRevive.delete(entry)
    }
    for (const [task, key] of stage.temporary?.keys ?? []) {
      if (stage.temporary?.marks[task] !== 0) continue
      const count = (own.wanted.get(key) ?? 0) - 1
      if (count > 0) own.wanted.set(key, count)
      else own.wanted.delete(key)
    }
  }
}
