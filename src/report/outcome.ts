import type { Language, Text } from '#expression/text.ts'
import { causeTexts } from './cause-text.ts'
import type { Facts } from './facts.ts'
import { formatCount } from './format.ts'
import type { GateFact } from './gates.ts'
import { isHeld, judgedCount } from './verdict-tally.ts'
import { waiverText } from './verdict-text.ts'

/** How a run came out, in one word. */
export function outcomeWord({ run }: Facts): Text {
  return {
    running: { en: 'Still running', ko: '실행 중' },
    paused: { en: 'Paused', ko: '일시 정지' },
    cancelling: { en: 'Being cancelled', ko: '취소하는 중' },
    succeeded: { en: 'Succeeded', ko: '성공' },
    failed: { en: 'Failed', ko: '실패' },
    cancelled: { en: 'Cancelled', ko: '취소됨' },
  }[run.phase]
}

/** A run that succeeded although an expected gate failed, or a task was ignored, deserves a second look. */
export function outcomeTone(facts: Facts): 'good' | 'bad' | 'warn' | 'busy' {
  if (facts.run.phase === 'failed') return 'bad'
  if (facts.run.phase === 'running') return 'busy'
  if (facts.run.phase !== 'succeeded') return 'warn'
  const doubtful =
    facts.totals.ignored > 0 || facts.waivers.length > 0 || facts.gates.some((gate) => gate.level !== 'stretch' && !isHeld(gate))
  return doubtful ? 'warn' : 'good'
}

/** What happened, in sentences: tasks, gates, failures, repeats, reuse. */
export function outcomeSentences(facts: Facts): readonly Text[] {
  return [
    reasonSentence(facts),
    taskSentence(facts),
    gateSentence(facts),
    doubtSentence(facts),
    waiverSentence(facts),
    failureSentence(facts),
    retrySentence(facts),
  ].filter((sentence) => sentence !== undefined)
}

function reasonSentence({ run }: Facts): Text | undefined {
  return run.reason === undefined || run.reason === '' ? undefined : { en: `Reason given: ${run.reason}.`, ko: `사유: ${run.reason}` }
}

function taskSentence({ totals }: Facts): Text {
  const { tasks, done, reused } = totals
  const open = tasks - done
  if (open === 0) {
    const how =
      reused === 0
        ? { en: '', ko: '' }
        : reused === tasks
          ? { en: tasks > 1 ? ', all of them reused' : ', which is reused', ko: '(모두 재사용)' }
          : { en: ` (${formatCount(reused)} of them reused)`, ko: `(그중 ${formatCount(reused)}개는 재사용)` }
    return {
      en: `${tasks === 1 ? 'Its one task has a result' : `All ${formatCount(tasks)} tasks have results`}${how.en}.`,
      ko: `작업 ${formatCount(tasks)}개가 모두 결과를 냈습니다${how.ko}.`,
    }
  }
  return {
    en: `${formatCount(done)} of ${formatCount(tasks)} tasks have results.`,
    ko: `작업 ${formatCount(tasks)}개 가운데 ${formatCount(done)}개가 결과를 냈습니다.`,
  }
}

function gateSentence({ gates, stages }: Facts): Text | undefined {
  const judged = (gate: GateFact) => judgedCount(gate)
  const required = gates.filter((gate) => gate.level === 'required' && judged(gate) > 0)
  if (required.length === 0) return undefined
  const held = required.filter(isHeld).length
  // A task that failed for another reason was never judged.
  const everywhere = required.every((gate) => judged(gate) >= (stages[gate.stage]?.tasks ?? 0))
  const isWhole = required.some((gate) => gate.allowed > 0)
  if (isWhole && held === required.length) {
    return {
      en: held === 1 ? 'The required gate held.' : `All ${held} required gates held.`,
      ko: `필수 관문 ${held}개를 모두 통과했습니다.`,
    }
  }
  const where = everywhere ? { en: 'everywhere', ko: '빠짐없이' } : { en: 'wherever it was judged', ko: '판정된 곳에서는 모두' }
  if (held === required.length) {
    return held === 1
      ? { en: `The required gate passed ${where.en}.`, ko: `필수 관문을 ${where.ko} 통과했습니다.` }
      : {
          en: `All ${held} required gates passed ${where.en.replace('it was', 'they were')}.`,
          ko: `필수 관문 ${held}개를 ${where.ko} 통과했습니다.`,
        }
  }
  return {
    en: `${held} of ${required.length} required gates passed ${where.en.replace('it was', 'they were')}.`,
    ko: `필수 관문 ${required.length}개 가운데 ${held}개를 ${where.ko} 통과했습니다.`,
  }
}

/** Names gates below `required` that did not hold: the run goes on, and a reader should know. */
function doubtSentence({ gates }: Facts): Text | undefined {
  const names = gates.filter((gate) => gate.level === 'expected' && gate.failed + gate.inconclusive > gate.allowed).map((gate) => gate.name)
  if (names.length === 0) return undefined
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ')
  return names.length === 1
    ? { en: `The expected gate ${shown} did not hold.`, ko: `통과하지 못한 기대 관문: ${shown}` }
    : { en: `${names.length} expected gates did not hold: ${shown}.`, ko: `통과하지 못한 기대 관문 ${names.length}개: ${shown}` }
}

const mostWaivers = 5

/** Whoever reads results that rest on a waiver is told so, with everything that was made of them. */
function waiverSentence({ waivers, graph, stages }: Facts): Text | undefined {
  if (waivers.length === 0) return undefined
  const resting = new Set(waivers.flatMap((waiver) => waiver.resting))
  const inOrder = graph.layers.flat().filter((index) => resting.has(index))
  const names = inOrder.map((index) => stages[index]?.name ?? '').join(', ')
  const shown = waivers.slice(0, mostWaivers).map(waiverText)
  const left = waivers.length - shown.length
  const which = (language: Language) => shown.map((text) => text[language]).join('; ')
  return {
    en: `Waived: ${which('en')}${left > 0 ? ` and ${left} more` : ''}. On that rest the results of ${names}.`,
    ko: `면제된 관문: ${which('ko')}${left > 0 ? ` 외 ${left}건` : ''}. 결과가 여기에 기대는 단계: ${names}.`,
  }
}

function failureSentence({ failures, stages }: Facts): Text | undefined {
  const first = failures.find((failure) => failure.sequel === 'failed')
  if (first === undefined) return undefined
  const stage = stages[first.stage]?.name ?? ''
  const cause = causeTexts[first.cause]
  return {
    en: `${stage}: ${formatCount(first.tasks)} ${first.tasks === 1 ? 'task' : 'tasks'} failed (${cause.en}).`,
    ko: `${stage}: 작업 ${formatCount(first.tasks)}개 실패(${cause.ko}).`,
  }
}

function retrySentence({ totals }: Facts): Text | undefined {
  if (totals.retries === 0) return undefined
  return {
    en: `${formatCount(totals.retries)} ${totals.retries === 1 ? 'attempt was' : 'attempts were'} repeated.`,
    ko: `시도 ${formatCount(totals.retries)}회를 다시 했습니다.`,
  }
}
