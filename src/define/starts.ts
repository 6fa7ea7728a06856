import { readCron } from '#calendar/cron.ts'
import { compileTemplate } from '#expression/compile.ts'
import type { Type } from '#expression/type.ts'
import type { Instrument, Person } from '#model/resources.ts'
import { type Missed, missedRules, overlaps, type Start, type Trigger, type Within } from '#model/starts.ts'
import type { Parameter } from '#model/workflow.ts'
import { sayReading, zoneAt } from './moments.ts'
import { checkMemberName, hintFor } from './names.ts'
import { choiceAt, entriesOf, mapAt, textAt, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { Entry, Tree } from './tree.ts'
import { templateAt, type Writing } from './written.ts'

type Entries = ReadonlyMap<string, Entry>

/** What a start can refer to. */
interface Around {
  readonly parameters: readonly Parameter[]
  readonly people: readonly Person[]
  readonly instruments: readonly Instrument[]
}

/** The entries of `starts`; none where the file has none. */
export function compileStarts(entries: Entries, around: Around, writing: Writing): { readonly starts?: readonly Start[] } {
  const items = [...mapAt(entries, 'starts').values()]
  if (items.length === 0) return {}
  return { starts: items.flatMap((entry) => compileStart(entry, entries, around, writing) ?? []) }
}

const kinds = ['schedule', 'files', 'signal', 'webhook'] as const

function compileStart(entry: Entry, file: Entries, around: Around, writing: Writing): Start | undefined {
  checkMemberName(entry.key, entry.keySpan, writing.report)
  const entries = entriesOf(entry.value)
  const given = kinds.filter((kind) => entries.has(kind))
  if (given.length !== 1) {
    const message = {
      en: 'A start has one of `schedule`, `files`, `signal` and `webhook`.',
      ko: '시작 조건에는 `schedule`, `files`, `signal`, `webhook` 가운데 하나가 있어야 합니다.',
    }
    writing.report.say('bad_value', entry.keySpan, message)
    return undefined
  }
  sayForeign(given[0] ?? 'webhook', entries, writing)
  const trigger = triggerOf(entries, file, around, writing)
  const values = valuesOf(entry, entries, around, writing)
  if (trigger === undefined) return undefined
  const missed: Missed = choiceAt(entries, 'missed', missedRules) ?? (trigger.kind === 'schedule' ? 'once' : 'all')
  const overlap = choiceAt(entries, 'overlap', overlaps) ?? 'queue'
  return { name: entry.key, trigger, overlap, missed, with: values, at: writing.report.place(entry.keySpan) }
}

/** Keys that mean something for another kind of start only. */
function sayForeign(kind: (typeof kinds)[number], entries: Entries, { report }: Writing): void {
  const own = { timezone: 'schedule', during: 'schedule', settle: 'files' } as const
  for (const [key, of] of Object.entries(own)) {
    const found = entries.get(key)
    if (found === undefined || of === kind) continue
    report.say('bad_value', found.keySpan, { en: `\`${key}\` goes with \`${of}\`.`, ko: `\`${key}\`은(는) \`${of}\`와 함께 씁니다.` })
  }
}

function triggerOf(entries: Entries, file: Entries, around: Around, writing: Writing): Trigger | undefined {
  const schedule = textTreeAt(entries, 'schedule')
  if (schedule !== undefined) {
    const { value: cron, problem } = readCron(schedule.value)
    const within = withinOf(entries, around, writing)
    if (problem) sayReading(writing, schedule, problem)
    if (cron === undefined) return undefined
    const timezone = zoneAt(writing, entries.has('timezone') ? entries : file)
    return { kind: 'schedule', text: schedule.value, cron, timezone, within }
  }
  const files = textTreeAt(entries, 'files')
  if (files !== undefined) {
    if (files.value.startsWith('/') || files.value.split('/').includes('..')) {
      const message = { en: 'The pattern lies beside the workflow file.', ko: '패턴은 워크플로 파일 옆에 있어야 합니다.' }
      writing.report.say('bad_value', files, message)
    }
    return { kind: 'files', pattern: files.value, settleMs: durationAt(writing, textTreeAt(entries, 'settle'), 'settle') ?? 2000 }
  }
  const signal = textAt(entries, 'signal')
  if (signal !== undefined) return { kind: 'signal', signal }
  return { kind: 'webhook' }
}

function withinOf(entries: Entries, { people, instruments }: Around, { report }: Writing): Within | undefined {
  const during = textTreeAt(entries, 'during')
  if (during === undefined) return undefined
  const all = [...people, ...instruments]
  const found = all.find(({ name }) => name === during.value)
  if (found !== undefined) return { name: found.name, calendar: found.calendar }
  const message = {
    en: `\`${during.value}\` is neither a person nor an instrument of the file.`,
    ko: `\`${during.value}\`은(는) 파일의 사람도 장비도 아닙니다.`,
  }
  report.say(
    'bad_value',
    during,
    message,
    hintFor(
      during.value,
      all.map(({ name }) => name),
    ),
  )
  return undefined
}

const text: Type = { kind: 'string' }
const occasion: Type = {
  kind: 'record',
  fields: new Map<string, Type>([
    ['at', text],
    ['path', text],
    ['name', text],
    ['data', { kind: 'any' }],
  ]),
}
const scope = (): Type => ({ kind: 'record', fields: new Map([['occasion', occasion]]) })

function plainText(tree: Tree): string {
  return tree.kind === 'number' ? tree.written : tree.kind === 'boolean' ? String(tree.value) : ''
}

function valuesOf(entry: Entry, entries: Entries, { parameters }: Around, writing: Writing): Start['with'] {
  const given = [...mapAt(entries, 'with').values()]
  const names = parameters.map(({ name }) => name)
  for (const { name, default: value } of parameters) {
    if (value !== undefined || given.some(({ key }) => key === name)) continue
    const message = {
      en: `A run needs a value for \`${name}\`, and \`with\` gives none.`,
      ko: `실행에는 \`${name}\` 값이 필요한데 \`with\`에 없습니다.`,
    }
    writing.report.say('missing_key', entry.keySpan, message)
  }
  return given.flatMap(({ key, keySpan, value }) => {
    if (!names.includes(key)) {
      const message = { en: `There is no parameter \`${key}\`.`, ko: `\`${key}\`이라는 매개변수가 없습니다.` }
      writing.report.say('unknown_parameter', keySpan, message, hintFor(key, names))
      return []
    }
    const template = value.kind === 'text' ? templateAt(writing, value, scope) : compileTemplate(plainText(value), scope()).template
    return template === undefined ? [] : [{ parameter: key, value: template }]
  })
}
