import type { Text } from '#expression/text.ts'
import { causeTexts } from '../cause-text.ts'
import { formatCount } from '../format.ts'
import type { Issue } from '../issues.ts'
import { type Markup, markup, type Part } from '../markup.ts'
import { measuredText } from '../verdict-text.ts'
import { chip, type Page, type Section, stageName, table } from './page.ts'

const shown = 200

/** What did not pass or was not repaired, who looks after it, and how it was resolved. */
export function issues(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.issues.length === 0) return undefined
  const head = [
    { en: 'Issue', ko: '이슈' },
    { en: 'State', ko: '상태' },
    { en: 'Evidence', ko: '증거' },
    { en: 'What people say', ko: '사람의 말' },
  ]
  const rows = facts.issues
    .slice(0, shown)
    .map((issue) => [
      markup`${subjectOf(page, issue)}<small>#${issue.number} · ${stageName(page, issue.stage)}</small>`,
      stateOf(page, issue),
      evidenceOf(page, issue),
      notesOf(page, issue),
    ])
  return {
    id: 'issues',
    heading: say({ en: 'Quality issues', ko: '품질 이슈' }),
    body: table(say({ en: 'Every issue, its evidence and its resolution', ko: '모든 이슈와 증거, 해결' }), head.map(say), rows, {
      stacked: true,
    }),
  }
}

function subjectOf({ say }: Page, { subject }: Issue): string {
  return subject.kind === 'gate' ? subject.gate : say(causeTexts[subject.cause])
}

function stateOf({ say }: Page, { state, subject, resolution, owner }: Issue): Markup {
  const whose = owner === undefined ? undefined : markup`<small>${say({ en: `${owner} has it`, ko: `담당 ${owner}` })}</small>`
  if (state === 'open' || resolution === undefined) {
    const tone = subject.kind === 'gate' && subject.level === 'expected' ? 'warn' : 'bad'
    return markup`${chip(tone, say({ en: 'open', ko: '열림' }))}${whose}`
  }
  const { kind, by = '', reason } = resolution
  const how: { readonly [kind in typeof resolution.kind]: Text } = {
    evidence: { en: 'it passes now', ko: '이제 통과함' },
    waiver: { en: `waived by ${by}: ${reason}`, ko: `${by}이(가) 면제: ${reason}` },
    person: { en: `${by}: ${reason}`, ko: `${by}: ${reason}` },
  }
  return markup`${chip(kind === 'waiver' ? 'warn' : 'good', say({ en: 'resolved', ko: '해결' }))}<small>${say(how[kind])}</small>${whose}`
}

const mostEvidence = 3

function evidenceOf({ facts, say }: Page, { stage, subject, evidence }: Issue): Part {
  const gate = subject.kind === 'gate' ? facts.gates.find((one) => one.stage === stage && one.name === subject.gate) : undefined
  const lines = evidence.slice(-mostEvidence).map(({ label, verdict, detail }) => {
    const found =
      verdict === undefined ? detail : [measuredText(gate?.check ?? '', verdict), detail].filter((text) => text !== '').join(' · ')
    return markup`<small>${label === '' ? '' : `${label}: `}${found}</small>`
  })
  const more = evidence.length - lines.length
  const left =
    more > 0 ? markup`<small>${say({ en: `and ${formatCount(more)} more`, ko: `그 밖에 ${formatCount(more)}개` })}</small>` : undefined
  return markup`${lines}${left}`
}

function notesOf({ say }: Page, { notes }: Issue): Part {
  const did: { readonly [action in Issue['notes'][number]['action']]: Text } = {
    assigned: { en: 'gave it to', ko: '맡김:' },
    resolved: { en: 'resolved it', ko: '해결' },
    reopened: { en: 'opened it again', ko: '다시 엶' },
  }
  return markup`${notes.map(({ by, action, to, reason }) => markup`<small>${by}: ${say(did[action])}${to === undefined ? '' : ` ${to}`}${reason === '' ? '' : ` (${reason})`}</small>`)}`
}
