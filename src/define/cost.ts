import { baseDimensions, type Dimension } from '#expression/dimension.ts'
import { parseUnit } from '#expression/units.ts'
import type { Cost } from '#model/resources.ts'
import { timeDimension } from './amounts.ts'
import { spanIn, type TextTree, type Writing } from './written.ts'

const form = /^(\s*)((?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\s\d/.,+-][^\s/]*)\s*\/\s*(.+?)\s*$/su

const hour = 3600

const informationTime: Dimension = baseDimensions.map((name) => (name === 'information' || name === 'time' ? 1 : 0))

/**
 * What an hour of one unit costs, from a text such as `0.02 EUR/h`, `1200 USD/day` or, of memory, `0.01 EUR/GB/h`, where one
 * unit is a byte.
 */
export function costAt(writing: Writing, tree: TextTree | undefined, of: 'memory' | 'other' = 'other'): Cost | undefined {
  if (tree === undefined) return undefined
  const { report, source } = writing
  const [, , number, currency, per] = form.exec(tree.value) ?? []
  if (number === undefined || currency === undefined || per === undefined || !Number.isFinite(Number(number))) {
    const message = { en: `\`${tree.value}\` is no cost.`, ko: `\`${tree.value}\`은(는) 비용이 아닙니다.` }
    report.say('bad_value', tree, message, hintOf(of))
    return undefined
  }
  const start = tree.value.lastIndexOf(per)
  const span = spanIn(source, tree, { start, end: start + per.length })
  const { unit, problem } = parseUnit(per.split('/').join('*'))
  if (problem) {
    report.say('bad_unit', span, problem.message, problem.hint ?? hintOf(of))
    return undefined
  }
  const wanted = of === 'memory' ? informationTime : timeDimension
  if (String(unit.dimension) === String(wanted)) return { amount: (Number(number) * hour) / unit.factor, currency }
  const message = { en: 'A cost is for a time.', ko: '비용은 시간당으로 씁니다.' }
  report.say('bad_unit', span, message, hintOf(of))
  return undefined
}

function hintOf(of: 'memory' | 'other'): { en: string; ko: string } {
  if (of === 'memory') return { en: 'Write for example `0.01 EUR/GB/h`.', ko: '`0.01 EUR/GB/h`처럼 쓰세요.' }
  return { en: 'Write an amount, a currency and a time: `0.02 EUR/h`.', ko: '`0.02 EUR/h`처럼 금액, 통화, 시간을 쓰세요.' }
}
