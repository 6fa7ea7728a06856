import { isUsable } from './check-group.ts'
import { entriesOf, isGroup, mapAt } from './pick.ts'
import { checkName, turnName, turnsOf, type Unrolled } from './repeat.ts'
import type { Report } from './report.ts'
import { type PiecesOutline, piecesEntry, streamWritten } from './streamed-output.ts'
import type { Entry } from './tree.ts'
import { beginName, isMany, type Within } from './within.ts'

/**
 * Groups and loops are made into plain stages when the file is read, so that nothing behind has to know of them. A group `NAME` is
 * `NAME.begin`, for which all in it wait and which carries its `when`, `after` and `foreach`; its stages `NAME.STAGE`; and `NAME`, which is
 * done when they are and shows what the group shows. A loop is as many turns as it may have (see `repeat.ts`), each a stage or a group.
 */
export interface Made {
  /** `key` is the full name. */
  readonly entry: Entry
  /** Where its names are looked up. */
  readonly within: Within | undefined
  /** The stage that it follows element by element because its group does; undefined: what it says itself. */
  readonly follows: string | undefined
  /** It begins this group, or stands for it. */
  readonly group?: { readonly part: 'begin' | 'end'; readonly of: Within }
  /** It stands in a group, or for one, and waits for what begins it. */
  readonly behind?: string
  readonly unrolled?: Unrolled
  /** It stands for the pieces of an output. */
  readonly pieces?: PiecesOutline
}

/** A file may have any number of stages; of those made of groups and loops there are no more. */
const mostMade = 100_000

interface Making {
  readonly made: Made[]
  readonly report: Report
  /** Made of groups and loops so far. */
  count: number
}

/** All stages of a file, in its order, each after those it is made of. */
export function unrolledStages(stages: readonly Entry[], report: Report): readonly Made[] {
  const making: Making = { made: [], report, count: 0 }
  for (const entry of stages) unroll(making, entry, entry.key, undefined)
  if (making.count > mostMade) sayTooMany(stages, report)
  return making.count > mostMade
    ? making.made.filter(({ within, unrolled }) => within === undefined && unrolled === undefined)
    : making.made
}

function sayTooMany([first]: readonly Entry[], report: Report): void {
  if (first === undefined) return
  report.say('too_large', first.keySpan, {
    en: `Its groups and loops would be more than ${mostMade} stages; let \`foreach\` make tasks, or take fewer turns.`,
    ko: `그룹과 반복이 ${mostMade}개가 넘는 단계가 됩니다. 작업은 \`foreach\`로 만들거나 횟수를 줄이세요.`,
  })
}

function add(making: Making, made: Made): void {
  if (made.within !== undefined || made.unrolled !== undefined) making.count++
  if (making.count <= mostMade) making.made.push(made)
}

function unroll(making: Making, entry: Entry, name: string, within: Within | undefined): void {
  if (making.count > mostMade) return
  const repeat = entriesOf(entry.value).get('repeat')
  const atMost = repeat?.value.kind === 'map' ? turnsOf(repeat, making.report) : undefined
  if (atMost !== undefined) unrollLoop(making, entry, { name, atMost }, within)
  else if (isGroup(entry)) unrollGroup(making, entry, name, within, undefined)
  else {
    add(making, { entry: named(without(entry, repeat?.value.kind === 'map' ? ['repeat'] : []), name), ...standing(within) })
    const stream = within === undefined ? streamWritten(entry) : undefined
    if (stream !== undefined) {
      const pieces = { of: name, output: stream.key }
      add(making, { entry: piecesEntry(entry, stream), within: undefined, follows: undefined, pieces })
    }
  }
}

function standing(within: Within | undefined): Pick<Made, 'within' | 'follows' | 'behind'> {
  if (within === undefined) return { within, follows: undefined }
  const begin = beginName(within.group)
  return { within, behind: begin, follows: isMany(within) ? begin : undefined }
}

function unrollLoop(
  making: Making,
  entry: Entry,
  { name: of, atMost }: { readonly name: string; readonly atMost: number },
  within: Within | undefined,
): void {
  const place = standing(within)
  for (let iteration = 1; iteration <= atMost && making.count <= mostMade; iteration++) {
    const turn: Unrolled = { kind: 'turn', of, iteration, atMost }
    const once = without(entry, iteration === 1 ? ['repeat'] : ['repeat', 'when', 'after'])
    const inner = isGroup(entry) ? unrollGroup(making, once, turnName(of, iteration), within, turn) : undefined
    if (inner === undefined) add(making, { entry: named(once, turnName(of, iteration)), ...place, unrolled: turn })
    const check = named(only(entry, inner === undefined ? ['foreach', 'each', 'repeat'] : ['repeat']), checkName(of, iteration))
    const asking = inner === undefined ? place : { within: inner, follows: isMany(inner) ? beginName(inner.group) : undefined }
    add(making, { entry: check, ...asking, unrolled: { ...turn, kind: 'check' } })
  }
  const shown = ['title', 'objectives', 'foreach', 'each', 'outputs', 'metrics', 'repeat']
  add(making, { entry: named(only(entry, shown), of), ...place, unrolled: { kind: 'loop', of, iteration: atMost, atMost } })
}

/** The stages of a group, and where these stand. */
function unrollGroup(making: Making, entry: Entry, group: string, around: Within | undefined, turn: Unrolled | undefined): Within {
  const entries = entriesOf(entry.value)
  const stages = [...mapAt(entries, 'stages').values()].filter((member) => isUsable(member, turn !== undefined, making.report))
  const axes = new Set([...mapAt(entries, 'foreach').keys()].filter((key) => key !== 'zip' && key !== 'at_most'))
  const inner: Within = {
    group,
    around,
    members: new Map(stages.map(({ key }) => [key, `${group}.${key}`])),
    many: entries.has('foreach') || entries.has('each'),
    axes,
    turn: turn && { ...turn, kind: 'member' },
    file: entry.file,
  }
  const begin = beginName(group)
  const began = turn && { unrolled: { ...turn, kind: 'begin' as const } }
  const begins = named(only(entry, ['foreach', 'each', 'when', 'after']), begin)
  add(making, { entry: begins, ...standing(around), group: { part: 'begin', of: inner }, ...began })
  for (const member of stages) unroll(making, member, `${group}.${member.key}`, inner)
  add(making, {
    entry: named(only(entry, ['title', 'objectives', 'outputs', 'metrics']), group),
    ...standing(inner),
    group: { part: 'end', of: inner },
    ...(turn && { unrolled: turn }),
  })
  return inner
}

function named(entry: Entry, key: string): Entry {
  return { ...entry, key }
}

function without(entry: Entry, keys: readonly string[]): Entry {
  return keys.length === 0 ? entry : picked(entry, (key) => !keys.includes(key))
}

function only(entry: Entry, keys: readonly string[]): Entry {
  return picked(entry, (key) => keys.includes(key))
}

function picked(entry: Entry, keep: (key: string) => boolean): Entry {
  if (entry.value.kind !== 'map') return entry
  const entries = new Map([...entry.value.entries].filter(([key]) => keep(key)))
  return { ...entry, value: { ...entry.value, entries } }
}
