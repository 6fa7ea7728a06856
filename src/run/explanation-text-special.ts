import type { Text } from '#expression/text.ts'
import type { BusyPerson, Reason } from './explanation.ts'
import type { SharesCompared } from './fair-share.ts'
import type { LineRule } from './line-rule.ts'
import { taskName, utcTime } from './reason-words.ts'

const codes = [
  'not_before',
  'closed',
  'opening_too_short',
  'people_busy',
  'waits_for_option',
  'in_line',
  'waits_for_answer',
  'waits_for_approval',
  'waits_for_decision',
  'rests_on_waiver',
] as const

type Special = Extract<Reason, { code: (typeof codes)[number] }>

export function isSpecialReason(reason: Reason): reason is Special {
  return codes.some((code) => code === reason.code)
}

/** Why a task waits for people, calendars, dates or its place in the line. */
export function specialReasonText(reason: Special): Text {
  switch (reason.code) {
    case 'not_before':
      return reason.booked
        ? { en: `It is booked for ${utcTime(reason.until)}.`, ko: `${utcTime(reason.until)}에 예약되어 있습니다.` }
        : { en: `It does not start before ${utcTime(reason.until)}.`, ko: `${utcTime(reason.until)} 전에는 시작하지 않습니다.` }
    case 'closed': {
      const names = reason.names.join(', ')
      return {
        en: `${names} ${reason.names.length === 1 ? 'is' : 'are'} not there; it may start from ${utcTime(reason.until)}.`,
        ko: `지금은 ${names}을(를) 쓸 수 없습니다. ${utcTime(reason.until)}부터 시작할 수 있습니다.`,
      }
    }
    case 'opening_too_short': {
      const names = reason.names.join(', ')
      const long = duration(reason.lengthMs)
      return {
        en: `${names} will not be there for the ${long} that it takes; from ${utcTime(reason.until)} that is so.`,
        ko: `지금 시작하면 걸리는 시간(${long}) 동안 ${names}을(를) 계속 쓸 수 없습니다. ${utcTime(reason.until)}부터 가능합니다.`,
      }
    }
    case 'people_busy':
      return busyText(reason)
    case 'waits_for_option':
      return {
        en: `Another of its options could start now, but option ${reason.option + 1}, which is preferred, is expected to end earlier; looked at again at ${utcTime(reason.until)}.`,
        ko: `다른 방법으로는 지금 시작할 수 있지만, 우선하는 ${reason.option + 1}번째 방법이 더 일찍 끝날 것으로 보입니다. ${utcTime(reason.until)}에 다시 살핍니다.`,
      }
    case 'in_line':
      return lineText(reason)
    case 'waits_for_answer':
      return {
        en: `It waits for the answer of ${reason.by} since ${utcTime(reason.since)}.`,
        ko: `${utcTime(reason.since)}부터 ${reason.by}의 답을 기다립니다.`,
      }
    case 'waits_for_approval':
      return approvalText(reason)
    case 'rests_on_waiver':
      return waiverText(reason)
    case 'waits_for_decision': {
      const [gates, who] = [reason.gates.join(', '), reason.persons.join(', ')]
      return {
        en: `It waits for ${who === '' ? 'a person' : who} to say whether its result may pass: ${gates} did not hold.`,
        ko: `${who === '' ? '사람' : who}의 결정을 기다립니다. 통과하지 못한 관문: ${gates}.`,
      }
    }
  }
}

function waiverText(reason: Extract<Reason, { code: 'rests_on_waiver' }>): Text {
  const { gate, by, reason: why, run } = reason
  const where = run === undefined ? { en: '', ko: '' } : { en: ` in the run ${run}`, ko: `실행 ${run}에서 ` }
  return {
    en: `It rests on a waiver: ${taskName(reason)}${where.en} did not pass ${gate}; ${by} let it pass (${why}).`,
    ko: `면제된 결과에 기댑니다. ${where.ko}${taskName(reason)}이(가) ${gate} 관문을 통과하지 못했으나 ${by}이(가) 통과시켰습니다(${why}).`,
  }
}

const ruleTexts: { readonly [rule in LineRule]: Text } = {
  booked: { en: 'as the first of them is booked for now', ko: '그중 첫 작업이 지금 시각에 예약됨' },
  priority: { en: 'the first of them by a higher priority', ko: '첫 작업의 우선순위가 더 높음' },
  deadline: { en: 'the first of them as its deadline is in danger', ko: '첫 작업의 기한이 더 급함' },
  share: { en: 'the first of them by fair share', ko: '첫 작업이 공정 배분에서 앞섬' },
  plan: { en: 'the first of them as it was planned to start earlier', ko: '첫 작업이 계획에서 더 먼저 시작함' },
  criticality: { en: 'the first of them as more has to follow it', ko: '첫 작업 뒤에 할 일이 더 많음' },
  arrival: { en: 'as they came first', ko: '먼저 온 순서' },
}

function lineText({ before, rule, shares }: Extract<Reason, { code: 'in_line' }>): Text {
  const tasks = before === 1 ? '1 task is' : `${before} tasks are`
  const why = shares === undefined ? ruleTexts[rule] : shareText(shares)
  return { en: `${tasks} before it in line, ${why.en}.`, ko: `앞에 작업 ${before}개가 있습니다(${why.ko}).` }
}

/** Whose use is less, of two people or of two runs of one. */
function shareText({ by, run, theirs, own }: SharesCompared): Text {
  const [less, more] = [percent(theirs), percent(own)]
  const who = by === undefined ? { en: '', ko: '' } : by === '' ? { en: ' of somebody', ko: '' } : { en: ` of ${by}`, ko: `(${by})` }
  return {
    en: `the first of them of run ${run}${who.en}: fair share, ${less} of what was used lately against ${more}`,
    ko: `첫 작업은 실행 ${run}${who.ko}의 것: 공정 배분, 최근 사용량 ${less} 대 ${more}`,
  }
}

function percent(part: number): string {
  return `${Number((part * 100).toPrecision(2))} %`
}

function busyText({ called, people }: Extract<Reason, { code: 'people_busy' }>): Text {
  const shown = people.slice(0, 3)
  return {
    en: `${called}: busy with other work (${shown.map((each) => busyWith(each).en).join('; ')}).`,
    ko: `${called}: 다른 일을 하고 있습니다(${shown.map((each) => busyWith(each).ko).join('; ')}).`,
  }
}

function busyWith(busy: BusyPerson): Text {
  const { person, run, until } = busy
  const what = `${run}/${taskName(busy)}`
  if (until === undefined) return { en: `${person} does ${what}`, ko: `${person}: ${what}` }
  return { en: `${person} does ${what}, expected until ${utcTime(until)}`, ko: `${person}: ${what}, ${utcTime(until)}까지 예상` }
}

function approvalText({ approved, quorum, by, left, since }: Extract<Reason, { code: 'waits_for_approval' }>): Text {
  const given = by.join(', ')
  return {
    en: `Approved by ${approved} of ${quorum}${given === '' ? '' : ` (${given})`}; asked since ${utcTime(since)}: ${left.join(', ')}.`,
    ko: `승인 ${quorum}개 중 ${approved}개를 받았습니다${given === '' ? '' : `(${given})`}. ${utcTime(since)}부터 요청 중: ${left.join(', ')}.`,
  }
}

function duration(ms: number): string {
  if (ms < 120_000) return `${Number((ms / 1000).toPrecision(3))} s`
  return ms < 7_200_000 ? `${Number((ms / 60_000).toPrecision(3))} min` : `${Number((ms / 3_600_000).toPrecision(3))} h`
}
