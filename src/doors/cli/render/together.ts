import type { RunStatus } from '#operations/run-status.ts'
import { formatDuration } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { moment } from '../terminal/amounts.ts'

/** What holds tasks of a run back, and the signals for which stages wait. */
export function renderTogether({ conditions, awaiting, endedAt }: RunStatus, look: Look): readonly string[] {
  const held = conditions
    .filter(({ suspends, totalMs }) => (suspends && endedAt === null) || totalMs > 0)
    .map((each) => conditionLine(each, endedAt === null, look))
  const waits = endedAt === null ? awaiting.map((each) => awaitingLine(each, look)) : []
  return [...held, ...waits]
}

function conditionLine(
  { condition, reading, suspends, since, totalMs }: RunStatus['conditions'][number],
  isOpen: boolean,
  { speak, paint, language }: Look,
): string {
  const total = formatDuration(totalMs, language)
  if (!suspends || !isOpen) return speak({ en: `${condition}: suspended for ${total} so far`, ko: `${condition}: 지금까지 ${total} 보류` })
  const from = since === null ? '' : ` (${moment(since)})`
  const text =
    reading === 'holds'
      ? { en: `${condition} holds${from}: suspended for ${total}`, ko: `${condition}${from}: ${total} 보류 중` }
      : { en: `${condition} is not known${from}: suspended for ${total}`, ko: `${condition} 여부를 알 수 없음${from}: ${total} 보류 중` }
  return paint.warn(speak(text))
}

function awaitingLine({ stage, signals, since }: RunStatus['awaiting'][number], { speak }: Look): string {
  const names = signals.join(', ')
  return speak({
    en: `${stage} waits for the signal ${names} since ${moment(since)}`,
    ko: `${stage}: ${moment(since)}부터 신호 ${names}을(를) 기다림`,
  })
}
