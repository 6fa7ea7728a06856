import { booleanAt, choiceAt, entriesOf, numberAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'

/**
 * A loop is as many stages as it may have turns, made when the file is read: `NAME.1`, `NAME.2` … do the work, `NAME.1.enough` …
 * decide whether another turn follows, and `NAME` has the results of the last one. So a turn is a stage like any other: it is
 * journalled, reused, retried and explained like one, and a run that goes on has nothing to remember of its loops.
 */
export interface Unrolled {
  /** `turn`: does the work; `check`: decides whether it was enough; `loop`: stands for all of them. */
  readonly kind: 'turn' | 'check' | 'loop'
  readonly of: string
  /** From 1; of the loop itself the number of turns. */
  readonly iteration: number
  readonly atMost: number
}

export interface UnrolledStages {
  readonly stages: readonly Entry[]
  readonly unrolled: ReadonlyMap<string, Unrolled>
}

export const mostTurns = 1000

export const turnName = (loop: string, iteration: number) => `${loop}.${iteration}`
export const checkName = (loop: string, iteration: number) => `${loop}.${iteration}.enough`

/** The stages of a file with their loops unrolled, in its order. */
export function unrollLoops(stages: readonly Entry[], report: Report): UnrolledStages {
  const unrolled = new Map<string, Unrolled>()
  const made = stages.flatMap((entry): readonly Entry[] => {
    const entries = entriesOf(entry.value)
    const repeat = entries.get('repeat')
    if (repeat === undefined || repeat.value.kind !== 'map') return [entry]
    const atMost = turnsOf(repeat, report)
    return atMost === undefined ? [without(entry, ['repeat'])] : turnsAround(entry, atMost, unrolled)
  })
  return { stages: made, unrolled }
}

function turnsOf(repeat: Entry, report: Report): number | undefined {
  const atMost = numberAt(entriesOf(repeat.value), 'at_most')
  const isCount = atMost !== undefined && Number.isInteger(atMost) && atMost >= 1 && atMost <= mostTurns
  return isCount && entriesOf(repeat.value).has('until') && !report.isFull() ? atMost : undefined
}

function turnsAround(entry: Entry, atMost: number, unrolled: Map<string, Unrolled>): readonly Entry[] {
  const { key: of } = entry
  const made: Entry[] = []
  const add = (name: string, what: Entry, kind: Unrolled['kind'], iteration: number) => {
    unrolled.set(name, { kind, of, iteration, atMost })
    made.push({ ...what, key: name })
  }
  for (let iteration = 1; iteration <= atMost; iteration++) {
    add(turnName(of, iteration), without(entry, iteration === 1 ? ['repeat'] : ['repeat', 'when', 'after']), 'turn', iteration)
    add(checkName(of, iteration), only(entry, ['foreach', 'each', 'repeat']), 'check', iteration)
  }
  add(of, only(entry, ['title', 'objectives', 'foreach', 'each', 'outputs', 'metrics', 'repeat']), 'loop', atMost)
  return made
}

function without(entry: Entry, keys: readonly string[]): Entry {
  return picked(entry, (key) => !keys.includes(key))
}

function only(entry: Entry, keys: readonly string[]): Entry {
  return picked(entry, (key) => keys.includes(key))
}

function picked(entry: Entry, keep: (key: string) => boolean): Entry {
  if (entry.value.kind !== 'map') return entry
  const entries = new Map([...entry.value.entries].filter(([key]) => keep(key)))
  return { ...entry, value: { ...entry.value, entries } }
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
