import { zoneOf } from '#calendar/zone.ts'
import type { StartsAnswer } from '#operations/starts.ts'
import { formatTime } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { occasionText } from './serving.ts'

type Entry = StartsAnswer['starts'][number]

/** What begins by itself, and what became of it. */
export function renderStarts({ starts, served, record, file, timezone }: StartsAnswer, look: Look): readonly string[] {
  const { speak, paint } = look
  if (starts.length === 0)
    return [
      speak({
        en: `${file} has no \`starts\`: nothing in it begins by itself.`,
        ko: `${file}에 \`starts\`가 없어 저절로 시작하는 것이 없습니다.`,
      }),
    ]
  const there = served
    ? speak({ en: 'A service is there for it.', ko: '서비스가 있습니다.' })
    : paint.bad(speak({ en: 'No service is there for it on this machine: pwos serve', ko: '이 컴퓨터에 서비스가 없습니다: pwos serve' }))
  const past = record.map((one) => {
    const outcome = one.outcome === undefined ? '' : ` ${paint.dim(speak({ en: one.outcome, ko: outcomes[one.outcome] }))}`
    return `  ${speak(occasionText(one))}${outcome}`
  })
  return [
    ...starts.flatMap((start) => entryLines(start, timezone, look)),
    there,
    ...(past.length === 0 ? [] : ['', speak({ en: 'Lately', ko: '최근' }), ...past]),
  ]
}

const outcomes = { succeeded: '성공', failed: '실패', cancelled: '취소' }

/** One entry of `starts`, and when it begins a run next. */
export function entryLines(start: Entry, timezone: string, { speak, paint }: Look): readonly string[] {
  const zone = zoneOf(start.timezone ?? timezone)
  const during =
    start.during === undefined ? '' : speak({ en: ` while ${start.during} is there`, ko: ` (${start.during}이(가) 있을 때만)` })
  const next = start.next.map((at) => formatTime(at, { offsetMinutes: (zone.clockAt(at) - at) / 60_000, name: zone.name }).slice(0, 16))
  const times = next.length === 0 ? [] : [`  ${speak({ en: 'next', ko: '다음' })} ${next.join(', ')} (${zone.name})`]
  const never = start.kind === 'schedule' && next.length === 0 ? [`  ${paint.bad(speak({ en: 'never', ko: '해당하는 때가 없음' }))}`] : []
  return [`${paint.strong(start.name)}  ${speak(kinds[start.kind])} ${start.on}${during}`, ...times, ...never]
}

const kinds = {
  schedule: { en: 'schedule', ko: '일정' },
  files: { en: 'new files', ko: '새 파일' },
  signal: { en: 'signal', ko: '신호' },
  webhook: { en: 'webhook', ko: '웹훅' },
}
