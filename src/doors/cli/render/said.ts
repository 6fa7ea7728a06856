import type { Text } from '#expression/text.ts'
import type { Said } from '#operations/tell-people-command.ts'
import { measuredText } from '#report/verdict-text.ts'
import type { Look } from '../answer.ts'
import { harmless } from '../terminal/width.ts'
import { whoText } from './inbox.ts'
import { verdictMark } from './stages.ts'
import { taskName } from './words.ts'

const done: { readonly [what in 'answer' | 'approve' | 'reject' | 'delegate']: Text } = {
  answer: { en: 'answered', ko: '답했습니다' },
  approve: { en: 'approved', ko: '승인했습니다' },
  reject: { en: 'rejected', ko: '거절했습니다' },
  delegate: { en: 'handed over', ko: '넘겼습니다' },
}

const follows: { readonly [then in Said['then']]: Text } = {
  done: { en: 'it is done, and the run goes on', ko: '이 일은 끝났고 실행이 계속됩니다' },
  failed: { en: 'it has failed', ko: '이 일은 실패했습니다' },
  asked_again: { en: 'it is asked again', ko: '다시 요청합니다' },
  ignored: { en: 'it has failed, and the run goes on without it', ko: '이 일은 실패했지만 실행은 계속됩니다' },
  more_needed: { en: 'others must approve too', ko: '다른 사람의 승인이 더 필요합니다' },
  handed_over: { en: 'it waits for the other person now', ko: '이제 그 사람을 기다립니다' },
  unknown: {
    en: 'sent; whoever decides for the store has not taken it yet',
    ko: '보냈습니다. 저장소를 이끄는 프로세스가 아직 받지 않았습니다',
  },
}

/** What came of something that a person said. */
export function renderSaid(said: Said, what: keyof typeof done, look: Look): readonly string[] {
  const { speak, paint } = look
  const bad = what !== 'reject' && (said.then === 'failed' || said.then === 'asked_again')
  const detail = said.detail === undefined || what === 'reject' ? '' : `: ${harmless(said.detail)}`
  const mark = bad ? paint.warn('!') : paint.good('✓')
  const lines = [
    paint.dim(speak(whoText(said.who))),
    `${mark} ${paint.strong(taskName(said))} ${speak(done[what])}: ${speak(follows[said.then])}${detail}`,
  ]
  for (const verdict of said.verdicts) {
    const values = measuredText(verdict.check, verdict)
    lines.push(`  ${verdictMark(verdict.verdict, verdict.level, look)} ${verdict.gate}  ${paint.dim(verdict.check)}  ${values}`.trimEnd())
  }
  if (said.startedLeader)
    lines.push(
      paint.dim(
        speak({
          en: 'Nobody decided for the store: a process in the background goes on with it.',
          ko: '저장소를 이끄는 프로세스가 없어 뒤에서 이어 갑니다.',
        }),
      ),
    )
  return lines
}
