import type { Condition, ConditionSource, DeclaredSignal } from '#model/coordination.ts'
import { checkMemberName, hintFor } from './names.ts'
import { choiceAt, entriesOf, mapAt, oneOrMore, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'
import { expressionAt, type TextTree, type Writing } from './written.ts'

type Entries = ReadonlyMap<string, Entry>

const usualPeriodMs = 10_000
/** More often than this nothing is asked. */
const shortestPeriodMs = 100

/** Conditions as the file declares them. */
export function declaredConditions(entries: Entries, signals: readonly DeclaredSignal[], writing: Writing): readonly Condition[] {
  return [...mapAt(entries, 'conditions').values()].flatMap(({ key: name, keySpan, value }): Condition[] => {
    if (!checkMemberName(name, keySpan, writing.report)) return []
    const details = entriesOf(value)
    const source = sourceOf(details, keySpan, signals, writing)
    if (source === undefined) return []
    return [
      {
        name,
        source,
        steadyMs: durationAt(writing, textTreeAt(details, 'steady'), 'steady') ?? 0,
        running: choiceAt(details, 'running', ['keep', 'stop']) ?? 'keep',
        unknown: choiceAt(details, 'unknown', ['hold', 'go']) ?? 'hold',
        at: writing.report.place(keySpan),
      },
    ]
  })
}

const kinds = ['command', 'file', 'signal'] as const

function sourceOf(
  details: Entries,
  span: { readonly start: number; readonly end: number },
  signals: readonly DeclaredSignal[],
  writing: Writing,
): ConditionSource | undefined {
  const given = kinds.filter((kind) => details.has(kind))
  const [kind] = given
  const text = kind === undefined ? undefined : textTreeAt(details, kind)
  if (kind === undefined || given.length > 1) {
    const message = {
      en: 'A condition comes from one of `command`, `file` and `signal`.',
      ko: '조건은 `command`, `file`, `signal` 가운데 하나에서 옵니다.',
    }
    writing.report.say('bad_rule', span, message)
    return undefined
  }
  if (text === undefined) return undefined
  if (kind === 'signal') return ofSignal(details, text, signals, writing)
  const everyMs = periodAt(details, writing)
  const silentMs = durationAt(writing, textTreeAt(details, 'silent_after'), 'silent_after') ?? Math.max(1000, 3 * everyMs)
  return { kind, text: text.value, everyMs, silentMs }
}

function periodAt(details: Entries, writing: Writing): number {
  const tree = textTreeAt(details, 'every')
  const everyMs = durationAt(writing, tree, 'every') ?? usualPeriodMs
  if (everyMs >= shortestPeriodMs || tree === undefined) return everyMs
  const message = {
    en: `Nothing is asked more often than each ${shortestPeriodMs} ms.`,
    ko: `${shortestPeriodMs} ms보다 자주 확인하지 않습니다.`,
  }
  writing.report.say('out_of_bounds', tree, message)
  return shortestPeriodMs
}

function ofSignal(details: Entries, name: TextTree, signals: readonly DeclaredSignal[], writing: Writing): ConditionSource | undefined {
  const signal = signals.findIndex((each) => each.name === name.value)
  const declared = signals[signal]
  if (declared === undefined) {
    const message = {
      en: `There is no signal \`${name.value}\` under \`signals\`.`,
      ko: `\`signals\`에 \`${name.value}\`이라는 신호가 없습니다.`,
    }
    const known = signals.map((each) => each.name)
    writing.report.say('unknown_signal', name, message, hintFor(name.value, known))
    return undefined
  }
  const fields = new Map(declared.fields.map(({ name: field, valueType }) => [field, valueType]))
  const when = expressionAt(writing, details.get('when')?.value, () => ({ kind: 'record', fields }), { kind: 'boolean' })
  if (when !== undefined) return { kind: 'signal', signal, when }
  if (details.has('when')) return undefined
  const message = { en: 'A condition from a signal needs `when`.', ko: '신호에서 오는 조건에는 `when`이 필요합니다.' }
  writing.report.say('missing_key', name, message, { en: "For example `when: state == 'down'`.", ko: "예: `when: state == 'down'`" })
  return undefined
}

/** The conditions under `suspend_while`, of the file or of a stage. */
export function conditionsNamed(entries: Entries, conditions: readonly Condition[], report: Report): readonly number[] {
  return oneOrMore(entries.get('suspend_while')?.value).flatMap((tree): number[] => {
    const index = conditions.findIndex(({ name }) => name === tree.value)
    if (index >= 0) return [index]
    const message = {
      en: `There is no condition \`${tree.value}\` under \`conditions\`.`,
      ko: `\`conditions\`에 \`${tree.value}\`이라는 조건이 없습니다.`,
    }
    const known = conditions.map(({ name }) => name)
    report.say('unknown_condition', tree, message, hintFor(tree.value, known))
    return []
  })
}
