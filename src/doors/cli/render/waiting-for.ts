import type { WaitingFor } from '#operations/describe-waiting.ts'
import type { RunStatus } from '#operations/run-status.ts'
import { storeWords } from '#operations/store.ts'
import { formatDuration } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { moment } from '../terminal/amounts.ts'
import { cut } from '../terminal/width.ts'
import { dueText } from './waiting-work.ts'
import { taskName } from './words.ts'

/** Whom a run waits for and what they type, with a last line where it waits for nothing else. */
export function renderWaitingFor(status: RunStatus, look: Look, atMost: number): readonly string[] {
  const { speak, paint, language } = look
  const now = status.startedAt + status.elapsedMs
  const store = status.waiting.length === 0 ? '' : storeWords(look.folder, status.store)
  const lines = status.waiting
    .slice(0, atMost)
    .flatMap((one) => [
      cut(
        `${waitingLine(one, look)} ${paint.dim(formatDuration(Math.max(0, now - one.since), language))}${dueOf(one.due, now, look)}`,
        look.width,
      ),
      paint.dim(`    ${one.command}${store}${one.kind === 'task' ? ' …' : ''}`),
    ])
  const left = status.waiting.length - atMost
  if (left > 0) lines.push(paint.dim(speak({ en: `  … and ${left} more: pwos inbox`, ko: `  … 그 밖에 ${left}개: pwos inbox` })))
  return [...lines, ...onlyWaits(status, look)]
}

function dueOf(due: number | null, now: number, look: Look): string {
  return due === null ? '' : ` ${dueText(due, due <= now, look)}`
}

/** `⧗ weigh/x=0.1 waits for sora` */
export function waitingLine(one: Pick<WaitingFor, 'stage' | 'label' | 'kind' | 'persons' | 'approved' | 'quorum'>, look: Look): string {
  const { speak, paint } = look
  const name = taskName(one)
  const names = one.persons.join(', ')
  const more = one.quorum - one.approved.length
  const texts = {
    task: { en: `${name} waits for ${names}`, ko: `${name}: ${names}을(를) 기다립니다` },
    approval: { en: `${name} waits for the approval of ${more} of ${names}`, ko: `${name}: ${names} 가운데 ${more}명의 승인을 기다립니다` },
    question: {
      en: `${name} waits for ${names === '' ? 'somebody' : names} to say whether its result may pass`,
      ko: `${name}: 결과를 통과시킬지 ${names === '' ? '누군가' : names}의 결정을 기다립니다`,
    },
  }
  return `${paint.warn('⧗')} ${speak(texts[one.kind])}`
}

/** A run on which no machine works says so. */
function onlyWaits(status: RunStatus, look: Look): readonly string[] {
  if (status.phase !== 'running' || status.running.length > 0) return []
  const { speak, paint } = look
  const opening = status.opening === null ? undefined : moment(status.opening)
  const lines: string[] = []
  if (opening !== undefined)
    lines.push(paint.warn(speak({ en: `⧗ next opening or date at ${opening}`, ko: `⧗ 다음에 열리는 때: ${opening}` })))
  if (status.waiting.length > 0)
    lines.push(
      paint.dim(
        speak({
          en: '  Nothing runs meanwhile: it only waits, and may be left alone.',
          ko: '  그동안 실행되는 것은 없습니다. 기다리기만 하므로 두고 나가도 됩니다.',
        }),
      ),
    )
  return lines
}
