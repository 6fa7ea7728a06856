import type { Text } from '#expression/text.ts'
import type { Explanation, Holder, Reason } from './explanation.ts'
import { branchingReasonText, isBranchingReason } from './explanation-text-branching.ts'
import { isSpecialReason, specialReasonText } from './explanation-text-special.ts'
import { isTogetherReason, togetherReasonText } from './explanation-text-together.ts'
import { taskName, utcTime } from './reason-words.ts'

/** An explanation as sentences, one a reason. Times of day are for the doors: here they are UTC, as in the journal. */
export function explanationText(explanation: Explanation): readonly Text[] {
  return explanation.reasons.map(textOf)
}

function textOf(reason: Reason): Text {
  if (isSpecialReason(reason)) return specialReasonText(reason)
  if (isBranchingReason(reason)) return branchingReasonText(reason)
  if (isTogetherReason(reason)) return togetherReasonText(reason)
  switch (reason.code) {
    case 'waits_for_stage':
    case 'waits_for_task':
    case 'looking_for_result':
    case 'next_portion':
    case 'same_result_elsewhere':
      return waiting(reason)
    case 'pool_short':
    case 'behind_reservation':
    case 'reserved':
    case 'makes_room':
    case 'room_asked':
    case 'gave_way':
      return queued(reason)
    case 'backoff':
      return {
        en: `It failed; attempt ${reason.attempt} starts after ${utcTime(reason.until)} (${reason.budget}).`,
        ko: `실패했으며, ${utcTime(reason.until)} 이후에 ${reason.attempt}번째 시도를 시작합니다(${reason.budget}).`,
      }
    case 'running':
      return {
        en: `It is running: attempt ${reason.attempt}, since ${utcTime(reason.since)}${reason.inBundleOf > 1 ? `, in a bundle of ${reason.inBundleOf}` : ''}.`,
        ko: `실행 중입니다. ${reason.attempt}번째 시도, ${utcTime(reason.since)}에 시작${reason.inBundleOf > 1 ? `, ${reason.inBundleOf}개 묶음에 포함` : ''}.`,
      }
    default:
      return ended(reason)
  }
}

type Of<Code extends Reason['code']> = Extract<Reason, { code: Code }>

function waiting(reason: Of<'waits_for_stage' | 'waits_for_task' | 'looking_for_result' | 'next_portion' | 'same_result_elsewhere'>): Text {
  switch (reason.code) {
    case 'waits_for_stage': {
      const { stage, finished, running, count } = reason
      if (count === undefined)
        return {
          en: `It waits for ${stage}, whose tasks are not counted yet.`,
          ko: `${stage}을(를) 기다립니다. 작업 수가 아직 정해지지 않았습니다.`,
        }
      return {
        en: `It waits for ${stage}: ${finished} of ${count} finished, ${running} running.`,
        ko: `${stage}을(를) 기다립니다. ${count}개 중 ${finished}개 완료, ${running}개 실행 중.`,
      }
    }
    case 'waits_for_task':
      return {
        en: `It waits for ${taskName(reason)}, which is ${reason.status}.`,
        ko: `${taskName(reason)}을(를) 기다립니다(${reason.status}).`,
      }
    case 'looking_for_result':
      return { en: 'Its key is being computed, and a result looked for.', ko: '키를 계산하고 이미 있는 결과를 찾는 중입니다.' }
    case 'next_portion':
      return {
        en: `It waits for nothing; ${reason.before} tasks of its stage are looked at before it.`,
        ko: `기다리는 것은 없습니다. 같은 단계의 작업 ${reason.before}개를 먼저 살펴보는 중입니다.`,
      }
    case 'same_result_elsewhere':
      return {
        en: `The same result is being computed by ${taskName(reason)} of run ${reason.run}; it will be used here too.`,
        ko: `같은 결과를 실행 ${reason.run}의 ${taskName(reason)}이(가) 계산하고 있으며, 끝나면 여기서도 씁니다.`,
      }
  }
}

