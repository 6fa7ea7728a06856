import type { Estimate, Need, Option } from '#model/resources.ts'
import type { Stage } from '#model/workflow.ts'
import { askedOf } from './asked.ts'
import { constantExpression } from './constant.ts'
import { estimateAt } from './estimate.ts'
import { compileNeeds } from './needs.ts'
import type { Outline } from './outline.ts'
import { entriesOf, mapAt } from './pick.ts'
import { isFar } from './placement.ts'
import type { Span } from './report.ts'
import type { ResourceNames } from './resource-names.ts'
import type { Entry, Tree } from './tree.ts'
import type { Scope, Writing } from './written.ts'

/** The ways in which a stage can be done: what each holds, and how long it then takes. */
export function compileOptions(
  outline: Outline,
  scope: Scope,
  names: ResourceNames,
  writing: Writing,
): Pick<Stage, 'needs' | 'time' | 'alternatives'> {
  const ways = waysOf(outline)
  const times = timesOf(outline, ways.length, scope, writing)
  const [first, ...alternatives] = ways.map(
    (entries, index): Option => ({ needs: needsOf(outline, entries, scope, names, writing), time: times[index] }),
  )
  return { needs: first?.needs ?? [], time: first?.time, alternatives }
}

type Entries = ReadonlyMap<string, Entry>

/** `needs` as a list of maps, one for each option. */
export function waysOf({ entries }: Outline): readonly Entries[] {
  const tree = entries.get('needs')?.value
  return tree?.kind === 'list' && tree.items.length > 0 ? tree.items.map(entriesOf) : [mapAt(entries, 'needs')]
}

/** An estimate for each option: its own, or one for all. */
function timesOf({ entries }: Outline, count: number, scope: Scope, writing: Writing): readonly (Estimate | undefined)[] {
  const tree = entries.get('time')?.value
  if (tree?.kind !== 'list') {
    const time = estimateAt(writing, tree, scope)
    return Array.from({ length: count }, () => time)
  }
  if (tree.items.length !== count) sayOtherLength(writing, tree, count, entries.get('needs')?.value)
  return tree.items.map((item) => estimateAt(writing, item, scope))
}

function sayOtherLength({ report }: Writing, tree: Tree & { readonly kind: 'list' }, count: number, needs: Tree | undefined): void {
  const length = tree.items.length
  const message =
    needs?.kind === 'list'
      ? {
          en: `\`needs\` has ${count} ways to do it, but \`time\` has ${length} estimates.`,
          ko: `\`needs\`의 방법은 ${count}가지인데 \`time\`의 추정은 ${length}개입니다.`,
        }
      : {
          en: '`time` is a list only where `needs` is one.',
          ko: '`needs`가 목록일 때만 `time`도 목록이 될 수 있습니다.',
        }
  report.say('bad_rule', tree, message, {
    en: 'A single estimate holds for all of them.',
    ko: '추정을 하나만 쓰면 모든 방법에 적용됩니다.',
  })
}

/** A command holds a core where nothing is said; work of people holds them. */
function needsOf(outline: Outline, entries: Entries, scope: Scope, names: ResourceNames, writing: Writing): readonly Need[] {
  const needs = compileNeeds(entries, scope, names, writing, isFar(outline))
  const need = (pool: string, span: Span): Need => ({ pool, amount: constantExpression(1), at: writing.report.place(span) })
  if (outline.work === 'approval' || outline.work === 'decide' || outline.work === 'take') return needs
  if (outline.work === 'task') {
    const asked = askedOf(outline)
    for (const { value } of asked) sayAskedAlready(entries.get(value), writing)
    return [...asked.map((tree) => need(tree.value, tree)), ...needs]
  }
  return needs.some(({ pool }) => pool === 'cpu') ? needs : [need('cpu', outline.nameSpan), ...needs]
}

function sayAskedAlready(entry: Entry | undefined, { report }: Writing): void {
  if (entry === undefined) return
  const message = { en: `\`by\` asks for \`${entry.key}\` already.`, ko: `\`by\`에서 이미 \`${entry.key}\`을(를) 찾습니다.` }
  report.say('bad_work', entry.keySpan, message, {
    en: 'Name here who or what else must be there meanwhile.',
    ko: '여기에는 그동안 함께 있어야 할 다른 사람이나 장비를 쓰세요.',
  })
}
