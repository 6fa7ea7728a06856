import { type Moment, readMoment } from '#calendar/moment.ts'
import type { ReadingProblem } from '#calendar/reading.ts'
import { zoneOf } from '#calendar/zone.ts'
import { readZone } from '#calendar/zone-name.ts'
import { textTreeAt } from './pick.ts'
import type { Entry } from './tree.ts'
import { spanIn, type TextTree, type Writing } from './written.ts'

/** Tells what is wrong with a text about time, at its very letters. */
export function sayReading({ report, source }: Writing, tree: TextTree, problem: ReadingProblem): void {
  report.say('bad_time', spanIn(source, tree, problem), problem.message, problem.hint)
}

/** The zone in which the file's times are meant. */
export function zoneAt(writing: Writing, entries: ReadonlyMap<string, Entry>): string {
  const tree = textTreeAt(entries, 'timezone')
  if (tree === undefined) return 'UTC'
  const { value, problem } = readZone(tree.value)
  if (problem) sayReading(writing, tree, problem)
  return value ?? 'UTC'
}

/** What a date without a time of day means: its beginning, its end, or nothing. */
type OfDay = 'begin' | 'end' | 'neither'

/** A moment in UTC ms, read by the clock of the zone. */
export function momentAt(
  writing: Writing,
  entries: ReadonlyMap<string, Entry>,
  key: string,
  zone: string,
  ofDay: OfDay,
): number | undefined {
  const tree = textTreeAt(entries, key)
  if (tree === undefined) return undefined
  const { value, problem } = readMoment(tree.value, zoneOf(zone))
  if (problem) sayReading(writing, tree, problem)
  else if (value.kind === 'day' && ofDay === 'neither') sayNoTime(writing, tree, key)
  else return edgeOf(value, ofDay)
  return undefined
}

function edgeOf(moment: Moment, ofDay: OfDay): number {
  if (moment.kind === 'instant') return moment.at
  return ofDay === 'end' ? moment.to : moment.from
}

function sayNoTime({ report }: Writing, tree: TextTree, key: string): void {
  const example = `${tree.value.trim().slice(0, 20)}T09:00`
  const message = { en: `\`${key}\` takes a time of day too.`, ko: `\`${key}\`에는 시각까지 써야 합니다.` }
  report.say('bad_time', tree, message, { en: `For example \`${example}\`.`, ko: `예: \`${example}\`` })
}