function queued(reason: Of<'pool_short' | 'behind_reservation' | 'reserved' | 'makes_room' | 'room_asked' | 'gave_way'>): Text {
  switch (reason.code) {
    case 'pool_short': {
      const { pool, need, free, capacity, holders } = reason
      const held = holders
        .slice(0, 3)
        .map((holder) => holding(holder, pool))
        .join(', ')
      const [n, f, c] = [need, free, capacity].map((value) => amount(value, pool))
      return {
        en: `It needs ${n} of ${pool}; ${f} of ${c} is free${held === '' ? '' : `, held by ${held}`}.`,
        ko: `${pool} ${n}이(가) 필요하지만 ${c} 중 ${f}만 비어 있습니다${held === '' ? '' : `(사용 중: ${held})`}.`,
      }
    }
    case 'behind_reservation': {
      const until =
        reason.until === undefined
          ? { en: '', ko: '' }
          : { en: `, expected at ${utcTime(reason.until)}`, ko: `, ${utcTime(reason.until)} 예상` }
      return {
        en: `It would fit, but ${taskName(reason)} has waited longer and must not be delayed${until.en}.`,
        ko: `자리는 있지만 먼저 기다린 ${taskName(reason)}을(를) 늦출 수 없습니다${until.ko}.`,
      }
    }
    case 'reserved':
      return reason.at === undefined
        ? { en: 'It is next: nothing may start that would delay it.', ko: '다음 차례입니다. 이 작업을 늦추는 것은 시작하지 않습니다.' }
        : {
            en: `It is next, expected to start at ${utcTime(reason.at)}.`,
            ko: `다음 차례이며 ${utcTime(reason.at)}에 시작할 것으로 보입니다.`,
          }
    case 'makes_room':
      return {
        en: 'Room is kept for a more critical task that was just released.',
        ko: '방금 준비된 더 중요한 작업을 위해 자리를 비워 둡니다.',
      }
    case 'room_asked':
      return {
        en: `${reason.tasks} running task${reason.tasks === 1 ? ' was' : 's were'} asked to make room, by the rule \`preempt\`.`,
        ko: `\`preempt\` 규칙에 따라 수행 중인 작업 ${reason.tasks}개에 자리를 비켜 달라고 했습니다.`,
      }
    case 'gave_way':
      return gaveWay(reason)
  }
}

function gaveWay({ since, rule, run, stage }: Of<'gave_way'>): Text {
  const at = utcTime(since)
  if (rule === 'adjusted')
    return {
      en: `It ran, and gave its place at ${at}, as a pool was made smaller.`,
      ko: `수행하다가 ${at}에 자원이 줄어 자리를 비켰습니다.`,
    }
  return {
    en: `It ran, and gave its place to ${stage} of run ${run} at ${at}, which has a higher priority.`,
    ko: `수행하다가 ${at}에 우선순위가 더 높은 실행 ${run}의 ${stage}에 자리를 비켰습니다.`,
  }
}

function ended(reason: Of<'paused' | 'cancelling' | 'not_asked_for' | 'done' | 'failed' | 'gate_failed' | 'ignored' | 'skipped'>): Text {
  switch (reason.code) {
    case 'paused':
      return { en: 'The run is paused: nothing new starts.', ko: '실행이 일시 정지되어 새 작업을 시작하지 않습니다.' }
    case 'cancelling':
      return { en: 'The run was cancelled.', ko: '실행이 취소되었습니다.' }
    case 'not_asked_for':
      return { en: 'This run was asked for other stages only.', ko: '이 실행은 다른 단계만 요청받았습니다.' }
    case 'done':
      return { en: 'It is done.', ko: '완료되었습니다.' }
    case 'failed':
      return { en: `It failed: ${reason.cause}. ${reason.detail}`.trim(), ko: `실패했습니다: ${reason.cause}. ${reason.detail}`.trim() }
    case 'gate_failed': {
      const measured = Object.entries(reason.measured)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join(', ')
      const verdict =
        reason.verdict === 'failed' ? { en: 'failed', ko: '통과하지 못했습니다' } : { en: 'is inconclusive', ko: '판정할 수 없습니다' }
      return { en: `Gate ${reason.gate} ${verdict.en}: ${measured}.`, ko: `관문 ${reason.gate}: ${verdict.ko}(${measured}).` }
    }
    case 'ignored':
      return {
        en: `It failed (${reason.cause}), and a rule of the stage goes on without it.`,
        ko: `실패했지만(${reason.cause}) 단계의 규칙에 따라 이 작업 없이 진행합니다.`,
      }
    case 'skipped':
      return skipped(reason)
  }
}

function skipped({ reason, upstream, note }: Of<'skipped'>): Text {
  if (reason === 'by_hand') return { en: `It was skipped by hand: ${note ?? ''}.`, ko: `사람이 건너뛰게 했습니다: ${note ?? ''}.` }
  const because = upstream.join(', ')
  if (reason === 'when') return { en: 'It was skipped: its condition is not met.', ko: '조건이 맞지 않아 건너뛰었습니다.' }
  if (reason === 'upstream_failed') return { en: `It was skipped, as ${because} failed.`, ko: `${because}이(가) 실패하여 건너뛰었습니다.` }
  if (reason === 'upstream_skipped')
    return { en: `It was skipped, as ${because} left nothing to work on.`, ko: `${because}에서 나온 것이 없어 건너뛰었습니다.` }
  return { en: 'It was skipped.', ko: '건너뛰었습니다.' }
}

function holding({ run, stage, tasks, amount: held }: Holder, pool: string): string {
  return `${run}/${stage} (${tasks} × ${amount(held / Math.max(1, tasks), pool)})`
}

function amount(value: number, pool: string): string {
  return pool === 'memory' ? `${Number((value / 1e9).toPrecision(3))} GB` : String(Number(value.toPrecision(6)))
}
