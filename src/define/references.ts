import type { Reference } from '#expression/compiled.ts'
import type { Join } from '#model/branching.ts'
import type { Dependency } from '#model/workflow.ts'
import type { Outline, OutputOutline } from './outline.ts'
import { turnName } from './repeat.ts'
import type { Report, Span } from './report.ts'
import type { Known } from './scope.ts'
import { elementNamed } from './streams.ts'
import { spanIn, type Use, type Writing } from './written.ts'

/** Dependencies of one stage as they are found; one for each other stage and kind. */
export interface Needing {
  readonly stage: Outline
  readonly found: Map<string, Found>
}

interface Found {
  readonly stage: number
  readonly kind: Dependency['kind']
  order: boolean
  expansion: boolean
  readonly outputs: Set<string>
  join?: Join
  branches?: readonly number[]
}

/** Outputs whose content some expression reads, as `contentKey` names them. */
export type ContentUsed = Set<string>

export const contentKey = (stage: number, output: string) => `${stage}/${output}`

export function need(needing: Needing, stage: number, kind: Dependency['kind'], how: { order?: boolean; expansion?: boolean }): Found {
  const key = `${kind} ${stage}`
  const found = needing.found.get(key) ?? { stage, kind, order: true, expansion: false, outputs: new Set<string>() }
  found.order &&= how.order ?? false
  found.expansion ||= how.expansion ?? false
  needing.found.set(key, found)
  return found
}

export function dependenciesOf(needing: Needing): Dependency[] {
  return [...needing.found.values()].map(({ outputs, ...rest }) => ({ ...rest, outputs: [...outputs] }))
}

/** Derives what a stage waits for from the names that its texts use, and says which of them mean the wrong thing. */
export function followUses(
  known: Known,
  needing: Needing,
  content: ContentUsed,
  writing: Writing,
  uses: readonly Use[],
  expansion: boolean,
): void {
  for (const { tree, references } of uses) {
    for (const reference of references) {
      const span = () => spanIn(writing.source, tree, reference)
      followReference({ known, needing, content, report: writing.report, expansion, span }, reference)
    }
  }
}

interface Following {
  readonly known: Known
  readonly needing: Needing
  readonly content: ContentUsed
  readonly report: Report
  readonly expansion: boolean
  readonly span: () => Span
}

function followReference(following: Following, { parts }: Reference): void {
  const [first = '', second, third, fourth, fifth] = parts
  const { known, needing } = following
  if (first === 'stages') {
    const other = second === undefined ? undefined : known.byName.get(second)
    if (other === undefined || third === undefined) sayIncomplete(following)
    else if (other.index === needing.stage.index) saySelf(following, other.name)
    else followStage(following, other, third, fourth, fifth)
    return
  }
  if (first === 'outputs') {
    const own = second === undefined ? undefined : needing.stage.outputs.get(second)
    if (own) noteContent(following, needing.stage, own, false, third)
    return
  }
  if (first === 'previous' && needing.stage.turn !== undefined) {
    followPrevious(following, second, third, fourth)
    return
  }
  const ancestor = needing.stage.each === undefined ? undefined : elementNamed(known, needing.stage, first)
  if (ancestor === undefined) return
  if (second === 'outputs') {
    const output = third === undefined ? undefined : ancestor.outputs.get(third)
    if (output) followOutput(following, ancestor, output, 'element', fourth)
    else sayIncomplete(following)
  } else if (second === 'metrics') need(needing, ancestor.index, 'element', following)
}

/** The turn before, task by task; the first turn has none, and an expression must not ask for it there. */
function followPrevious(following: Following, what: string | undefined, name: string | undefined, content: string | undefined): void {
  const { known, needing } = following
  const before = previousOf(needing.stage, known.byName)
  const turn = needing.stage.turn && known.byName.get(turnName(needing.stage.turn.of, needing.stage.turn.iteration))
  const output = what === 'outputs' && name !== undefined ? (before ?? turn ?? needing.stage).outputs.get(name) : undefined
  if (what === 'outputs' && output === undefined) sayIncomplete(following)
  if (before === undefined) return
  const kind = sameTasksKind(known, before)
  if (output === undefined) need(needing, before.index, kind, following)
  else followOutput(following, before, output, 'element', content, kind)
}

