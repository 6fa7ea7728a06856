import type { Shown } from '#model/branching.ts'
import type { Metric } from '#model/workflow.ts'
import { hintFor } from './names.ts'
import type { GroupOutline, Outline, OutputOutline } from './outline.ts'
import { booleanAt, entriesOf, mapAt, oneOrMore } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'
import type { Made } from './unroll.ts'
import type { Within } from './within.ts'
import type { TextTree } from './written.ts'

/** What a group shows of itself, in place of what a stage says of its own work. */
export type GroupShows = Pick<Outline, 'outputs' | 'metrics'> & { readonly group: GroupOutline | undefined }

const nothing: readonly never[] = []

/** The outline of what begins or ends a group, or of a loop over one; undefined: it is none of these. */
export function groupShows({ entry, group, unrolled }: Made, before: ReadonlyMap<string, Outline>, report: Report): GroupShows | undefined {
  if (unrolled?.kind === 'loop') {
    const turn = before.get(`${unrolled.of}.1`)
    return turn?.group && { outputs: turn.outputs, metrics: turn.metrics, group: undefined }
  }
  if (group === undefined) return undefined
  if (group.part === 'begin') return { outputs: new Map(), metrics: [], group: { ...group, outputs: nothing, metrics: nothing } }
  const entries = entriesOf(entry.value)
  const outputs = new Map<string, OutputOutline>()
  const shownOutputs = shownOf(mapAt(entries, 'outputs'), 'outputs', group.of, before, report).map((shown) => {
    const output = shown.first.outputs.get(shown.from[0]?.name ?? '')
    if (output === undefined) return undefined
    const path = { kind: 'text' as const, value: shown.name, style: 'plain' as const, ...shown.entry.keySpan }
    outputs.set(shown.name, { ...output, name: shown.name, span: shown.entry.keySpan, path, temporary: false })
    return { name: shown.name, from: shown.from }
  })
  const shownMetrics = shownOf(mapAt(entries, 'metrics'), 'metrics', group.of, before, report).map((shown) => metricsShown(shown, report))
  const isOpen = shownMetrics.some(({ metrics }) => metrics === undefined)
  return {
    outputs,
    metrics: isOpen ? undefined : shownMetrics.flatMap(({ metrics }) => metrics ?? []),
    group: { ...group, outputs: shownOutputs.filter((shown) => shown !== undefined), metrics: shownMetrics.flatMap(({ from }) => from) },
  }
}

/** Says what is wrong with what the file itself shows, where it is a stage of another one. */
export function checkShown(entries: ReadonlyMap<string, Entry>, stages: readonly Outline[], report: Report): void {
  const before = new Map(stages.map((outline) => [outline.name, outline]))
  const members = new Map([...mapAt(entries, 'stages').keys()].map((name) => [name, name]))
  const of = { group: '', members, around: undefined, many: false, axes: new Set<string>(), turn: undefined, file: undefined }
  for (const what of ['outputs', 'metrics'] as const) shownOf(mapAt(entries, what), what, of, before, report)
}

interface ShownHere extends Shown {
  readonly entry: Entry
  readonly first: Outline
}

