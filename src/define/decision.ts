import type { Branch, Decision } from '#model/branching.ts'
import { checkSentBack } from './check-stream.ts'
import type { Lineage } from './lineage.ts'
import { checkMemberName } from './names.ts'
import type { Outline } from './outline.ts'
import { entriesOf, itemsAt, oneOrMore, textTreeAt } from './pick.ts'
import { type Needing, need } from './references.ts'
import { turnName } from './repeat.ts'
import type { Report } from './report.ts'
import { shareAt } from './share.ts'
import { stageNumber } from './stage-outline.ts'
import type { Tree } from './tree.ts'
import { beginName, numbersWithin } from './within.ts'
import { expressionAt, type Scope, type TextTree, type Writing } from './written.ts'

/** By stage: which branches of which decisions name it. */
export type ChosenBy = ReadonlyMap<number, readonly { readonly decider: number; readonly branches: readonly number[] }[]>

/** Which stages hang on which decisions; names of stages that are none are told. */
export function chosenBy(outlines: readonly Outline[], numbers: ReadonlyMap<string, number>, report: Report): ChosenBy {
  const found = new Map<number, Map<number, number[]>>()
  for (const outline of outlines) {
    for (const [branch, tree] of branchTrees(outline).entries()) {
      for (const target of targetsOf(tree)) {
        const seen = numbersWithin(numbers, outline.within)
        const number = stageNumber(target.value, target, outline.name, seen, report)
        if (number === undefined || !checkSentBack(outlines[number], target, report)) continue
        for (const chosen of [number, ...beginsOf(outlines[number]?.name ?? '', numbers)]) {
          const deciders = found.get(chosen) ?? new Map<number, number[]>()
          deciders.set(outline.index, [...(deciders.get(outline.index) ?? []), branch])
          found.set(chosen, deciders)
        }
      }
    }
  }
  return new Map([...found].map(([stage, deciders]) => [stage, [...deciders].map(([decider, branches]) => ({ decider, branches }))]))
}

/** What a loop or a group begins with: it is that which is not to run on another branch. */
function beginsOf(name: string, numbers: ReadonlyMap<string, number>): readonly number[] {
  const first = [beginName(name), beginName(turnName(name, 1)), turnName(name, 1)].find((begin) => numbers.has(begin))
  return first === undefined ? [] : [numbers.get(first) ?? 0]
}

/** What a decision names waits for it: task by task where both have the same tasks. */
export function followDecisions(needing: Needing, chosen: ChosenBy, lineage: Lineage): void {
  for (const { decider, branches } of chosen.get(needing.stage.index) ?? []) {
    const kind = lineage.sameTasks(needing.stage.index, decider) ? 'element' : 'whole'
    need(needing, decider, kind, { order: true }).branches = branches
  }
}

function branchTrees({ entries, work }: Outline): readonly Tree[] {
  return work === 'decide' ? itemsAt(entries, 'decide') : []
}

function targetsOf(branch: Tree): readonly TextTree[] {
  const entries = entriesOf(branch)
  return [...oneOrMore(entries.get('then')?.value), ...oneOrMore(entries.get('else')?.value)]
}

/** The decision of a stage, where it makes one. */
export function compileDecision(
  outline: Outline,
  numbers: ReadonlyMap<string, number>,
  scope: Scope,
  writing: Writing,
): { readonly decision?: Decision } {
  if (outline.work !== 'decide') return {}
  const { report } = writing
  const trees = branchTrees(outline)
  const tree = outline.entries.get('decide')
  const place = report.place(tree?.keySpan ?? outline.nameSpan)
  if (tree?.value.kind === 'list' && trees.length === 0) {
    report.say('bad_rule', tree.keySpan, { en: '`decide` has no branches.', ko: '`decide`에 갈래가 없습니다.' })
  }
  const branches = trees.flatMap((branch, index) => branchOf(branch, index === trees.length - 1, numbers, scope, writing) ?? [])
  checkNames(branches, trees, report)
  checkChances(branches, trees, report)
  return { decision: { branches, at: place } }
}

const shares = { least: 0, most: 1, range: '0 % ... 100 %' }

function branchOf(tree: Tree, isLast: boolean, numbers: ReadonlyMap<string, number>, scope: Scope, writing: Writing): Branch | undefined {
  if (tree.kind !== 'map') return undefined
  const { entries } = tree
  const { report } = writing
  const otherwise = entries.get('else')
  const complete = otherwise === undefined ? entries.has('if') && entries.has('then') : !entries.has('if') && !entries.has('then')
  if (!complete) {
    const message = { en: 'A branch has `if` and `then`, or `else` alone.', ko: '갈래에는 `if`와 `then`이 있거나 `else`만 있습니다.' }
    report.say('bad_rule', otherwise?.keySpan ?? tree, message, {
      en: 'For example `{ if: "stages.fit.metrics.chi2 > 2", then: refine }`, `{ else: report }`.',
      ko: '예: `{ if: "stages.fit.metrics.chi2 > 2", then: refine }`, `{ else: report }`',
    })
  }
  if (otherwise !== undefined && !isLast) {
    report.say('bad_rule', otherwise.keySpan, {
      en: '`else` comes last: what stands behind it could never be taken.',
      ko: '`else`는 마지막에 옵니다. 그 뒤의 갈래는 선택될 수 없습니다.',
    })
  }
  const targets = targetsOf(tree)
  const name = textTreeAt(entries, 'name')
  if (name !== undefined) checkMemberName(name.value, name, report)
  return {
    name: name?.value ?? targets[0]?.value ?? 'nothing',
    condition: expressionAt(writing, entries.get('if')?.value, scope, { kind: 'boolean' }),
    then: targets.flatMap(({ value }) => numbers.get(value) ?? []),
    chance: shareAt(writing, entries.get('chance')?.value, 'chance', shares),
    at: report.place(tree),
  }
}

function checkNames(branches: readonly Branch[], trees: readonly Tree[], report: Report): void {
  const taken = new Set<string>()
  for (const [index, { name }] of branches.entries()) {
    const tree = trees[index]
    if (taken.has(name) && tree !== undefined) {
      const message = { en: `Two branches are called \`${name}\`.`, ko: `\`${name}\`이라는 갈래가 두 개입니다.` }
      report.say('name_taken', tree, message, { en: 'Give one of them a `name`.', ko: '하나에 `name`을 주세요.' })
    }
    taken.add(name)
  }
}

function checkChances(branches: readonly Branch[], trees: readonly Tree[], report: Report): void {
  const sum = branches.reduce((total, { chance = 0 }) => total + chance, 0)
  const tree = trees.at(-1)
  if (sum <= 1 + 1e-9 || tree === undefined) return
  const percent = Number((sum * 100).toPrecision(6))
  report.say('out_of_bounds', tree, { en: `The chances add up to ${percent} %.`, ko: `확률의 합이 ${percent} %입니다.` })
}
