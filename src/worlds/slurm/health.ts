/**
 * Which nodes spoil what is put on them. A node is suspected where several different tasks of a stage failed on it fast, and none did
 * well since, while they do well on other nodes: then the programs are not to blame. Such a node gets no new jobs for a while. What
 * fails everywhere, or on nodes where others of its stage do well, is the program's own matter, and says nothing about a node.
 */
export interface Health {
  did(end: WentAt): void
  /** Attempts of the stage run on these nodes for longer than others took to fail: there they get on. */
  getsOn(stage: string, nodes: ReadonlySet<string>): void
  /** A failure on this node may turn out to be the node's. */
  isSuspect(node: string, stage: string): boolean
  isResting(node: string): boolean
  /** Nodes that get no new jobs now, with why. */
  resting(now: number): readonly RestingNode[]
  /** Puts aside what is to be put aside, and lets go what is not; true: something has changed. `nodes`: how many the cluster has. */
  judge(now: number, nodes: number): boolean
}

export interface WentAt {
  readonly node: string
  readonly stage: string
  /** `unbegun`: a job that ended before any of its attempts began; what prepares it cannot be done there. */
  readonly how: 'well' | 'failed' | 'unbegun'
  /** The task, or the job. */
  readonly what: string
}

export interface RestingNode {
  readonly node: string
  readonly stage: string
  /** Different tasks that failed there, or jobs that ended before any began. */
  readonly failed: number
  /** UTC ms. */
  readonly since: number
  readonly until: number
}

/** Different tasks that must have failed on a node, with none that did well since. */
const fewest = 3

interface Place {
  well: number
  failures: number
  /** Since something did well: tasks that failed fast, and jobs that ended before any began. */
  readonly failing: Set<string>
  readonly unbegun: Set<string>
}

const troubles = (place: Place | undefined) => (place === undefined ? 0 : place.failing.size + place.unbegun.size)

function forgive({ failing, unbegun }: Place): void {
  failing.clear()
  unbegun.clear()
}

export function createHealth(restMs: number, earlier: readonly RestingNode[] = []): Health {
  const stages = new Map<string, Map<string, Place>>()
  const slowElsewhere = new Map<string, ReadonlySet<string>>()
  const resting = new Map(earlier.map((each) => [each.node, each]))

  function placeOf(stage: string, node: string): Place {
    const places = stages.get(stage) ?? new Map<string, Place>()
    stages.set(stage, places)
    const place = places.get(node) ?? { well: 0, failures: 0, failing: new Set(), unbegun: new Set() }
    places.set(node, place)
    return place
  }

  /** Where the stage gets on: nodes on which more than three of four do well. */
  function isWellElsewhere(stage: string, node: string): boolean {
    let well = 0
    let failed = 0
    for (const [other, place] of stages.get(stage) ?? []) {
      if (other === node || resting.has(other)) continue
      const slow = slowElsewhere.get(stage)?.has(other) === true ? 1 : 0
      if (place.well + slow === 0) continue
      well += place.well + slow
      failed += place.failures
    }
    for (const other of slowElsewhere.get(stage) ?? []) if (other !== node && stages.get(stage)?.get(other) === undefined) well++
    return well > 0 && failed * 3 <= well
  }

  function isBad(stage: string, node: string): boolean {
    const place = stages.get(stage)?.get(node)
    if (place === undefined) return false
    if (place.failing.size + place.unbegun.size >= fewest && isWellElsewhere(stage, node)) return true
    return place.unbegun.size >= fewest && !failsElsewhere(stage, node)
  }

  function failsElsewhere(stage: string, node: string): boolean {
    for (const [other, place] of stages.get(stage) ?? []) if (other !== node && troubles(place) > 0) return true
    return false
  }

  function letGo(now: number): boolean {
    let changed = false
    for (const { node, stage, until } of [...resting.values()]) {
      const known = stages.get(stage)?.get(node)
      // What was found by an earlier controller rests its time: nothing is known here that speaks against it.
      if (now < until && (known === undefined || known.well + known.failures === 0 || isBad(stage, node))) continue
      resting.delete(node)
      if (now >= until && known !== undefined) forgive(known)
      changed = true
    }
    return changed
  }

  return {
    did({ node, stage, how, what }) {
      const place = placeOf(stage, node)
      if (how === 'well') {
        place.well++
        forgive(place)
        return
      }
      place.failures++
      if (how === 'unbegun') place.unbegun.add(what)
      else place.failing.add(what)
      // It fails elsewhere, too: so it was not the other node.
      for (const [other, { failing }] of stages.get(stage) ?? []) if (other !== node) failing.delete(what)
    },
    getsOn: (stage, nodes) => slowElsewhere.set(stage, nodes),
    isSuspect: (node, stage) => !resting.has(node) && troubles(stages.get(stage)?.get(node)) > 0,
    isResting: (node) => resting.has(node),
    resting: (now) => [...resting.values()].filter(({ until }) => now < until),
    judge(now, nodes) {
      let changed = letGo(now)
      const most = restingAtMost(nodes)
      for (const [stage, places] of stages) {
        for (const [node, place] of places) {
          if (resting.has(node) || resting.size >= most || !isBad(stage, node)) continue
          resting.set(node, { node, stage, failed: troubles(place), since: now, until: now + restMs })
          changed = true
        }
      }
      return changed
    },
  }
}

/** A quarter of the nodes, at least one, and never all. */
export function restingAtMost(nodes: number): number {
  return Math.min(nodes - 1, Math.max(1, Math.floor(nodes / 4)))
}
