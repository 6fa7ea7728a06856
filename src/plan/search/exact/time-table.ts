import { addPremise, type Bounds, byPremises, openPremises, raise } from './bounds.ts'
import type { Model } from './model.ts'

/**
 * Capacity seen through compulsory parts: a job that starts at the latest at u and not before l surely runs from u until
 * l + duration, if that is not empty. Where the compulsory parts leave too little for another job, it cannot run there.
 * Explanations name one point of time, as Schutt, Feydy, Stuckey and Wallace (2011) found best.
 */
export interface TimeTable {
  readonly model: Model
  /** What compulsory parts leave free, packed as in packing.ts, by time; one word of resources after the other. */
  readonly free: Int32Array
  readonly horizon: number
}

export function timeTableOf(model: Model, horizon: number): TimeTable {
  return { model, free: new Int32Array(horizon + 1), horizon }
}

/** Applies all resources once. False: a conflict, whose premises are the list at `failure.place`. */
export function propagateTimeTable(table: TimeTable, bounds: Bounds, failure: { place: number }): boolean {
  const { words } = table.model.network
  for (let word = 0; word < words; word++) {
    if (!fillProfile(table, bounds, word, failure)) return false
    if (!pushForward(table, bounds, word) || !pushBack(table, bounds, word)) {
      failure.place = -1
      return false
    }
  }
  return true
}

function fillProfile(table: TimeTable, bounds: Bounds, word: number, failure: { place: number }): boolean {
  const { free, model } = table
  const { jobs, durations, network } = model
  const { values } = bounds
  const { words, demands } = network
  const guard = network.guards[word] as number
  free.fill(network.capacities[word] as number)
  let overloaded = -1
  for (let job = 0; job < jobs; job++) {
    const demand = demands[job * words + word] as number
    if (demand === 0) continue
    const from = -(values[2 * job + 1] as number)
    const to = (values[2 * job] as number) + (durations[job] as number)
    for (let time = from; time < to; time++) {
      if ((((free[time] as number) - demand) & guard) !== guard) {
        overloaded = time
        break
      }
      free[time] = (free[time] as number) - demand
    }
    if (overloaded >= 0) break
  }
  if (overloaded < 0) return true
  const place = openPremises(bounds)
  explainLoad(table, bounds, word, overloaded, -1, place)
  failure.place = place
  return false
}

function pushForward(table: TimeTable, bounds: Bounds, word: number): boolean {
  const { free, model } = table
  const { jobs, durations, network } = model
  const { values } = bounds
  const guard = network.guards[word] as number
  for (let job = 0; job < jobs; job++) {
    const demand = network.demands[job * network.words + word] as number
    let start = values[2 * job] as number
    const latest = -(values[2 * job + 1] as number)
    if (demand === 0 || start === latest) continue
    const duration = durations[job] as number
    const ownEnd = start + duration
    for (let time = start + duration - 1; time >= start; time--) {
      if (time >= latest && time < ownEnd) continue
      if ((((free[time] as number) - demand) & guard) === guard) continue
      const place = openPremises(bounds)
      addPremise(bounds, place, 2 * job, time - duration + 1)
      explainLoad(table, bounds, word, time, job, place)
      if (!raise(bounds, 2 * job, time + 1, byPremises, place)) return false
      start = time + 1
      time = start + duration
    }
  }
  return true
}

function pushBack(table: TimeTable, bounds: Bounds, word: number): boolean {
  const { free, model } = table
  const { jobs, durations, network } = model
  const { values } = bounds
  const guard = network.guards[word] as number
  for (let job = 0; job < jobs; job++) {
    const demand = network.demands[job * network.words + word] as number
    let latest = -(values[2 * job + 1] as number)
    const start = values[2 * job] as number
    if (demand === 0 || start === latest) continue
    const duration = durations[job] as number
    const ownStart = latest
    for (let time = latest; time < latest + duration; time++) {
      if (time >= ownStart && time < start + duration) continue
      if ((((free[time] as number) - demand) & guard) === guard) continue
      // It cannot run at `time`, and has begun by then at the latest: it must have ended.
      const place = openPremises(bounds)
      addPremise(bounds, place, 2 * job + 1, -time)
      explainLoad(table, bounds, word, time, job, place)
      if (!raise(bounds, 2 * job + 1, duration - time, byPremises, place)) return false
      latest = time - duration
      time = latest - 1
    }
  }
  return true
}

/** Adds the compulsory parts that, with `job`'s demand if there is one, are too much at this time; no more of them than it takes. */
function explainLoad(table: TimeTable, bounds: Bounds, word: number, time: number, job: number, place: number): void {
  const { jobs, durations, network, resources, demands, capacities } = table.model
  const { values } = bounds
  const load = new Int32Array(resources)
  const running: number[] = []
  for (let other = 0; other < jobs; other++) {
    if (other === job || -(values[2 * other + 1] as number) > time) continue
    if ((values[2 * other] as number) + (durations[other] as number) <= time) continue
    if ((network.demands[other * network.words + word] as number) === 0) continue
    running.push(other)
    for (let resource = 0; resource < resources; resource++) {
      load[resource] = (load[resource] as number) + (demands[other * resources + resource] as number)
    }
  }
  let most = -1
  let surplus = -1
  for (let resource = 0; resource < resources; resource++) {
    const own = job < 0 ? 0 : (demands[job * resources + resource] as number)
    if (job >= 0 && own === 0) continue
    const above = (load[resource] as number) + own - (capacities[resource] as number) - 1
    if (above <= surplus) continue
    surplus = above
    most = resource
  }
  for (const other of running) {
    const demand = demands[other * resources + most] as number
    if (demand === 0) continue
    if (demand <= surplus) {
      surplus -= demand
      continue
    }
    addPremise(bounds, place, 2 * other, time - (durations[other] as number) + 1)
    addPremise(bounds, place, 2 * other + 1, -time)
  }
}