const reference =
  /^\s*\$\{\{\s*stages(?:\.([\p{L}_][\p{L}\p{M}\p{N}_]*)|\[(["'])([^"']+)\2\])\.(outputs|metrics)\.([\p{L}_][\p{L}\p{M}\p{N}_-]*)\s*\}\}\s*$/u

/** Each thing that a group shows, with the places it comes from; what is wrong with it is told. */
function shownOf(
  entries: ReadonlyMap<string, Entry>,
  what: 'outputs' | 'metrics',
  of: Within,
  before: ReadonlyMap<string, Outline>,
  report: Report,
): readonly ShownHere[] {
  return [...entries.values()].flatMap((entry): ShownHere[] => {
    const places = oneOrMore(entry.value).flatMap((tree) => placeOf(tree, what, of, before, report) ?? [])
    const [first] = places
    if (first === undefined) {
      if (oneOrMore(entry.value).length === 0) sayNoPlace(entry.value, what, report)
      return []
    }
    return [{ entry, first: first.outline, name: entry.key, from: places.map(({ outline, name }) => ({ stage: outline.index, name })) }]
  })
}

function placeOf(
  tree: TextTree,
  what: 'outputs' | 'metrics',
  of: Within,
  before: ReadonlyMap<string, Outline>,
  report: Report,
): { readonly outline: Outline; readonly name: string } | undefined {
  const [, bare, , quoted, kind, name = ''] = reference.exec(tree.value) ?? []
  const stage = bare ?? quoted
  if (stage === undefined || kind !== what) {
    sayNoPlace(tree, what, report)
    return undefined
  }
  const outline = of.members.has(stage) ? before.get(of.members.get(stage) ?? '') : undefined
  if (outline === undefined) {
    const message = { en: `There is no stage \`${stage}\` in this group.`, ko: `이 그룹에 \`${stage}\`이라는 단계가 없습니다.` }
    report.say('unknown_stage', tree, message, hintFor(stage, of.members.keys()))
    return undefined
  }
  const known = what === 'outputs' ? [...outline.outputs.keys()] : outline.metrics?.map((metric) => metric.name)
  if (known === undefined || known.includes(name)) return checkedPlace(outline, name, tree, what, report)
  const message = {
    en: `\`${stage}\` has no \`${name}\` among its ${what}.`,
    ko: `\`${stage}\`의 \`${what}\`에 \`${name}\`이(가) 없습니다.`,
  }
  report.say('incomplete_reference', tree, message, hintFor(name, known))
  return undefined
}

function checkedPlace(
  outline: Outline,
  name: string,
  tree: TextTree,
  what: 'outputs' | 'metrics',
  report: Report,
): { readonly outline: Outline; readonly name: string } {
  const temporary = booleanAt(entriesOf(mapAt(outline.entries, 'outputs').get(name)?.value), 'temporary')
  if (what === 'outputs' && temporary) {
    const message = {
      en: `The group shows \`${name}\`, so it cannot be temporary.`,
      ko: `그룹의 출력이므로 \`${name}\`을(를) 임시로 둘 수 없습니다.`,
    }
    report.say('bad_rule', tree, message)
  }
  return { outline, name }
}

function sayNoPlace(tree: { start: number; end: number }, what: 'outputs' | 'metrics', report: Report): void {
  const example = what === 'outputs' ? 'stages.fit.outputs.result' : 'stages.fit.metrics.chi2'
  report.say(
    'bad_value',
    tree,
    {
      en: `Here a group says which of the ${what} of its stages it shows.`,
      ko: `여기에는 그룹이 그 안의 어느 단계의 \`${what}\`을(를) 보이는지 씁니다.`,
    },
    {
      en: `For example "\${{ ${example} }}", or a list of them of which the first one there is counts.`,
      ko: `예: "\${{ ${example} }}". 목록이면 그중 처음으로 있는 것을 씁니다.`,
    },
  )
}

/** A metric, and its errors, under the name that the group gives it. */
function metricsShown(
  shown: ShownHere,
  report: Report,
): { readonly metrics: readonly Metric[] | undefined; readonly from: readonly Shown[] } {
  const { name, from, first, entry } = shown
  const own = from[0]?.name ?? ''
  const as = (suffix: string): Shown => ({
    name: name + suffix,
    from: from.map((place) => ({ stage: place.stage, name: place.name + suffix })),
  })
  const declared = first.metrics?.filter((metric) => metric.name === own || errors.some((error) => metric.name === own + error))
  if (declared === undefined) return { metrics: undefined, from: ['', ...errors].map(as) }
  const at = report.place(entry.keySpan)
  return {
    metrics: declared.map((metric) => ({ ...metric, name: name + metric.name.slice(own.length), at })),
    from: declared.map((metric) => as(metric.name.slice(own.length))),
  }
}

const errors = ['_error', '_statistical', '_systematic']
