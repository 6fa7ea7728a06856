import type { Text } from '#expression/text.ts'
import type { Notice } from '#run/notices.ts'

/** A notice in words: a line, and what to do about it. `workflow` is its title or name; `command` what is typed. */
export function noticeText(notice: Notice, workflow: string, command: string): { readonly title: Text; readonly text: Text } {
  const what = notice.stage === undefined ? '' : notice.label ? `${notice.stage}/${notice.label}` : notice.stage
  const who = notice.persons.join(', ')
  const due = notice.due === undefined ? { en: '', ko: '' } : dueText(notice.due)
  const title = titleOf(notice, what, who)
  const text = {
    en: `${workflow} (run ${notice.run}): ${title.en}.${due.en}\n${command}`.trimEnd(),
    ko: `${workflow} (실행 ${notice.run}): ${title.ko}.${due.ko}\n${command}`.trimEnd(),
  }
  return { title: { en: `${workflow}: ${title.en}`, ko: `${workflow}: ${title.ko}` }, text }
}

function titleOf({ kind, work, gates = [], outcome }: Notice, what: string, who: string): Text {
  switch (kind) {
    case 'waiting':
      if (work === 'question') return questionTitle(what, who)
      return work === 'approval'
        ? { en: `${what} waits for the approval of ${who}`, ko: `${what}: ${who}의 승인을 기다립니다` }
        : { en: `${what} waits for ${who}`, ko: `${what}: ${who}을(를) 기다립니다` }
    case 'reminder':
      return { en: `${what} still waits for ${who}`, ko: `${what}: 아직 ${who}을(를) 기다립니다` }
    case 'overdue':
      return { en: `${what} is overdue (${who})`, ko: `${what}: 기한이 지났습니다(${who})` }
    case 'gate_failed':
      return { en: `${what} did not pass ${gates.join(', ')}`, ko: `${what}: ${gates.join(', ')} 관문을 통과하지 못했습니다` }
    case 'finished':
      return finished[outcome ?? 'failed']
    case 'deadline':
      return { en: 'the deadline is in danger', ko: '기한을 지키기 어렵습니다' }
  }
}

function questionTitle(what: string, who: string): Text {
  return who === ''
    ? { en: `${what} waits for somebody to say whether it may pass`, ko: `${what}: 통과시킬지 누군가의 결정을 기다립니다` }
    : { en: `${what} waits for ${who} to say whether it may pass`, ko: `${what}: 통과시킬지 ${who}의 결정을 기다립니다` }
}

const finished: { readonly [outcome in NonNullable<Notice['outcome']>]: Text } = {
  succeeded: { en: 'the run has succeeded', ko: '실행이 성공했습니다' },
  failed: { en: 'the run has failed', ko: '실행이 실패했습니다' },
  cancelled: { en: 'the run was cancelled', ko: '실행이 취소되었습니다' },
}

function dueText(at: number): Text {
  const time = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return { en: ` It is due ${time}.`, ko: ` 기한은 ${time}입니다.` }
}
