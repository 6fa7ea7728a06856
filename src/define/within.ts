import type { Rename, Renamed } from '#expression/checked.ts'
import { lazyMap } from './lazy-map.ts'
import type { Unrolled } from './repeat.ts'
import type { NamedFile } from './tree.ts'

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
  /** It is a workflow file of its own: what is around it is not seen in it. */
  readonly file: NamedFile | undefined
}

export const beginName = (group: string) => `${group}.begin`

/** The groups whose names are seen, from the nearest on: as far as the file goes. */
function* seenFrom(within: Within | undefined): Generator<Within> {
  for (let at = within; at !== undefined; at = at.around) {
    yield at
    if (at.file !== undefined) return
  }
}

/** The name under which all know a stage that is named where `within` is; undefined: it is not seen there. */
export function fullName(within: Within | undefined, name: string): string | undefined {
  const dot = name.indexOf('.')
  const [head, rest] = dot === -1 ? [name, ''] : [name.slice(0, dot), name.slice(dot)]
  const member = placeOf(within, head)?.members.get(head)
  if (member !== undefined) return member + rest
  return fileAround(within) === undefined ? name : undefined
}

/** The group, from the nearest on, that has a stage of this name. */
function placeOf(within: Within | undefined, name: string): Within | undefined {
  for (const at of seenFrom(within)) if (at.members.has(name)) return at
  return undefined
}

/** The group that is the file in which it stands; undefined: that is the file that is run. */
export function fileAround(within: Within | undefined): (Within & { readonly file: NamedFile }) | undefined {
  for (const { file, ...at } of seenFrom(within)) if (file !== undefined) return { ...at, file }
  return undefined
}

/** Whether this group, or one around it, is fanned out: then all in it has the same tasks. */
export function isMany(within: Within | undefined): boolean {
  for (let at = within; at !== undefined; at = at.around) if (at.many) return true
  return false
}

/** The nearest turn that it is in, in its own file. */
export function turnAround(within: Within | undefined): Unrolled | undefined {
  for (let at = within; at !== undefined; at = at.around) if (at.turn !== undefined) return at.turn
  return undefined
}

/** Numbers of stages by the names that are used where `within` is. */
export function numbersWithin(numbers: ReadonlyMap<string, number>, within: Within | undefined): ReadonlyMap<string, number> {
  if (within === undefined) return numbers
  return lazyMap(
    () => namesSeen(within, numbers),
    (name) => {
      // A stage knows itself by its full name.
      const full = fullName(within, name) ?? (name.startsWith(`${within.group}.`) ? name : undefined)
      return full === undefined ? undefined : numbers.get(full)
    },
  )
}

function* namesSeen(within: Within, numbers: ReadonlyMap<string, number>): Generator<string> {
  for (const at of seenFrom(within)) yield* at.members.keys()
  if (fileAround(within) === undefined) yield* numbers.keys()
}

/** What a stage itself has to do with names. */
export interface OwnNames {
  /** Names that it has itself, and that hide others. */
  readonly own: ReadonlySet<string>
  /** It goes element by element. */
  readonly follows: boolean
  /** What the parameter of a file that stands for a group was given, as an expression where these names are known. */
  readonly given: (of: Within & { readonly file: NamedFile }, parameter: string, scope: Parameters<Rename>[1]) => Renamed
}

/** What the names in a stage mean. */
export function renaming(within: Within | undefined, { own, follows, given }: OwnNames): Rename | undefined {
  if (within === undefined) return undefined
  return ([first = '', second], scope) => {
    if (first === 'stages') return second === undefined ? undefined : stageMeant(within, second)
    if (own.has(first)) return undefined
    for (const at of seenFrom(within)) {
      const { file } = at
      if (file?.parameters.has(first)) return given({ ...at, file }, first, scope)
      if (file === undefined && at.axes.has(first)) return { take: 1, put: [beginName(at.group), first] }
      const member = follows ? at.members.get(first) : undefined
      if (member !== undefined) return { take: 1, put: [member] }
      if (file?.hidden.has(first)) return { hidden: true }
    }
    return undefined
  }
}

/** In a group that is fanned out, another stage of it is meant element by element. */
function stageMeant(within: Within, name: string): Renamed | undefined {
  const place = placeOf(within, name)
  const full = place?.members.get(name)
  if (full === undefined) return fileAround(within) === undefined ? undefined : { hidden: true }
  return { take: 2, put: isMany(place) ? [full] : ['stages', full] }
}
