import type { Expression } from '#expression/compiled.ts'
import { isQuantity, parseUnit, quantity, valueIn } from '#expression/units.ts'
import type { Estimate } from '#model/resources.ts'
import { checkedAmount, timeDimension } from './amounts.ts'
import { constantValue, quantityExpression } from './constant.ts'
import type { Tree } from './tree.ts'
import { type Scope, spanIn, type TextTree, type Writing } from './written.ts'

type MapTree = Tree & { readonly kind: 'map' }

/** How long a task is expected to take: a time, a range, or three estimates. */
export function estimateAt(writing: Writing, tree: Tree | undefined, scope: Scope): Estimate | undefined {
  if (tree?.kind === 'map') return threePoint(writing, tree, scope)
  if (tree?.kind === 'text' && tree.value.includes('..') && !tree.value.includes('${{')) return range(writing, tree)
  const value = checkedAmount(writing, tree, scope, 'time', timeDimension)
  if (value === undefined || tree === undefined) return undefined
  return { form: 'value', optimistic: value, likely: value, pessimistic: value, at: writing.report.place(tree) }
}

const points = ['optimistic', 'likely', 'pessimistic'] as const

function threePoint(writing: Writing, tree: MapTree, scope: Scope): Estimate | undefined {
  const [optimistic, likely, pessimistic] = points.map((key) =>
    checkedAmount(writing, tree.entries.get(key)?.value, scope, key, timeDimension),
  )
  if (optimistic === undefined || likely === undefined || pessimistic === undefined) return undefined
  sayDisorder(writing, tree, [optimistic, likely, pessimistic])
  return { form: 'three-point', optimistic, likely, pessimistic, at: writing.report.place(tree) }
}

function sayDisorder({ report }: Writing, tree: MapTree, expressions: readonly Expression[]): void {
  const seconds = expressions.map(constantSeconds)
  const wrong = points.findIndex((_, index) => (seconds[index - 1] ?? 0) > (seconds[index] ?? Number.POSITIVE_INFINITY))
  if (wrong < 1) return
  const [before, key] = [points[wrong - 1], points[wrong]]
  const message = { en: `\`${key}\` is shorter than \`${before}\`.`, ko: `\`${key}\`이(가) \`${before}\`보다 짧습니다.` }
  report.say('out_of_bounds', tree.entries.get(key ?? '')?.value ?? tree, message)
}

/** In seconds; undefined: only the run can tell. */
export function constantSeconds(expression: Expression): number | undefined {
  const value = constantValue(expression)
  if (value === undefined) return undefined
  return isQuantity(value) ? value.si : typeof value === 'number' ? value : undefined
}

const number = String.raw`(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?`
const rangeText = new RegExp(String.raw`^\s*(${number})\s*([^\s\d.+-][^.]*?)?\s*\.\.\s*(${number})\s*([^\s\d.+-].*?)?\s*$`, 'su')

/** `10..30 min`, `10 min..2 h`: the middle is most likely. */
function range(writing: Writing, tree: TextTree): Estimate | undefined {
  const { report, source } = writing
  const [, low = '', ownUnit, high = '', lastUnit] = rangeText.exec(tree.value) ?? []
  if (low === '') {
    const message = { en: `\`${tree.value}\` is no range of times.`, ko: `\`${tree.value}\`은(는) 시간 범위가 아닙니다.` }
    report.say('expression_expected', tree, message, rangeHint)
    return undefined
  }
  const units = [ownUnit ?? lastUnit ?? '', lastUnit ?? ownUnit ?? '']
  for (const unit of units) {
    const { unit: read, problem } = parseUnit(unit)
    if (read && String(read.dimension) === String(timeDimension)) continue
    const start = unit === '' ? 0 : Math.max(0, tree.value.lastIndexOf(unit))
    const span = unit === '' ? tree : spanIn(source, tree, { start, end: start + unit.length })
    const message = { en: '`time` needs a unit of time.', ko: '`time`에는 시간 단위를 써야 합니다.' }
    report.say('bad_unit', span, unit !== '' && problem ? problem.message : message, rangeHint)
    return undefined
  }
  const [optimistic, pessimistic] = [low, high].map((digits, index) => quantityExpression(Number(digits), units[index] ?? ''))
  const [from = 0, to = 0] = [optimistic, pessimistic].map((bound) => bound && constantSeconds(bound))
  if (!optimistic || !pessimistic || !Number.isFinite(from + to)) return undefined
  if (from > to) {
    report.say('out_of_bounds', tree, { en: 'The range ends below its beginning.', ko: '범위의 끝이 시작보다 작습니다.' }, rangeHint)
    return undefined
  }
  const firstUnit = units[0] ?? 's'
  const likely = quantityExpression(valueIn(quantity((from + to) / 2, 's'), firstUnit), firstUnit)
  return { form: 'range', optimistic, likely, pessimistic, at: report.place(tree) }
}

const rangeHint = { en: 'For example `10..30 min` or `10 min..2 h`.', ko: '예: `10..30 min`, `10 min..2 h`' }
