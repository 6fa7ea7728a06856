import type { RunStatus, StageStatus } from '#operations/run-status.ts'
import type { RunUpdate } from '#operations/run-update.ts'
import { formatCount, formatDuration } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { renderGates } from './status.ts'
import { tellUpdate } from './update-lines.ts'

/** How often a stage that goes on gets a line. */
const everyMs = 15_000

interface Told {
  started: boolean
  over: boolean
  at: number
}

/** Follows a run as lines for a pipe or a log: a stage when it begins, now and then while it goes on, and when it is over. */
export function createPlainLines(look: Look): (update: RunUpdate) => readonly string[] {
  const told = new Map<string, Told>()
  return (update) => (update.type === 'snapshot' ? stageLines(update.status, update.at, told, look) : tellUpdate(update, look))
}

/** Also the last look at a run: stages that came and went between two looks get their line. */
function stageLines(status: RunStatus, at: number, told: Map<string, Told>, look: Look): readonly string[] {
  return status.stages.flatMap((stage) => {
    if (!stage.asked || stage.tasks === null) return []
    const seen = told.get(stage.name) ?? { started: false, over: false, at }
    told.set(stage.name, seen)
    if (seen.over) return []
    const { done, failed, ignored, skipped, running } = stage.counts
    const over = done + failed + ignored + skipped
    if (over === stage.tasks && stage.growing !== true) {
      seen.over = true
      return [overLine(stage, look), ...renderGates([stage], look)]
    }
    const begins = !seen.started && over + running > 0
    if (begins) seen.started = true
    if (!seen.started || (!begins && at - seen.at < everyMs)) return []
    seen.at = at
    return [begins ? beginLine(stage, look) : progressLine(stage, look)]
  })
}

function beginLine(stage: StageStatus, look: Look): string {
  const count = formatCount(stage.tasks ?? 0)
  if (stage.growing === true)
    return look.speak({ en: `${stage.name}: started, more tasks come`, ko: `${stage.name}: 시작, 작업이 더 생김` })
  return look.speak({
    en: `${stage.name}: started, ${count} ${stage.tasks === 1 ? 'task' : 'tasks'}`,
    ko: `${stage.name}: 시작, 작업 ${count}개`,
  })
}

function progressLine(stage: StageStatus, look: Look): string {
  const { done, running, failed } = stage.counts
  const figures = `${formatCount(done)}/${formatCount(stage.tasks ?? 0)}`
  const bad = failed > 0 ? look.speak({ en: `, ${formatCount(failed)} failed`, ko: `, 실패 ${formatCount(failed)}` }) : ''
  return look.speak({
    en: `${stage.name}: ${figures} done, ${formatCount(running)} running${bad}`,
    ko: `${stage.name}: ${figures} 완료, 수행 중 ${formatCount(running)}${bad}`,
  })
}

function overLine(stage: StageStatus, look: Look): string {
  const { counts, reused, meanMs } = stage
  const parts = [
    look.speak({
      en: `${formatCount(counts.done)}/${formatCount(stage.tasks ?? 0)} done`,
      ko: `${formatCount(counts.done)}/${formatCount(stage.tasks ?? 0)} 완료`,
    }),
  ]
  if (reused > 0) parts.push(look.speak({ en: `${formatCount(reused)} reused`, ko: `재사용 ${formatCount(reused)}` }))
  if (counts.failed > 0) parts.push(look.speak({ en: `${formatCount(counts.failed)} failed`, ko: `실패 ${formatCount(counts.failed)}` }))
  if (counts.ignored > 0)
    parts.push(look.speak({ en: `${formatCount(counts.ignored)} ignored`, ko: `무시 ${formatCount(counts.ignored)}` }))
  if (counts.skipped > 0)
    parts.push(look.speak({ en: `${formatCount(counts.skipped)} skipped`, ko: `건너뜀 ${formatCount(counts.skipped)}` }))
  if (meanMs !== null) parts.push(look.speak({ en: `${formatDuration(meanMs, 'en')} each`, ko: `각 ${formatDuration(meanMs, 'ko')}` }))
  return `${stage.name}: ${parts.join(', ')}`
}
