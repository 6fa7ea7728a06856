import { choiceMetric } from '#model/branching.ts'
import type { Metric, Output } from '#model/workflow.ts'
import { checkWritten } from './check-group.ts'
import { fieldsOf } from './form.ts'
import { groupShows } from './group-outline.ts'
import { metricsOf } from './metrics.ts'
import { checkBareName, checkMemberName, checkStageName, hintFor, isBareName } from './names.ts'
import type { Outline, OutputOutline } from './outline.ts'
import { booleanAt, choiceAt, entriesOf, mapAt, oneOrMore, textTreeAt } from './pick.ts'
import type { Report, Span } from './report.ts'
import { streamedAt } from './streamed-output.ts'
import { pieceOutputs } from './streams.ts'
import type { Entry, Tree } from './tree.ts'
import { type Made, unrolledStages } from './unroll.ts'
import { numbersWithin, turnAround } from './within.ts'
import { type Work, workOf } from './work.ts'

/** What stages show of themselves, before anything of them is compiled. Stages with an unusable name are left out. */
export function outlinesOf(stages: ReadonlyMap<string, Entry>, report: Report): Outline[] {
  const usable = [...stages.values()].filter(({ key, keySpan }) => !report.isFull() && checkStageName(key, keySpan, report))
  for (const entry of usable) checkWritten(entry, report)
  const all = unrolledStages(usable, report)
  const numbers = new Map(all.map(({ entry }, index) => [entry.key, index]))
  const before = new Map<string, Outline>()
  return all.map((made, index) => {
    const outline = outlineOf(made, index, { numbers, before }, report)
    before.set(outline.name, outline)
    return outline
  })
}

interface Numbered {
  readonly numbers: ReadonlyMap<string, number>
  /** The outlines of the stages before, by name. */
  readonly before: ReadonlyMap<string, Outline>
}

function outlineOf(made: Made, index: number, { numbers, before }: Numbered, report: Report): Outline {
  const { within, unrolled, follows } = made
  const { key: name, keySpan, value } = made.entry
  const entries = entriesOf(value)
  const shows = groupShows(made, before, report)
  // What stands for a loop or a group, or decides in a loop, does no work of its own.
  const worksItself = shows === undefined && (unrolled === undefined || unrolled.kind === 'turn')
  const work = worksItself ? workOf(entries, report) : 'decide'
  const form = work === 'task' ? fieldsOf(mapAt(entries, 'task'), report) : noFields
  const ownMetrics = () =>
    unrolled?.kind === 'loop' ? metricsOf(entries.get('metrics')?.value, report) : shownMetrics(entries, work, form, keySpan, report)
  return {
    index,
    name,
    nameSpan: keySpan,
    entries,
    work,
    form,
    outputs: made.pieces ? pieceOutputs(made.pieces, before) : (shows?.outputs ?? outputsOf(mapAt(entries, 'outputs'), work, report)),
    metrics: made.pieces ? [] : shows === undefined ? ownMetrics() : shows.metrics,
    unrolled,
    turn: unrolled ?? turnAround(within),
    within,
    behind: made.behind,
    group: shows?.group,
    pieces: made.pieces,
    inputs: inputsOf(entries.get('inputs')?.value, report),
    axisNames: axisNamesOf(mapAt(entries, 'foreach'), report),
    each: follows === undefined ? eachOf(entries, name, numbersWithin(numbers, within), report) : numbers.get(follows),
  }
}

/** What others can ask a stage for; of a decision that is its choice. */
function shownMetrics(entries: Outline['entries'], work: Work, form: Outline['form'], span: Span, report: Report): Outline['metrics'] {
  if (work === 'decide') return [{ name: choiceMetric, unit: undefined, valueType: { kind: 'string' }, at: report.place(span) }]
  return work === 'task' || work === 'approval' ? form.map(metricOf) : metricsOf(entries.get('metrics')?.value, report)
}

function axisNamesOf(foreach: ReadonlyMap<string, Entry>, report: Report): string[] {
  const axes = [...foreach.values()].filter(({ key }) => key !== 'zip' && key !== 'at_most')
  return axes.filter(({ key, keySpan }) => checkBareName(key, keySpan, report)).map(({ key }) => key)
}

