import { commonCalendar, type Resources } from './resources.ts'
import type { AskedPeople, Choice } from './ways.ts'

/** More combinations of people than these are not looked at one by one. */
const mostChoices = 256

/** Every way to take the people that are asked for, nobody twice. Empty: there are too few. */
export function choicesOf(resources: Resources, pools: readonly string[], people: readonly AskedPeople[]): readonly Choice[] {
  return combinations(people).map((persons) => ({
    persons,
    calendar: commonCalendar(resources, [...pools, ...persons]),
    load: persons.reduce((least, person) => Math.min(least, resources.loads.get(person) ?? 1), 1),
  }))
}

function combinations(groups: readonly AskedPeople[]): readonly (readonly string[])[] {
  let found: (readonly string[])[] = [[]]
  for (const { persons, count } of groups) {
    const next: (readonly string[])[] = []
    for (const taken of found) {
      const free = persons.filter((person) => !taken.includes(person))
      for (const more of subsets(free, count)) if (next.length < mostChoices) next.push([...taken, ...more])
    }
    found = next
  }
  return found
}

/** Subsets of that size; where there are too many, neighbours in the list, so that everyone is in some. */
function subsets(list: readonly string[], size: number): readonly (readonly string[])[] {
  if (size > list.length) return []
  if (size === 0) return [[]]
  if (size === 1) return list.map((item) => [item])
  if (ways(list.length, size) > mostChoices) {
    return list.map((_, first) => Array.from({ length: size }, (_, next) => list[(first + next) % list.length] ?? ''))
  }
  return list.flatMap((item, at) => subsets(list.slice(at + 1), size - 1).map((rest) => [item, ...rest]))
}

function ways(of: number, size: number): number {
  let product = 1
  for (let at = 0; at < size; at++) product = (product * (of - at)) / (at + 1)
  return product
}
