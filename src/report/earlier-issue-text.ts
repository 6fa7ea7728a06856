import type { Text } from '#expression/text.ts'
import type { Cause } from '#model/cause.ts'
import type { EarlierIssue } from '#plan/plan-input.ts'
import { causeTexts } from './cause-text.ts'
import { formatCount } from './format.ts'

/** What an earlier run has left: `fit: gate agrees is open (run-1#1, ana has it).` */
export function earlierIssueText({ id, stage, what, kind, state, tasks, owner, waiver }: EarlierIssue): Text {
  const known = kind === 'gate' ? undefined : causeTexts[what as Cause]
  const subject = kind === 'gate' ? { en: `gate ${what}`, ko: `관문 ${what}` } : (known ?? { en: what, ko: what })
  const count = tasks > 1 ? { en: ` of ${formatCount(tasks)} tasks`, ko: `, 작업 ${formatCount(tasks)}개` } : { en: '', ko: '' }
  if (state === 'waived') {
    const [by, reason] = [waiver?.by ?? '', waiver?.reason ?? '']
    return {
      en: `${stage}: ${subject.en}${count.en} was waived by ${by}: ${reason} (${id}). A waiver holds for that run alone.`,
      ko: `${stage}: ${subject.ko}${count.ko}, ${by}이(가) 면제: ${reason} (${id}). 면제는 그 실행에만 미칩니다.`,
    }
  }
  const whose = owner === undefined ? { en: '', ko: '' } : { en: `, ${owner} has it`, ko: `, 담당 ${owner}` }
  return {
    en: `${stage}: ${subject.en}${count.en} is open (${id}${whose.en}).`,
    ko: `${stage}: ${subject.ko}${count.ko} 열려 있음 (${id}${whose.ko}).`,
  }
}
