import type { Text } from '#expression/text.ts'
import type { BusyLock, Missing, Reason, Suspension } from './explanation.ts'
import { taskName, utcTime } from './reason-words.ts'

const codes = [
  'held',
  'lock_taken',
  'at_barrier',
  'awaits_signal',
  'suspended',
  'awaits_run',
  'taken',
  'awaits_piece',
  'pieces_wait',
] as const

type Together = Extract<Reason, { code: (typeof codes)[number] }>

export function isTogetherReason(reason: Reason): reason is Together {
  return codes.some((code) => code === reason.code)
}

/** Why a task waits for others with which it goes together. */
export function togetherReasonText(reason: Together): Text {
  switch (reason.code) {
    case 'held': {
      const because = reason.reason === '' ? '' : `: ${reason.reason}`
      return {
        en: `Its stage is held since ${utcTime(reason.since)}${because}. \`pwos release\` lets it go on.`,
        ko: `이 단계는 ${utcTime(reason.since)}부터 멈춰 있습니다${because}. \`pwos release\`로 다시 진행합니다.`,
      }
    }
    case 'lock_taken':
      return lockText(reason)
    case 'suspended':
      return suspendedText(reason)
    case 'awaits_run':
      return awaitsRunText(reason)
    case 'awaits_piece':
      return {
        en: `It waits for the next piece of ${reason.stage}, which has handed on ${reason.pieces} so far.`,
        ko: `${reason.stage}의 다음 조각을 기다립니다. 지금까지 ${reason.pieces}개를 넘겼습니다.`,
      }
    case 'pieces_wait':
      return {
        en: `It is stopped where it is since ${utcTime(reason.since)}: ${reason.waiting} of its pieces wait, and \`backlog\` is ${reason.backlog}.`,
        ko: `${utcTime(reason.since)}부터 실행하던 자리에서 멈춰 있습니다. 조각 ${reason.waiting}개가 밀려 있고 \`backlog\`는 ${reason.backlog}입니다.`,
      }
    case 'taken':
      return takenText(reason)
    case 'awaits_signal':
      return signalText(reason)
    case 'at_barrier': {
      const shown = reason.missing.slice(0, 5).map(missingText)
      return {
        en: `It waits at the barrier ${reason.barrier} for ${shown.map(({ en }) => en).join(', ')}.`,
        ko: `장벽 ${reason.barrier}에서 기다립니다: ${shown.map(({ ko }) => ko).join(', ')}.`,
      }
    }
  }
}

function suspendedText({ conditions, stopped }: Extract<Together, { code: 'suspended' }>): Text {
  const shown = conditions.map(conditionText)
  const en = shown.map((each) => each.en).join('; ')
  const ko = shown.map((each) => each.ko).join('; ')
  return stopped
    ? { en: `It is stopped where it is: ${en}.`, ko: `실행하던 자리에서 멈춰 있습니다: ${ko}.` }
    : { en: `It is suspended: ${en}.`, ko: `조건 때문에 시작을 미룹니다: ${ko}.` }
}

function conditionText({ condition, reading, since }: Suspension): Text {
  const from = since === undefined ? { en: '', ko: '' } : { en: ` since ${utcTime(since)}`, ko: `, ${utcTime(since)}부터` }
  if (reading === 'holds') return { en: `${condition} holds${from.en}`, ko: `${condition}${from.ko}` }
  if (reading === undefined) return { en: `${condition} was not looked at yet`, ko: `${condition}을(를) 아직 확인하지 못함` }
  return { en: `nobody knows whether ${condition} holds${from.en}`, ko: `${condition} 여부를 알 수 없음${from.ko}` }
}

function signalText({ signals, since, until }: Extract<Together, { code: 'awaits_signal' }>): Text {
  const names = signals.join(', ')
  const from = since === undefined ? { en: '', ko: '' } : { en: ` since ${utcTime(since)}`, ko: `${utcTime(since)}부터 ` }
  const to = until === undefined ? { en: '', ko: '' } : { en: `, at most until ${utcTime(until)}`, ko: `, 늦어도 ${utcTime(until)}까지` }
  return {
    en: `It waits for the signal ${names}${from.en}${to.en} (\`pwos signal ${signals[0] ?? ''}\`).`,
    ko: `${from.ko}신호 ${names}을(를) 기다립니다${to.ko}(\`pwos signal ${signals[0] ?? ''}\`).`,
  }
}

function awaitsRunText({ run, workflow, stage, since, until }: Extract<Together, { code: 'awaits_run' }>): Text {
  const to = until === undefined ? { en: '', ko: '' } : { en: `, at most until ${utcTime(until)}`, ko: `, 늦어도 ${utcTime(until)}까지` }
  const of =
    run === ''
      ? { en: `a run of ${workflow} to succeed`, ko: `${workflow}의 실행이 성공하기` }
      : { en: `the run ${run}`, ko: `실행 ${run}` }
  return {
    en: `It waits since ${utcTime(since)}${to.en} for ${of.en}, and takes the result of ${stage} there.`,
    ko: `${utcTime(since)}부터 ${of.ko}을(를) 기다립니다${to.ko}. 그 실행의 ${stage} 결과를 씁니다.`,
  }
}

function takenText({ run, workflow, stage, fingerprint }: Extract<Together, { code: 'taken' }>): Text {
  const short = fingerprint.slice(0, 16)
  return {
    en: `Its result is that of ${stage} in the run ${run} of ${workflow} (fingerprint ${short}).`,
    ko: `결과는 ${workflow} 실행 ${run}의 ${stage}에서 왔습니다(지문 ${short}).`,
  }
}

function lockText({ lock, need, free, permits, holders }: Extract<Together, { code: 'lock_taken' }>): Text {
  const shown = holders.slice(0, 3).map(holderText)
  const en = shown.map((each) => each.en).join(', ')
  const ko = shown.map((each) => each.ko).join(', ')
  if (permits === 1) return { en: `The lock ${lock} is held by ${en}.`, ko: `잠금 ${lock}을(를) 다른 작업이 잡고 있습니다: ${ko}.` }
  return {
    en: `It needs ${need} of the ${permits} permits of ${lock}; ${free} are free, held by ${en}.`,
    ko: `${lock}의 허가 ${permits}개 중 ${need}개가 필요하지만 ${free}개만 남았습니다: ${ko}.`,
  }
}

function holderText(holder: BusyLock): Text {
  const what = `${holder.run}/${taskName(holder)}`
  return { en: `${what} since ${utcTime(holder.since)}`, ko: `${what}(${utcTime(holder.since)}부터)` }
}

function missingText({ stage, there, count }: Missing): Text {
  if (count === undefined) return { en: `${stage}, whose tasks are not counted yet`, ko: `${stage}(작업 수가 아직 정해지지 않음)` }
  return { en: `${stage} (${there} of ${count} there)`, ko: `${stage}(${count}개 중 ${there}개 도착)` }
}
