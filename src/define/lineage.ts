import type { Outline } from './outline.ts'
import { isMany as isManyWithin } from './within.ts'

/** Who follows whom element by element (`each`), answered without walking chains, which may be 100,000 long. */
export interface Lineage {
  /** Whether the stage has many tasks: it has `foreach`, or follows one that has. */
  isFanout(stage: number): boolean
  /** Whether `ancestor` is among the stages that `stage` follows, near or far. */
  follows(stage: number, ancestor: number): boolean
  /** Whether both have the same tasks, one for one: they follow the same stage, or one follows the other. */
  sameTasks(stage: number, other: number): boolean
  /** From the nearest on. */
  ancestors(stage: number): Iterable<number>
}

/** Numbers each stage of the forest when it is entered and left on one walk: ancestors enclose their descendants. */
export function lineageOf(outlines: readonly Outline[]): Lineage {
  const followers = new Map<number, number[]>()
  for (const { index, each } of outlines) {
    if (each === undefined) continue
    const known = followers.get(each)
    if (known) known.push(index)
    else followers.set(each, [index])
  }
  const entered = new Array<number>(outlines.length).fill(-1)
  const left = new Array<number>(outlines.length).fill(-1)
  const roots = new Array<number>(outlines.length).fill(-1)
  let clock = 0
  for (const { index, each } of outlines) {
    if (each !== undefined) continue
    const path = [{ stage: index, next: 0 }]
    entered[index] = clock++
    roots[index] = index
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const follower = followers.get(top.stage)?.[top.next++]
      if (follower === undefined) {
        left[top.stage] = clock++
        path.pop()
      } else {
        entered[follower] = clock++
        roots[follower] = index
        path.push({ stage: follower, next: 0 })
      }
    }
  }
  const at = (times: readonly number[], stage: number) => times[stage] ?? -1
  const isMany = (root: number) => (outlines[root]?.axisNames.length ?? 0) > 0 || outlines[root]?.pieces !== undefined
  return {
    // A circle of `each` has no root: it is told as a circle, and nothing else about it.
    isFanout: (stage) => at(roots, stage) < 0 || isMany(at(roots, stage)),
    sameTasks: (stage, other) => at(roots, stage) >= 0 && at(roots, stage) === at(roots, other) && isMany(at(roots, stage)),
    follows: (stage, ancestor) =>
      stage !== ancestor &&
      at(entered, ancestor) >= 0 &&
      at(entered, ancestor) < at(entered, stage) &&
      at(left, stage) < at(left, ancestor),
    *ancestors(stage) {
      // A circle of `each` hangs on no root, and was never entered.
      if (at(entered, stage) < 0) return
      for (let parent = outlines[stage]?.each; parent !== undefined; parent = outlines[parent]?.each) yield parent
    },
  }
}

/** Whether a stage sees one element of the other: it follows it, or both stand in a group that is fanned out. */
export function isElement(lineage: Lineage, { index, within }: Outline, other: Outline): boolean {
  return lineage.follows(index, other.index) || (isManyWithin(within) && index !== other.index && lineage.sameTasks(index, other.index))
}
