import { bothOpen, type OpenTimes } from './open-times.ts'
import type { Choice } from './problem.ts'
import type { Resource, Resources } from './resources.ts'

/** So many of these units. */
export interface GroupDemand {
  readonly units: readonly number[]
  readonly count: number
}

/** More combinations than these are not looked at one by one. */
const mostChoices = 256

/** Every way to take the units that are asked for, none twice; `pools` are resources held besides. Empty: there are too few. */
export function choicesOf(resources: Resources, pools: readonly Resource[], groups: readonly GroupDemand[], common: CommonTimes): Choice[] {
  const shared = pools.flatMap(({ times }) => (times === undefined ? [] : [times]))
  return combinations(groups).map((units) => {
    const owners = [...new Set(units.map((unit) => resources.resourceOfUnit[unit] as number))].map(
      (index) => resources.all[index] as Resource,
    )
    const own = owners.flatMap(({ times }) => (times === undefined ? [] : [times]))
    return {
      units,
      times: common([...shared, ...own]),
      load: owners.reduce((least, { load }) => Math.min(least, load), 1),
      setupMs: owners.reduce((most, { setupMs }) => Math.max(most, setupMs), 0),
    }
  })
}

/** The openings that calendars have in common; the same calendars give the same lists. */
export type CommonTimes = (times: readonly OpenTimes[]) => OpenTimes | undefined

export function commonTimes(): CommonTimes {
  const numbers = new Map<OpenTimes, number>()
  const known = new Map<string, OpenTimes>()
  const numberOf = (times: OpenTimes) => {
    const number = numbers.get(times) ?? numbers.size
    numbers.set(times, number)
    return number
  }
  return (list) => {
    const distinct = [...new Set(list)].sort((a, b) => numberOf(a) - numberOf(b))
    const [first, ...rest] = distinct
    let times = first
    let key = first === undefined ? '' : `${numberOf(first)}`
    for (const next of rest) {
      key += ` ${numberOf(next)}`
      const met: OpenTimes = known.get(key) ?? bothOpen(times as OpenTimes, next)
      known.set(key, met)
      times = met
    }
    return times
  }
}

function combinations(groups: readonly GroupDemand[]): number[][] {
  let found: number[][] = [[]]
  for (const { units, count } of groups) {
    const next: number[][] = []
    for (const taken of found) {
      const free = units.filter((unit) => !taken.includes(unit))
      for (const more of subsets(free, count, mostChoices)) {
        next.push([...taken, ...more])
        if (next.length >= mostChoices) break
      }
      if (next.length >= mostChoices) break
    }
    found = next
  }
  return found
}

/** Subsets of that size; where there are more than `most`, neighbours in the list, so that everyone is in some. */
function subsets(list: readonly number[], size: number, most: number): number[][] {
  if (size > list.length) return []
  if (size === 0) return [[]]
  if (size === 1) return list.map((item) => [item])
  if (ways(list.length, size) > most)
    return list.map((_, i) => Array.from({ length: size }, (_, k) => list[(i + k) % list.length] as number))
  return list.flatMap((item, i) => subsets(list.slice(i + 1), size - 1, most).map((rest) => [item, ...rest]))
}

function ways(of: number, size: number): number {
  let product = 1
  for (let i = 0; i < size; i++) product = (product * (of - i)) / (i + 1)
  return product
}
