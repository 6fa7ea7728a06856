import type { Rename } from '#expression/checked.ts'
import { lazyMap } from './lazy-map.ts'
import type { Unrolled } from './repeat.ts'

/** Where a stage stands, and so what the names in it mean: first what is in its own group, then what is around it. */
export interface Within {
  /** Full name of the group. */
  readonly group: string
  /** Full names of the stages in it, by the names that the file gives them. */
  readonly members: ReadonlyMap<string, string>
  /** Undefined: the group stands in the file itself. */
  readonly around: Within | undefined
  /** It is fanned out: its stages go on element by element. */
  readonly many: boolean
  /** Variables of its `foreach`. */
  readonly axes: ReadonlySet<string>
  /** The turn that the group is; undefined: it is not repeated. */
  readonly turn: Unrolled | undefined
}

export const beginName = (group: string) => `${group}.begin`

/** The name under which all know a stage that is named where `within` is. */
export function fullName(within: Within | undefined, name: string): string {
  const dot = name.indexOf('.')
  const [head, rest] = dot === -1 ? [name, ''] : [name.slice(0, dot), name.slice(dot)]
  const member = placeOf(within, head)?.members.get(head)
  return member === undefined ? name : member + rest
}

/** The group, from the nearest on, that has a stage of this name. */
function placeOf(within: Within | undefined, name: string): Within | undefined {
  for (let at = within; at !== undefined; at = at.around) if (at.members.has(name)) return at
  return undefined
}

/** Whether this group, or one around it, is fanned out: then all in it has the same tasks. */
export function isMany(within: Within | undefined): boolean {
  for (let at = within; at !== undefined; at = at.around) if (at.many) return true
  return false
}

/** The nearest turn that it is in. */
export function turnAround(within: Within | undefined): Unrolled | undefined {
  for (let at = within; at !== undefined; at = at.around) if (at.turn !== undefined) return at.turn
  return undefined
}

/** Numbers of stages by the names that are used where `within` is. */
export function numbersWithin(numbers: ReadonlyMap<string, number>, within: Within | undefined): ReadonlyMap<string, number> {
  if (within === undefined) return numbers
  return lazyMap(
    () => namesSeen(within, numbers),
    (name) => numbers.get(fullName(within, name)),
  )
}

function* namesSeen(within: Within, numbers: ReadonlyMap<string, number>): Generator<string> {
  for (let at: Within | undefined = within; at !== undefined; at = at.around) yield* at.members.keys()
  yield* numbers.keys()
}

/** What the names in a stage mean. `own` are those that it has itself, and that hide others; `follows`: it goes element by element. */
export function renaming(within: Within | undefined, own: ReadonlySet<string>, follows: boolean): Rename | undefined {
  if (within === undefined) return undefined
  return ([first = '', second]) => {
    if (first === 'stages') return second === undefined ? undefined : stageMeant(within, second)
    if (own.has(first)) return undefined
    for (let at: Within | undefined = within; at !== undefined; at = at.around) {
      if (at.axes.has(first)) return { take: 1, put: [beginName(at.group), first] }
      const member = follows ? at.members.get(first) : undefined
      if (member !== undefined) return { take: 1, put: [member] }
    }
    return undefined
  }
}

/** In a group that is fanned out, another stage of it is meant element by element. */
function stageMeant(within: Within, name: string): ReturnType<Rename> {
  const place = placeOf(within, name)
  const full = place?.members.get(name)
  if (full === undefined) return undefined
  return { take: 2, put: isMany(place) ? [full] : ['stages', full] }
}