function eachOf(entries: Outline['entries'], name: string, numbers: ReadonlyMap<string, number>, report: Report): number | undefined {
  const tree = textTreeAt(entries, 'each')
  if (tree === undefined) return undefined
  if (entries.has('foreach')) {
    const message = { en: '`each` and `foreach` cannot stand together.', ko: '`each`와 `foreach`는 함께 쓸 수 없습니다.' }
    report.say('bad_rule', entries.get('each')?.keySpan ?? tree, message)
    return undefined
  }
  const number = stageNumber(tree.value, tree, name, numbers, report)
  // Pieces are named by the stage that makes them.
  if (number !== undefined && !isBareName(tree.value) && !tree.value.includes('.')) {
    const message = {
      en: `\`${tree.value}\` cannot be named in expressions as an element; give it a name of letters, digits and \`_\`.`,
      ko: `\`${tree.value}\`은(는) 식에서 원소로 부를 수 없습니다. 영문자, 숫자, \`_\`로 된 이름을 주세요.`,
    }
    report.say('bad_name', tree, message)
  }
  return number
}

/** The number of a stage that another one names. */
export function stageNumber(
  meant: string,
  span: Span,
  own: string,
  numbers: ReadonlyMap<string, number>,
  report: Report,
): number | undefined {
  const number = numbers.get(meant)
  if (meant === own || (number !== undefined && number === numbers.get(own))) {
    report.say('self_reference', span, { en: `\`${own}\` cannot wait for itself.`, ko: `\`${own}\`은(는) 자기 자신을 기다릴 수 없습니다.` })
    return undefined
  }
  if (number !== undefined) return number
  const message = { en: `There is no stage \`${meant}\`.`, ko: `\`${meant}\`이라는 단계가 없습니다.` }
  report.say('unknown_stage', span, message, hintFor(meant, numbers.keys()))
  return undefined
}

const noFields: Outline['form'] = []
const noOutputs: ReadonlyMap<string, OutputOutline> = new Map()
const noInputs: ReadonlyMap<string, Tree> = new Map()

function outputsOf(entries: ReadonlyMap<string, Entry>, work: Work, report: Report): ReadonlyMap<string, OutputOutline> {
  if (entries.size === 0) return noOutputs
  const outputs = new Map<string, OutputOutline>()
  for (const { key: name, keySpan: span, value } of entries.values()) {
    if (!checkMemberName(name, span, report)) continue
    const path = value.kind === 'map' ? value.entries.get('path')?.value : value
    if (value.kind === 'list') sayOnePath(value, report)
    const details = entriesOf(value)
    const kind = kindOfPath(path?.kind === 'text' ? path.value : '')
    const format = choiceAt(details, 'format', ['json', 'csv', 'text'])
    if (kind === 'folder' && format) {
      const message = { en: 'A folder has no format.', ko: '폴더에는 형식이 없습니다.' }
      report.say('bad_rule', details.get('format')?.keySpan ?? span, message)
    }
    if (work === 'task' && kind !== 'file') {
      const message = { en: 'A person hands in files, each by its name.', ko: '사람은 파일을 이름을 정해 하나씩 제출합니다.' }
      report.say('bad_path', path ?? span, message)
    }
    outputs.set(name, {
      name,
      span,
      kind,
      path,
      format,
      optional: booleanAt(details, 'optional') ?? false,
      temporary: booleanAt(details, 'temporary') ?? false,
      stream: streamedAt(details),
    })
  }
  return outputs
}

function sayOnePath(tree: Tree, report: Report): void {
  const message = { en: 'An output has one path; only a group takes a list.', ko: '출력의 경로는 하나입니다. 목록은 그룹에서만 씁니다.' }
  report.say('wrong_kind', tree, message)
}

/** What an answer is to gates and to other stages. */
function metricOf({ name, unit, valueType, at }: Outline['form'][number]): Metric {
  return { name, unit, valueType, at }
}

function kindOfPath(path: string): Output['kind'] {
  const outside = path.replace(/\$\{\{.*?\}\}/gs, '')
  if (/[*?[\]]/.test(outside)) return 'glob'
  return outside.endsWith('/') ? 'folder' : 'file'
}

/** A list of paths names each input by its file's name without ending. */
function inputsOf(tree: Tree | undefined, report: Report): ReadonlyMap<string, Tree> {
  if (tree === undefined) return noInputs
  const inputs = new Map<string, Tree>()
  if (tree?.kind === 'map') {
    for (const { key, keySpan, value } of tree.entries.values()) if (checkMemberName(key, keySpan, report)) inputs.set(key, value)
    return inputs
  }
  for (const path of oneOrMore(tree)) inputs.set(freeName(inputNameOf(path.value), inputs), path)
  return inputs
}

function inputNameOf(path: string): string {
  const last = path.split('/').findLast((part) => part !== '') ?? ''
  return last.replace(/(?<=.)\.[^.]*$/, '').replace(/[^\p{L}\p{N}_-]/gu, '_') || '_'
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name in {} ? `${name}_` : name
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`
  return free
}
