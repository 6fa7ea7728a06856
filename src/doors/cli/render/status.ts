import { relative } from 'node:path'
import type { Text } from '#expression/text.ts'
import type { RunStatus, StageStatus } from '#operations/run-status.ts'
import type { Status } from '#operations/status.ts'
import { formatBytes, formatCount, formatDuration, formatNumber } from '#report/format.ts'
import { sparkline } from '#report/plot-text.ts'
import { judgedCount, verdictOverAll } from '#report/verdict-tally.ts'
import { measuredText } from '#report/verdict-text.ts'
import type { Look } from '../answer.ts'
import { moment } from '../terminal/amounts.ts'
import { cut, harmless } from '../terminal/width.ts'
import { renderFailedTask } from './failed-task.ts'
import { renderOutlook } from './outlook.ts'
import { renderStages, verdictMark } from './stages.ts'
import { renderTogether } from './together.ts'
import { renderWaitingFor } from './waiting-for.ts'
import { renderWaivers } from './waivers.ts'
import { paintedPhase, taskName } from './words.ts'

const words = {
  together: { en: 'Held and awaited', ko: '보류와 대기' },
  waiting: { en: 'Waiting for people', ko: '사람을 기다림' },
  resting: { en: 'Nodes left out', ko: '제외한 노드' },
  running: { en: 'Running', ko: '수행 중' },
  failures: { en: 'Failed', ko: '실패' },
  gates: { en: 'Gates', ko: '관문' },
  waived: { en: 'Waived', ko: '면제' },
  outputs: { en: 'Results', ko: '결과 파일' },
  attempt: { en: 'attempt', ko: '시도' },
  unled: {
    en: 'No process leads this store, so nothing goes on. `pwos resume` carries on.',
    ko: '이 저장소를 이끄는 프로세스가 없어 진행되지 않습니다. `pwos resume`으로 이어 가세요.',
  },
}

/** What `pwos status` shows. */
export function renderStatus(status: Status, look: Look): readonly string[] {
  const { speak, paint } = look
  const lines = [...renderHead(status, look), ...renderOutlook(status.outlook, look), '', ...renderStages(status, look, 40)]
  if (status.led === false) lines.push('', paint.warn(speak(words.unled)))
  lines.push(...block(words.waiting, renderWaitingFor(status, look, 10), look))
  lines.push(...block(words.resting, renderResting(status, look), look))
  lines.push(...block(words.together, renderTogether(status, look), look))
  lines.push(...block(words.running, renderRunning(status, look, 10), look))
  lines.push(...block(words.gates, renderGates(status.stages, look), look))
  lines.push(...block(words.waived, renderWaivers(status.waivers, look, 10), look))
  lines.push(...block(words.failures, renderFailures(status, look, 5), look))
  lines.push(...renderNotices(status, look))
  lines.push(...block(words.outputs, renderOutputs(status, look), look))
  return lines
}

function renderResting({ restingNodes }: Status, { speak }: Look): readonly string[] {
  return restingNodes.map(({ node, stage, failed, until }) => {
    const name = stage.slice(stage.indexOf('/') + 1)
    return speak({
      en: `  ${node} until ${moment(until)}: ${formatCount(failed)} of ${name} failed there fast, and do well elsewhere`,
      ko: `  ${node}, ${moment(until)}까지: ${name} 작업 ${formatCount(failed)}개가 거기서 빠르게 실패했고 다른 곳에서는 잘 됩니다`,
    })
  })
}

/** Only what could not be told is worth a line. */
function renderNotices({ notices }: RunStatus, { speak, paint }: Look): readonly string[] {
  if (notices.failed === 0) return []
  const { delivered, failed, trouble } = notices
  const why = trouble ?? ''
  return [
    '',
    paint.warn(
      speak({
        en: `${failed} notices could not be delivered, ${delivered} were: ${why}`,
        ko: `알림 ${failed}개를 전하지 못했고 ${delivered}개를 전했습니다: ${why}`,
      }),
    ),
  ]
}

/** Name, run, phase, times, and tasks in sum. */
export function renderHead(status: RunStatus, look: Look): readonly string[] {
  const { speak, paint, language } = look
  const title = status.title ?? status.name
  const elapsed = formatDuration(status.elapsedMs, language)
  const left =
    status.remainingMs === null || status.endedAt !== null
      ? ''
      : speak({
          en: ` · about ${formatDuration(status.remainingMs, language)} left`,
          ko: ` · 약 ${formatDuration(status.remainingMs, language)} 남음`,
        })
  const reason = status.reason === undefined || status.reason === '' ? '' : ` (${status.reason})`
  return [
    cut(`${paint.strong(title)} ${paint.dim(status.run)}`, look.width),
    cut(`${paintedPhase(status.phase, look)}${reason} · ${elapsed}${left} · ${tasksText(status, look)}`, look.width),
    ...(status.endedAt === null ? [] : [paint.dim(`${moment(status.startedAt)} – ${moment(status.endedAt)}`)]),
  ]
}

