import type { Text } from '#expression/text.ts'
import { causeText } from '#operations/cause-words.ts'
import type { RunUpdate } from '#operations/run-update.ts'
import { formatDuration, formatJson } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { harmless } from '../terminal/width.ts'
import { renderFailedTask } from './failed-task.ts'
import { waitingLine } from './waiting-for.ts'
import { phaseWords, taskName } from './words.ts'

/** What is worth a line of its own while a run goes on: its beginning, who leads, what went wrong, pauses. */
export function tellUpdate(update: RunUpdate, look: Look): readonly string[] {
  switch (update.type) {
    case 'began':
      return began(update, look)
    case 'led':
      return update.here ? [] : [look.paint.dim(look.speak(words.ledElsewhere))]
    case 'task':
      return task(update, look)
    case 'phase':
      return update.phase === 'paused' || update.phase === 'cancelling' || update.phase === 'running' ? [phase(update, look)] : []
    case 'people':
      return peopleLines(update, look)
    case 'gate':
    case 'snapshot':
      return []
  }
}

const words = {
  ledElsewhere: {
    en: 'Another process leads this store; this one follows, and takes over when that one goes.',
    ko: '다른 프로세스가 이 저장소를 이끌고 있습니다. 이 프로세스는 지켜보다가 그것이 끝나면 이어받습니다.',
  },
}

function peopleLines(update: Extract<RunUpdate, { type: 'people' }>, look: Look): readonly string[] {
  const { speak, paint } = look
  const name = paint.strong(taskName(update))
  if (update.what === 'approved') {
    const left = update.quorum - update.approved.length
    const by = update.by ?? ''
    return [
      `${paint.good('✓')} ${speak({ en: `${name} approved by ${by}; ${left} more needed`, ko: `${name}: ${by} 승인, ${left}명 더 필요` })}`,
    ]
  }
  return [waitingLine(update, look), `  ${paint.dim(`${update.command}${update.kind === 'task' ? ' …' : ''}`)}`]
}

type Began = Extract<RunUpdate, { type: 'began' }>

const beginnings: { readonly [how in Began['how']]: (run: string) => Text } = {
  new: (run) => ({ en: `Run ${run} started`, ko: `실행 ${run} 시작` }),
  continued: (run) => ({
    en: `Continuing run ${run}, which is the same and not over`,
    ko: `같은 내용으로 끝나지 않은 실행 ${run}을(를) 이어 갑니다`,
  }),
  followed: (run) => ({ en: `Following run ${run}`, ko: `실행 ${run} 지켜보기` }),
  retried: (run) => ({ en: `Trying again what failed in run ${run}`, ko: `실행 ${run}에서 실패한 것을 다시 시도합니다` }),
  waived: (run) => ({ en: `Letting results of run ${run} pass`, ko: `실행 ${run}의 결과를 통과시킵니다` }),
  resumed: (run) => ({ en: `Resuming run ${run}`, ko: `실행 ${run} 재개` }),
}

function began(update: Began, look: Look): readonly string[] {
  const { speak, paint } = look
  const run = paint.strong(update.run)
  const head = speak(beginnings[update.how](run))
  return [`${head} ${paint.dim(`(${update.file})`)}`]
}

function phase(update: Extract<RunUpdate, { type: 'phase' }>, look: Look): string {
  const reason = update.reason === undefined || update.reason === '' ? '' : ` (${harmless(update.reason)})`
  return look.paint.warn(`${look.speak(phaseWords[update.phase])}${reason}`)
}

function task(update: Extract<RunUpdate, { type: 'task' }>, look: Look): readonly string[] {
  const { speak, paint, language } = look
  if (update.what === 'failed' || update.what === 'ignored') {
    return renderFailedTask(
      {
        ...update,
        cause: update.cause ?? '',
        detail: update.detail ?? '',
        folder: update.folder ?? '',
        lastLines: update.lastLines ?? [],
        ignored: update.what === 'ignored',
      },
      look,
    )
  }
  if (update.what === 'asked') {
    const found = harmless(update.detail ?? '')
    const asks = speak({ en: 'asks what becomes of its result', ko: '결과를 어떻게 할지 묻습니다' })
    return [`${paint.warn('?')} ${taskName(update)} ${asks} ${paint.dim(`(${found})`)}`]
  }
  if (update.what === 'going_on') {
    const on = speak({ en: 'goes on in another attempt', ko: '다음 시도에서 이어서 합니다' })
    return [`${paint.dim('↻')} ${taskName(update)} ${on} ${paint.dim(`(${harmless(update.detail ?? '')})`)}`]
  }
  if (update.what !== 'retrying' && update.what !== 'reworking') return []
  const waitMs = (update.notBefore ?? update.at) - update.at
  const wait = waitMs > 0 ? speak({ en: ` in ${formatDuration(waitMs, language)}`, ko: ` ${formatDuration(waitMs, language)} 뒤` }) : ''
  const changed = Object.entries(update.changed ?? {}).map(
    ([name, value]) => `${name} = ${formatJson(value as Parameters<typeof formatJson>[0])}`,
  )
  const withWhat = changed.length === 0 ? '' : speak({ en: ` with ${changed.join(', ')}`, ko: ` (${changed.join(', ')})` })
  if (update.cause === 'stale') {
    const [gate = '', until = ''] = (update.detail ?? '').split(', ')
    const said = speak({ en: `is done again: ${gate} was good until ${until}`, ko: `다시 합니다: ${gate}은(는) ${until}까지 유효했습니다` })
    return [`${paint.warn('↻')} ${taskName(update)} ${harmless(said)}`]
  }
  const why = `${speak(causeText(update.cause ?? ''))}${update.detail === undefined || update.detail === '' ? '' : `: ${harmless(update.detail)}`}`
  const again =
    update.what === 'reworking'
      ? speak({ en: `has earlier work done again${withWhat}`, ko: `앞 단계부터 다시 합니다${withWhat}` })
      : speak({ en: `tried again${wait}${withWhat}`, ko: `다시 시도합니다${wait}${withWhat}` })
  return [`${paint.warn('↻')} ${taskName(update)} ${again} ${paint.dim(`(${why})`)}`]
}
