import { adviceFor, causeText } from '#operations/cause-words.ts'
import type { Look } from '../answer.ts'
import { cut, harmless, wrap } from '../terminal/width.ts'
import { taskName } from './words.ts'

interface FailedTask {
  readonly stage: string
  readonly label: string
  readonly attempt: number
  readonly cause: string
  readonly detail: string
  readonly folder: string
  readonly lastLines: readonly string[]
  readonly ignored: boolean
}

const words = {
  failed: { en: 'failed', ko: '실패' },
  ignored: { en: 'failed, and is ignored as the stage says', ko: '실패했지만 단계의 규칙에 따라 무시함' },
  logs: { en: 'Logs:', ko: '기록:' },
  advice: { en: 'What to do:', ko: '할 일:' },
}

/** A failed task: which, why, what it printed last, where everything lies, and what to do. */
export function renderFailedTask(task: FailedTask, look: Look): readonly string[] {
  const { speak, paint } = look
  const mark = task.ignored ? paint.warn('!') : paint.bad('✗')
  const head = `${mark} ${paint.strong(taskName(task))} ${speak(task.ignored ? words.ignored : words.failed)}: ${speak(causeText(task.cause))}`
  const detail = task.detail === '' ? [] : wrap(harmless(task.detail), look.width - 4).map((line) => `    ${line}`)
  const printed = task.lastLines.map((line) => `    ${paint.dim('│')} ${cut(harmless(line).replace(/\n/g, ''), look.width - 6)}`)
  return [
    head,
    ...detail,
    ...printed,
    `    ${paint.dim(speak(words.logs))} ${task.folder}`,
    `    ${paint.dim(speak(words.advice))} ${speak(adviceFor(task.cause))}`,
  ]
}
