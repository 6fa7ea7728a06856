import type { Type } from '#expression/type.ts'
import type { Metric, MetricSource } from '#model/workflow.ts'
import { compiledPattern, groupsOf } from '#quality/extraction.ts'
import { parseJsonPath } from '#quality/json-path.ts'
import type { Outline } from './outline.ts'
import { sayNoPattern } from './pattern-trouble.ts'
import { booleanAt, choiceAt, entriesOf, mapAt, textAt, textTreeAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'
import { type Scope, type TextTree, templateAt, type Writing } from './written.ts'

type Entries = ReadonlyMap<string, Entry>

/** The declared metrics with where each is found. */
export function compileMetrics(outline: Outline, scope: Scope, writing: Writing): readonly Metric[] {
  const metrics = outline.metrics ?? []
  const declared = mapAt(outline.entries, 'metrics')
  if (outline.work !== 'run' || declared.size === 0) return metrics
  return metrics.map((metric) => {
    const details = entriesOf(declared.get(metric.name)?.value)
    const entry = details.get('from')
    const from = entry && compileSource(entry, { metric, details, scope, writing })
    return from === undefined ? metric : { ...metric, from }
  })
}

interface Declared {
  readonly metric: Metric
  /** What is said of the metric beside `from`. */
  readonly details: Entries
  readonly scope: Scope
  readonly writing: Writing
}

const ways = ['regex', 'json', 'csv'] as const

function compileSource({ keySpan, value }: Entry, declared: Declared): MetricSource | undefined {
  const { writing, metric } = declared
  const { report } = writing
  const entries = entriesOf(value)
  const given = ways.filter((way) => entries.has(way))
  const [way] = given
  if (way === undefined || given.length > 1) {
    const message = { en: '`from` says in one way how the metric is found.', ko: '`from`에는 메트릭을 찾는 방법을 하나만 씁니다.' }
    report.say('bad_rule', keySpan, message, { en: 'Say one of `regex`, `json` or `csv`.', ko: '`regex`, `json`, `csv` 중 하나를 쓰세요.' })
    return undefined
  }
  if (entries.has('stream') && entries.has('file')) {
    const message = { en: '`stream` and `file` are two places.', ko: '`stream`과 `file`은 서로 다른 곳입니다.' }
    report.say('bad_rule', entries.get('stream')?.keySpan ?? keySpan, message, { en: 'Say one of them.', ko: '하나만 쓰세요.' })
  }
  const find = findOf(way, entries, declared)
  const fileTree = textTreeAt(entries, 'file')
  const file = fileTree && templateAt(writing, fileTree, declared.scope)
  if (fileTree && /^\s*([/~]|$)|(^|\/)\.\.(\/|$)/.test(fileTree.value)) {
    const message = {
      en: 'The file lies in the folder of the task: no absolute path, and no `..`.',
      ko: '작업 폴더 안의 파일이어야 합니다. 절대 경로와 `..`은 쓸 수 없습니다.',
    }
    report.say('bad_path', fileTree, message)
  }
  if (find === undefined || (fileTree && file === undefined)) return undefined
  return {
    stream: choiceAt(entries, 'stream', ['stdout', 'stderr']) ?? 'stdout',
    file,
    find,
    which: whichOf(way, { entries, keySpan }, metric.valueType, report),
    optional: booleanAt(entries, 'optional') ?? false,
  }
}

function findOf(way: (typeof ways)[number], entries: Entries, declared: Declared): MetricSource['find'] | undefined {
  const tree = textTreeAt(entries, way)
  if (tree === undefined) return undefined
  const error = textAt(entries, 'error')
  const more = error === undefined ? {} : { error }
  if (way === 'regex') {
    sayNeedless(entries, declared.writing.report)
    return isPattern(tree, declared) ? { kind: 'regex', pattern: tree.value } : undefined
  }
  if (way === 'csv') return { kind: 'csv', column: tree.value, ...more }
  const paths = [tree, textTreeAt(entries, 'error')].filter((path) => path !== undefined)
  const wrong = paths.find((path) => parseJsonPath(path.value) === undefined)
  if (wrong === undefined) return { kind: 'json', path: tree.value, ...more }
  const message = { en: `\`${wrong.value}\` is no path into JSON.`, ko: `\`${wrong.value}\`은(는) JSON 경로가 아닙니다.` }
  declared.writing.report.say('bad_path', wrong, message, {
    en: 'For example `fit.tc`, `runs[-1].energy`, `runs[*].energy`.',
    ko: '예: `fit.tc`, `runs[-1].energy`, `runs[*].energy`.',
  })
  return undefined
}

function sayNeedless(entries: Entries, report: Report): void {
  const error = entries.get('error')
  if (error === undefined) return
  const message = { en: 'With `regex` the error is a group of the pattern.', ko: '`regex`에서는 오차를 패턴의 그룹으로 씁니다.' }
  report.say('bad_rule', error.keySpan, message, { en: 'Write `(?P<error>…)` in it.', ko: '패턴에 `(?P<error>…)`를 쓰세요.' })
}

function isPattern(tree: TextTree, { details, writing: { report } }: Declared): boolean {
  try {
    compiledPattern(tree.value)
  } catch (error) {
    sayNoPattern(report, tree, error)
    return false
  }
  const { names, count } = groupsOf(tree.value)
  if (details.has('uncertainty') && booleanAt(details, 'uncertainty') !== false && !names.includes('error')) {
    const message = {
      en: 'The metric has an uncertainty, and the pattern no group `error`.',
      ko: '메트릭에 오차가 있는데 패턴에 `error` 그룹이 없습니다.',
    }
    report.say('bad_pattern', tree, message, {
      en: 'Write `(?P<error>…)` where it stands.',
      ko: '오차가 있는 곳에 `(?P<error>…)`를 쓰세요.',
    })
  }
  if (count > 1 && !names.includes('value') && names.length === 0) {
    const message = {
      en: `The pattern has ${count} groups; which is the value?`,
      ko: `패턴에 그룹이 ${count}개 있습니다. 어느 것이 값인가요?`,
    }
    report.say('bad_pattern', tree, message, {
      en: 'Name it `(?P<value>…)`, or write the others as `(?:…)`.',
      ko: '값은 `(?P<value>…)`로, 나머지는 `(?:…)`로 쓰세요.',
    })
  }
  return true
}

function whichOf(
  way: (typeof ways)[number],
  { entries, keySpan }: { readonly entries: Entries; readonly keySpan: Entry['keySpan'] },
  type: Type,
  report: Report,
): MetricSource['which'] {
  const array = type.kind === 'array'
  const which = choiceAt(entries, 'which', ['first', 'last', 'all']) ?? (array && way !== 'json' ? 'all' : 'last')
  const hint = { en: 'Give the metric an array type such as `number[]`.', ko: '메트릭의 형식을 `number[]` 같은 배열로 하세요.' }
  if (which === 'all' && !array) {
    const message = {
      en: '`which: all` gives an array, and the metric is none.',
      ko: '`which: all`은 배열을 주는데 메트릭이 배열이 아닙니다.',
    }
    report.say('bad_rule', entries.get('which')?.keySpan ?? keySpan, message, hint)
  }
  return which
}
