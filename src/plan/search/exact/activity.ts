/**
 * Which literals were in conflicts of late: the search decides about those first (VSIDS, Moskewicz and others 2001).
 * The literal "job starts at the latest at t" and its opposite share an index; those with activity stand in a heap.
 */
export interface Activity {
  readonly units: number
  readonly scores: Float64Array
  /** Place in the heap; -1: not in it. */
  readonly places: Int32Array
  readonly heap: Int32Array
  size: number
  step: number
}

/** For this many jobs whose starts lie in [0, units). */
export function activityOf(jobs: number, units: number): Activity {
  const literals = jobs * units
  return {
    units,
    scores: new Float64Array(literals),
    places: new Int32Array(literals).fill(-1),
    heap: new Int32Array(literals),
    size: 0,
    step: 1,
  }
}

/** Index of a literal as bounds.ts writes them. */
export function literalOf(activity: Activity, side: number, value: number): number {
  return (side >> 1) * activity.units + ((side & 1) === 0 ? value - 1 : -value)
}

export function bump(activity: Activity, literal: number): void {
  const score = (activity.scores[literal] as number) + activity.step
  activity.scores[literal] = score
  if ((activity.places[literal] as number) >= 0) rise(activity, activity.places[literal] as number)
  else offer(activity, literal)
  if (score > 1e100) rescale(activity)
}

/** Everything so far counts less from now on. */
export function age(activity: Activity): void {
  activity.step /= 0.95
}

/** Puts a literal back that may be decided about again. */
export function offer(activity: Activity, literal: number): void {
  if ((activity.places[literal] as number) >= 0 || activity.scores[literal] === 0) return
  activity.heap[activity.size] = literal
  activity.places[literal] = activity.size
  rise(activity, activity.size++)
}

/** Takes out the most active literal; -1: there is none. */
export function take(activity: Activity): number {
  if (activity.size === 0) return -1
  const { heap, places } = activity
  const top = heap[0] as number
  places[top] = -1
  const last = heap[--activity.size] as number
  if (activity.size > 0) {
    heap[0] = last
    places[last] = 0
    sink(activity)
  }
  return top
}

function rise(activity: Activity, from: number): void {
  const { heap, places, scores } = activity
  const literal = heap[from] as number
  const score = scores[literal] as number
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    const other = heap[parent] as number
    if ((scores[other] as number) >= score) break
    heap[at] = other
    places[other] = at
    at = parent
  }
  heap[at] = literal
  places[literal] = at
}

function sink(activity: Activity): void {
  const { heap, places, scores, size } = activity
  const literal = heap[0] as number
  const score = scores[literal] as number
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    if (child + 1 < size && (scores[heap[child + 1] as number] as number) > (scores[heap[child] as number] as number)) child++
    const other = heap[child] as number
    if ((scores[other] as number) <= score) break
    heap[at] = other
    places[other] = at
    at = child
  }
  heap[at] = literal
  places[literal] = at
}

function rescale(activity: Activity): void {
  const { scores } = activity
  for (let literal = 0; literal < scores.length; literal++) scores[literal] = (scores[literal] as number) * 1e-100
  activity.step *= 1e-100
}
