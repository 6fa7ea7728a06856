import { causeText } from '#operations/cause-words.ts'
import type { IssueAnswer } from '#operations/issue.ts'
import type { IssuesAnswer } from '#operations/issues.ts'
import { formatCount } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { harmless } from '../terminal/width.ts'

type Described = IssuesAnswer['issues'][number]

const mostEvidence = 3

/** Each issue with what was found, who has it, and how it was resolved. */
export function renderIssues({ issues, resolved }: IssuesAnswer, look: Look): readonly string[] {
  const { speak } = look
  if (issues.length === 0) {
    const more =
      resolved === 0
        ? { en: '', ko: '' }
        : {
            en: ` ${formatCount(resolved)} resolved: --all shows them.`,
            ko: ` 해결된 이슈 ${formatCount(resolved)}개는 --all로 볼 수 있습니다.`,
          }
    return [speak({ en: `No open issue.${more.en}`, ko: `열린 이슈가 없습니다.${more.ko}` })]
  }
  return issues.flatMap((issue) => linesOf(issue, look))
}

export function renderIssue({ issue, state }: IssueAnswer, look: Look): readonly string[] {
  const waits = look.speak({
    en: 'Nobody leads the store: it is noted when someone does.',
    ko: '저장소를 이끄는 프로세스가 없어, 생기면 기록됩니다.',
  })
  return [...linesOf(issue, look), ...(state === 'waits' ? [look.paint.dim(waits)] : [])]
}

function linesOf(issue: Described, look: Look): readonly string[] {
  const { speak, paint } = look
  const { id, stage, what, level, state, owner, tasks, openTasks, evidence, notes } = issue
  const subject = issue.kind === 'gate' ? speak({ en: `gate ${what}`, ko: `관문 ${what}` }) : speak(causeText(what))
  const mark = state === 'resolved' ? paint.good('✓') : level === 'expected' ? paint.warn('!') : paint.bad('✕')
  const count =
    tasks > 1
      ? speak({
          en: `, ${formatCount(openTasks)} of ${formatCount(tasks)} tasks open`,
          ko: `, 작업 ${formatCount(tasks)}개 중 ${formatCount(openTasks)}개 열림`,
        })
      : ''
  const who = owner === undefined ? '' : speak({ en: ` · ${owner} has it`, ko: ` · 담당 ${owner}` })
  const found = evidence.slice(-mostEvidence).map((one) => `    ${one.label === '' ? '' : `${one.label}: `}${harmless(one.found)}`)
  const said = notes.map(
    ({ by, action, to, reason }) => `    ${by}: ${actionText(action, to, look)}${reason === '' ? '' : ` (${harmless(reason)})`}`,
  )
  return [
    `${mark} ${paint.strong(id)} ${stage}: ${subject}${count}${who}${endOf(issue, look)}`,
    ...found.map(paint.dim),
    ...said.map(paint.dim),
  ]
}

function endOf({ resolution }: Described, { speak }: Look): string {
  if (resolution === undefined) return ''
  const { kind, by = '', reason } = resolution
  const how = {
    evidence: { en: 'resolved: it passes now', ko: '해결됨: 이제 통과합니다' },
    waiver: { en: `waived by ${by}: ${reason}`, ko: `${by}이(가) 면제: ${reason}` },
    person: { en: `resolved by ${by}: ${reason}`, ko: `${by}이(가) 해결: ${reason}` },
  }[kind]
  return ` · ${harmless(speak(how))}`
}

function actionText(action: Described['notes'][number]['action'], to: string | undefined, { speak }: Look): string {
  if (action === 'assigned') return speak({ en: `assigned to ${to ?? ''}`, ko: `${to ?? ''}에게 맡김` })
  return speak(action === 'resolved' ? { en: 'resolved', ko: '해결' } : { en: 'reopened', ko: '다시 엶' })
}