/** Turns of a loop go on task by task where they have many. */
export function sameTasksKind(known: Pick<Known, 'lineage'>, { index }: Outline): Dependency['kind'] {
  return known.lineage.isFanout(index) ? 'element' : 'whole'
}

export function previousOf({ turn: unrolled }: Outline, byName: ReadonlyMap<string, Outline>): Outline | undefined {
  if (unrolled === undefined || unrolled.kind === 'loop') return undefined
  return byName.get(turnName(unrolled.of, unrolled.iteration - 1))
}

function followStage(following: Following, other: Outline, what: string, name: string | undefined, content: string | undefined): void {
  if (what !== 'outputs') {
    need(following.needing, other.index, 'whole', following)
    return
  }
  const output = name === undefined ? undefined : other.outputs.get(name)
  if (output) followOutput(following, other, output, 'whole', content)
  else sayIncomplete(following)
}

function followOutput(
  following: Following,
  other: Outline,
  output: OutputOutline,
  kind: Dependency['kind'],
  content: string | undefined,
  waits: Dependency['kind'] = kind,
): void {
  const many = kind === 'whole' && following.known.lineage.isFanout(other.index)
  if (many && content === undefined) sayFanout(following, other.name, output.name)
  noteContent(following, other, output, many, content)
  need(following.needing, other.index, waits, following).outputs.add(output.name)
}

function noteContent(following: Following, owner: Outline, output: OutputOutline, many: boolean, content: string | undefined): void {
  if (!many && (content === 'manifest' || (content === 'paths' && output.kind !== 'glob'))) saySingle(following, owner.name, content)
  if (content === 'json' || content === 'text' || content === 'lines') following.content.add(contentKey(owner.index, output.name))
}

function sayIncomplete({ report, span }: Following): void {
  const message = {
    en: 'This names no value: say which stage, and what of it.',
    ko: '값을 가리키지 않습니다. 어느 단계의 무엇인지 쓰세요.',
  }
  const hint = {
    en: 'For example `stages.fit.outputs.result` or `stages.fit.metrics.tc`.',
    ko: '예: `stages.fit.outputs.result`, `stages.fit.metrics.tc`',
  }
  report.say('incomplete_reference', span(), message, hint)
}

function saySelf({ report, span }: Following, name: string): void {
  const message = { en: `\`${name}\` refers to its own result.`, ko: `\`${name}\`이(가) 자기 결과를 참조합니다.` }
  const hint = {
    en: 'Its own outputs are `outputs.NAME`; its own metrics, in gates, are bare names.',
    ko: '자기 출력은 `outputs.이름`, 관문에서 자기 측정값은 이름만 씁니다.',
  }
  report.say('self_reference', span(), message, hint)
}

function sayFanout({ report, span }: Following, stage: string, output: string): void {
  const message = {
    en: `\`${stage}\` has many tasks, so \`${output}\` is many files.`,
    ko: `\`${stage}\`에는 작업이 여러 개라서 \`${output}\`도 여러 파일입니다.`,
  }
  const hint = {
    en: `Use \`.manifest\` (a file that lists them), \`.paths\` or \`.json\`; or \`each: ${stage}\` and \`${stage}.outputs.${output}\`.`,
    ko: `\`.manifest\`(목록 파일), \`.paths\`, \`.json\`을 쓰거나, \`each: ${stage}\`와 \`${stage}.outputs.${output}\`을 쓰세요.`,
  }
  report.say('fanout_as_single', span(), message, hint)
}

function saySingle({ report, span }: Following, stage: string, content: string): void {
  const message = {
    en: `\`${stage}\` is a single task: it has no \`.${content}\`.`,
    ko: `\`${stage}\`은(는) 작업이 하나라서 \`.${content}\`이(가) 없습니다.`,
  }
  report.say('single_as_fanout', span(), message, { en: 'Without it, it is the path.', ko: '붙이지 않으면 경로입니다.' })
}
