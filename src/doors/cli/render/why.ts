import type { Text } from '#expression/text.ts'
import type { Why } from '#operations/why.ts'
import { formatCount } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { cut, harmless } from '../terminal/width.ts'
import { taskName } from './words.ts'

type Verdict = Why['tasks'][number]['verdict']

const verdictWords: { readonly [verdict in Verdict]: Text } = {
  reused: { en: 'would be reused', ko: '재사용' },
  new: { en: 'would run: never computed in this store', ko: '수행: 이 저장소에서 계산한 적 없음' },
  changed: { en: 'would run: its key has changed', ko: '수행: 키가 바뀜' },
  never_reused: { en: 'would run: the stage says `cache: false`', ko: '수행: 단계에 `cache: false`가 있음' },
  undecided: { en: 'undecided: waits for what runs before it', ko: '미정: 먼저 수행되는 작업의 결과에 달려 있음' },
  skipped: { en: 'would be skipped', ko: '건너뜀' },
  impossible: { en: 'cannot run: an input is missing or does not fit', ko: '수행 불가: 입력이 없거나 맞지 않음' },
}

const words = {
  differs: { en: 'What differs', ko: '달라진 것' },
  old: { en: 'was', ko: '이전' },
  new: { en: 'is now', ko: '지금' },
  none: { en: '(not there)', ko: '(없음)' },
}

/** What `pwos why` shows: a verdict with its numbers, then the parts of the key that differ, old and new. */
export function renderWhy(why: Why, look: Look): readonly string[] {
  const { speak, paint } = look
  const only = why.tasks.length === 1 && why.compared === 1 ? why.tasks[0] : undefined
  const lines: string[] = []
  if (only !== undefined) {
    lines.push(`${paint.strong(taskName({ stage: why.stage, label: only.label }))}: ${speak(verdictWords[only.verdict])}`)
    if (only.waitsFor.length > 0) lines.push(`  ← ${only.waitsFor.join(', ')}`)
    if (only.earlier !== undefined)
      lines.push(paint.dim(speak({ en: `  compared with run ${only.earlier}`, ko: `  실행 ${only.earlier}와(과) 비교` })))
  } else lines.push(...tally(why, look))
  if (why.differences.length > 0) {
    lines.push('', paint.strong(speak(words.differs)))
    for (const one of why.differences) lines.push(...renderDifference(one, only === undefined, look))
  }
  return lines
}

function tally(why: Why, look: Look): readonly string[] {
  const { speak, paint } = look
  if (why.count === undefined) {
    return [
      `${paint.strong(why.stage)}: ${speak({ en: 'its tasks are known only once the stages before it have run', ko: '앞 단계가 수행된 뒤에야 작업이 정해집니다' })}`,
    ]
  }
  const rows = Object.entries(why.counts).map(
    ([verdict, count]) => `  ${formatCount(count ?? 0)} ${speak(verdictWords[verdict as Verdict])}`,
  )
  const waits = [...new Set(why.tasks.flatMap((one) => one.waitsFor))]
  const left = why.count - why.compared
  return [
    `${paint.strong(why.stage)}: ${speak({ en: `${formatCount(why.count)} ${why.count === 1 ? 'task' : 'tasks'}`, ko: `작업 ${formatCount(why.count)}개` })}`,
    ...rows,
    ...(waits.length > 0 ? [`  ← ${waits.join(', ')}`] : []),
    ...(left > 0
      ? [
          paint.dim(
            speak({ en: `  ${formatCount(left)} more were not looked at`, ko: `  나머지 ${formatCount(left)}개는 살펴보지 않았습니다` }),
          ),
        ]
      : []),
  ]
}

function renderDifference(one: Why['differences'][number], ofMany: boolean, look: Look): readonly string[] {
  const { speak, paint } = look
  const label = one.label === '' ? '' : ` (${one.label})`
  const tasks = ofMany
    ? paint.dim(
        speak({ en: ` · ${formatCount(one.tasks)} tasks, such as${label || ' this'}`, ko: ` · 작업 ${formatCount(one.tasks)}개${label}` }),
      )
    : ''
  return [`  ${one.part}${tasks}`, ...bothValues(one, look)]
}

/** Old and new value, line by line; of long texts only from the first line that differs to the last. */
function bothValues(one: Why['differences'][number], look: Look): readonly string[] {
  const old = linesOf(one.old, look)
  const now = linesOf(one.new, look)
  let same = 0
  while (same < Math.min(old.length, now.length) - 1 && old[same] === now[same]) same++
  let end = 0
  while (end < Math.min(old.length, now.length) - same - 1 && old.at(-1 - end) === now.at(-1 - end)) end++
  const shown = (lines: readonly string[], sign: string, painted: (text: string) => string) => {
    const part = lines.slice(same, lines.length - end)
    const more = part.length > 12 ? [`      … ${part.length - 12}`] : []
    return [...part.slice(0, 12).map((line) => `      ${painted(cut(`${sign} ${line}`, look.width - 6))}`), ...more]
  }
  const { paint, speak } = look
  return [
    `    ${paint.dim(speak(words.old))}`,
    ...shown(old, '-', paint.bad),
    `    ${paint.dim(speak(words.new))}`,
    ...shown(now, '+', paint.good),
  ]
}

function linesOf(value: unknown, look: Look): readonly string[] {
  const text = value === undefined ? look.speak(words.none) : typeof value === 'string' ? value : JSON.stringify(value)
  return harmless(text).trimEnd().split('\n')
}