/** `26/39 tasks, 3 reused, 1 failed` */
export function tasksText({ tasks }: RunStatus, look: Look): string {
  const { speak, paint } = look
  const total = `${formatCount(tasks.total)}${tasks.open ? '+' : ''}`
  const parts = [speak({ en: `${formatCount(tasks.done)}/${total} tasks`, ko: `작업 ${formatCount(tasks.done)}/${total}` })]
  const add = (count: number, text: Text, painted: (text: string) => string) => {
    if (count > 0) parts.push(painted(speak(text)))
  }
  add(tasks.reused, { en: `${formatCount(tasks.reused)} reused`, ko: `재사용 ${formatCount(tasks.reused)}` }, paint.dim)
  add(tasks.failed, { en: `${formatCount(tasks.failed)} failed`, ko: `실패 ${formatCount(tasks.failed)}` }, paint.bad)
  add(tasks.ignored, { en: `${formatCount(tasks.ignored)} ignored`, ko: `무시 ${formatCount(tasks.ignored)}` }, paint.warn)
  add(tasks.skipped, { en: `${formatCount(tasks.skipped)} skipped`, ko: `건너뜀 ${formatCount(tasks.skipped)}` }, paint.dim)
  return parts.join(', ')
}

/** Running tasks, longest first. */
export function renderRunning(status: RunStatus, look: Look, atMost: number): readonly string[] {
  const now = status.startedAt + status.elapsedMs
  const shown = status.running.slice(0, atMost).map((task) => {
    const attempt = task.attempt > 1 ? look.paint.warn(` ${look.speak(words.attempt)} ${task.attempt}`) : ''
    return cut(
      `  ${taskName(task)}${attempt} ${look.paint.dim(formatDuration(now - task.since, look.language))}${streamsText(task)}`,
      look.width,
    )
  })
  const left = status.tasks.running - status.waiting.length - shown.length
  return left > 0
    ? [...shown, look.paint.dim(look.speak({ en: `  … and ${formatCount(left)} more`, ko: `  … 그 밖에 ${formatCount(left)}개` }))]
    : shown
}

/** `  energy −1.52 eV ▂▃▅▇`: the metrics that come while it runs. */
function streamsText({ metrics }: RunStatus['running'][number]): string {
  return (metrics ?? [])
    .map(({ name, unit, values }) => {
      const newest = values.at(-1)
      const value = newest === undefined || newest === null ? 'NaN' : formatNumber(newest)
      return `  ${name} ${value}${unit === undefined ? '' : ` ${unit}`} ${sparkline(values)}`
    })
    .join('')
}

/** Gates that were judged, with what was measured against what was asked. */
export function renderGates(stages: readonly StageStatus[], look: Look): readonly string[] {
  return stages.flatMap((stage) =>
    stage.gates.flatMap((gate) => {
      const { sample } = gate
      if (sample === undefined) return []
      const judged = judgedCount(gate)
      const verdict = verdictOverAll(gate)
      const tally = judged > 1 ? ` ${formatCount(gate.passed)}/${formatCount(judged)}` : ''
      const which = judged > 1 && sample.verdict !== 'passed' ? `${taskName({ stage: stage.name, label: sample.label })}: ` : ''
      const values = measuredText(gate.check, sample)
      const measured = judged > 1 && sample.verdict === 'passed' ? '' : `${which}${values}`
      const why = [sample.detail, sample.waiver && `${sample.waiver.by}: ${harmless(sample.waiver.reason)}`]
        .flatMap((one) => (one ? [` · ${one}`] : []))
        .join('')
      const line = `  ${verdictMark(verdict, gate.level, look)} ${stage.name}: ${gate.name}${tally}  ${look.paint.dim(gate.check)}  ${measured}${why}`
      return [cut(line.trimEnd(), look.width)]
    }),
  )
}

export function renderFailures(status: RunStatus, look: Look, atMost: number): readonly string[] {
  const lines = status.failures.slice(0, atMost).flatMap((failure) => renderFailedTask(failure, look))
  const left = status.tasks.failed + status.tasks.ignored - Math.min(atMost, status.failures.length)
  if (left > 0) lines.push(look.paint.dim(look.speak({ en: `… and ${formatCount(left)} more`, ko: `… 그 밖에 ${formatCount(left)}개` })))
  return lines
}

export function renderOutputs(status: RunStatus, look: Look): readonly string[] {
  return status.outputs.map(({ path, latest = path, files, bytes }) => {
    const count = files > 1 ? look.speak({ en: `${formatCount(files)} files, `, ko: `파일 ${formatCount(files)}개, ` }) : ''
    return `  ${nearPath(look.folder, latest)}  ${look.paint.dim(`${count}${formatBytes(bytes)}`)}`
  })
}

/** As short as it can be typed from the folder where the person is. */
function nearPath(folder: string, path: string): string {
  const near = relative(folder, path)
  return near.startsWith('..') || near.length > path.length ? path : near
}

export function block(heading: Text, lines: readonly string[], look: Look): readonly string[] {
  return lines.length === 0 ? [] : ['', look.paint.strong(look.speak(heading)), ...lines]
}
