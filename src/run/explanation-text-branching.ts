import type { Text } from '#expression/text.ts'
import type { DecidedOn, Reason } from './explanation.ts'

const codes = ['not_chosen', 'decided', 'looped', 'grouped'] as const

type Branching = Extract<Reason, { code: (typeof codes)[number] }>

export function isBranchingReason(reason: Reason): reason is Branching {
  return codes.some((code) => code === reason.code)
}

/** Where the work went on, and why there. */
export function branchingReasonText(reason: Branching): Text {
  if (reason.code === 'looped') return loopText(reason)
  if (reason.code === 'grouped') return groupText(reason)
  const { en, ko } = decisionText(reason)
  if (reason.code === 'decided') return { en: `It decided: ${en}.`, ko: `결정했습니다: ${ko}.` }
  return { en: `It was skipped: ${reason.stage} decided ${en}.`, ko: `건너뛰었습니다. ${reason.stage}의 결정: ${ko}.` }
}

function loopText({ turns, atMost, last, enough }: Extract<Branching, { code: 'looped' }>): Text {
  if (enough) {
    return {
      en: `Its condition held after turn ${turns} of at most ${atMost}; it has the results of ${last}.`,
      ko: `최대 ${atMost}번 중 ${turns}번째에 조건이 성립하여 ${last}의 결과를 씁니다.`,
    }
  }
  return {
    en: `Its condition did not hold after all ${turns} turns; as the file says, it goes on with the results of ${last}.`,
    ko: `${turns}번 모두 조건이 성립하지 않았습니다. 파일에 따라 ${last}의 결과로 계속합니다.`,
  }
}

function groupText({ part, shown }: Extract<Branching, { code: 'grouped' }>): Text {
  if (part === 'begin') return { en: 'Its group has begun.', ko: '그룹이 시작되었습니다.' }
  const all = { en: 'All stages of the group are over', ko: '그룹의 모든 단계가 끝났습니다' }
  if (shown.length === 0) return { en: `${all.en}.`, ko: `${all.ko}.` }
  const names = { en: shown.map(({ name, stage }) => `${name} of ${stage}`), ko: shown.map(({ name, stage }) => `${stage}의 ${name}`) }
  return { en: `${all.en}; it shows ${names.en.join(', ')}.`, ko: `${all.ko}. 보이는 것: ${names.ko.join(', ')}.` }
}

/** Such as `refine, as tc_error > 0.01 (tc_error = 0.02)`. */
export function decisionText({ chosen, conditions }: DecidedOn): Text {
  const taken = { en: chosen === '' ? 'no branch' : chosen, ko: chosen === '' ? '맞는 갈래 없음' : chosen }
  if (conditions.length === 0) return taken
  const held = conditions.find((each) => each.held)
  const told = held === undefined ? conditions : [held]
  const shown = told.map(({ condition, measured }) => {
    const values = Object.entries(measured).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    return `${condition}${values.length === 0 ? '' : ` (${values.join(', ')})`}`
  })
  if (held !== undefined) return { en: `${taken.en}, as ${shown.join()}`, ko: `${taken.ko}(성립: ${shown.join()})` }
  return { en: `${taken.en}, as none of these held: ${shown.join('; ')}`, ko: `${taken.ko}(성립하지 않음: ${shown.join('; ')})` }
}
