import type { Report } from '#define/report.ts'
import type { CompiledRule } from './compile-pack.ts'
import { type Conditions, type Rule, telling } from './pack.ts'

/** Warns of rules that never come first, because an earlier one matches whenever they do and says as much. */
export function sayUnreachable(rules: readonly CompiledRule[], report: Report): void {
  rules.forEach(({ rule, tree }, index) => {
    const earlier = rules.slice(0, index).find((other) => rankOf(other.rule) <= rankOf(rule) && includes(other.rule.when, rule.when))
    if (earlier === undefined) return
    const { line } = report.place(earlier.tree)
    const message = {
      en: `\`${rule.id}\` never comes first: whenever it matches, \`${earlier.rule.id}\` (line ${line}) does, too.`,
      ko: `\`${rule.id}\`은(는) 결코 먼저 오지 않습니다. 이 규칙이 맞으면 늘 \`${earlier.rule.id}\`(${line}번째 줄)도 맞습니다.`,
    }
    report.say('unreachable_rule', tree, message, {
      en: 'Put the more special rule first.',
      ko: '더 특수한 규칙을 앞에 두세요.',
    })
  })
}

function rankOf(rule: Rule): number {
  return telling.indexOf(rule.tells)
}

/** Whether everything that fits `narrow` fits `wide`, as far as can be seen without understanding patterns. */
function includes(wide: Conditions, narrow: Conditions): boolean {
  return holdsAll(wide.patterns, narrow.patterns) && holdsAll(wide.exitCodes, narrow.exitCodes) && holdsAll(wide.signals, narrow.signals)
}

/** An empty list asks for nothing. */
function holdsAll<Item>(wide: readonly Item[], narrow: readonly Item[]): boolean {
  return wide.length === 0 || (narrow.length > 0 && narrow.every((item) => wide.includes(item)))
}
