import type { Report } from './report.ts'
import type { Entry } from './tree.ts'

const kinds = ['run', 'task', 'approval', 'decide', 'take'] as const

/** What does the work of a stage; undefined: nothing, it gathers or judges what others made. */
export type Work = (typeof kinds)[number] | undefined

/** Keys that mean nothing beside work of people. */
const foreign: { readonly [work in 'task' | 'approval' | 'decide' | 'take']: readonly string[] } = {
  task: ['inputs', 'shell', 'env', 'programs', 'stall', 'checkpoint', 'watch', 'metrics'],
  approval: ['inputs', 'shell', 'env', 'programs', 'stall', 'checkpoint', 'watch', 'metrics', 'outputs', 'needs', 'locks'],
  decide: [
    ...[
      'inputs',
      'shell',
      'env',
      'programs',
      'stall',
      'checkpoint',
      'watch',
      'metrics',
      'outputs',
      'needs',
      'locks',
      'barrier',
      'time',
      'cache',
    ],
    ...['gates', 'on_error', 'not_before', 'at', 'priority', 'send'],
  ],
  take: [
    ...['inputs', 'shell', 'env', 'programs', 'stall', 'checkpoint', 'watch', 'needs', 'locks', 'barrier', 'cache', 'on', 'failures'],
    ...['foreach', 'each', 'not_before', 'at', 'suspend_while'],
  ],
}

/** The kind of work of a stage; the first one counts, and another one is told. */
export function workOf(entries: ReadonlyMap<string, Entry>, report: Report): Work {
  const [first, ...others] = [...entries.values()].filter(({ key }) => kinds.some((kind) => kind === key))
  const work = kinds.find((kind) => kind === first?.key)
  for (const { key, keySpan } of others) {
    const message = {
      en: `\`${work}\` and \`${key}\` are two kinds of work; a stage does one.`,
      ko: `\`${work}\`와(과) \`${key}\`은(는) 서로 다른 일입니다. 한 단계는 한 가지 일만 합니다.`,
    }
    report.say('bad_work', keySpan, message, { en: 'Make two stages of them.', ko: '두 단계로 나누세요.' })
  }
  if (work !== undefined && work !== 'run') sayForeign(entries, work, report)
  return work
}

function sayForeign(entries: ReadonlyMap<string, Entry>, work: keyof typeof foreign, report: Report): void {
  for (const { key, keySpan } of entries.values()) {
    if (!foreign[work].includes(key)) continue
    const message = {
      en: `\`${key}\` means nothing in a stage whose work is \`${work}\`.`,
      ko: `\`${work}\` 단계에서는 \`${key}\`을(를) 쓸 수 없습니다.`,
    }
    report.say('bad_work', keySpan, message, work === 'decide' || work === 'take' ? undefined : hints[key])
  }
}

const hints: { readonly [key: string]: { readonly en: string; readonly ko: string } } = {
  metrics: { en: 'The answers to its `form` are its metrics.', ko: '`form`의 답이 측정값이 됩니다.' },
  inputs: { en: 'Name what is handed along under `attachments`.', ko: '함께 줄 것은 `attachments`에 쓰세요.' },
}
