import { booleanAt, choiceAt, entriesOf, numberAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'

/**
 * A loop is as many stages as it may have turns, made when the file is read: `NAME.1`, `NAME.2` … do the work, `NAME.1.enough` …
 * decide whether another turn follows, and `NAME` has the results of the last one. So a turn is a stage like any other: it is
 * journalled, reused, retried and explained like one, and a run that goes on has nothing to remember of its loops. A turn may be a group.
 */
export interface Unrolled {
  /**
   * `turn`: does the work, or stands for the group that does; `check`: decides whether it was enough; `loop`: stands for all of them.
   * Of a turn that is a group: `begin` begins it, and `member` is a stage in it.
   */
  readonly kind: 'turn' | 'check' | 'loop' | 'begin' | 'member'
  readonly of: string
  /** From 1; of the loop itself the number of turns. */
  readonly iteration: number
  readonly atMost: number
}

export const mostTurns = 1000

export const turnName = (loop: string, iteration: number) => `${loop}.${iteration}`
export const checkName = (loop: string, iteration: number) => `${loop}.${iteration}.enough`

/** How many turns a loop may have, where it says so as it should. */
export function turnsOf(repeat: Entry, report: Report): number | undefined {
  const atMost = numberAt(entriesOf(repeat.value), 'at_most')
  const isCount = atMost !== undefined && Number.isInteger(atMost) && atMost >= 1 && atMost <= mostTurns
  return isCount && entriesOf(repeat.value).has('until') && !report.isFull() ? atMost : undefined
}

/** Says what cannot stand beside `repeat`; once for each loop. */
export function checkRepeat({ key, value }: Entry, report: Report): void {
  const entries = entriesOf(value)
  const repeat = entries.get('repeat')
  if (repeat === undefined) return
  for (const other of ['task', 'approval', 'decide', 'barrier'] as const) {
    const entry = entries.get(other)
    if (entry === undefined) continue
    const message = { en: `\`${other}\` cannot be repeated.`, ko: `\`${other}\`은(는) 반복할 수 없습니다.` }
    report.say('bad_rule', entry.keySpan, message)
  }
  for (const output of entriesOf(entries.get('outputs')?.value).values()) {
    if (!booleanAt(entriesOf(output.value), 'temporary')) continue
    const message = {
      en: `\`${output.key}\` goes from turn to turn, and cannot be temporary.`,
      ko: `\`${output.key}\`은(는) 다음 차례에 쓰이므로 임시로 둘 수 없습니다.`,
    }
    report.say('bad_rule', output.keySpan, message)
  }
  if (!entriesOf(repeat.value).has('until')) {
    report.say('missing_key', repeat.keySpan, { en: `\`${key}\` says not until when.`, ko: `\`${key}\`에 \`until\`이 없습니다.` })
  }
}

/** What follows when the last turn was not enough. */
export function otherwiseOf(entries: ReadonlyMap<string, Entry>): 'fail' | 'go_on' {
  return choiceAt(entriesOf(entries.get('repeat')?.value), 'else', ['fail', 'go_on']) ?? 'fail'
}
