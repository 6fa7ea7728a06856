import type { GateStatus, RunStatus, StageStatus } from '#operations/run-status.ts'
import { formatCount } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { rate } from '../terminal/amounts.ts'
import { bar } from '../terminal/table.ts'
import { cut, harmless, padEnd, padStart, widthOf } from '../terminal/width.ts'

const words = {
  running: { en: 'running', ko: '수행 중' },
  withPeople: { en: 'with people', ko: '사람이 하는 중' },
  retrying: { en: 'waiting to retry', ko: '재시도 대기' },
  asked: { en: 'asking', ko: '결정 대기' },
  queued: { en: 'ready', ko: '준비됨' },
  failed: { en: 'failed', ko: '실패' },
  ignored: { en: 'ignored', ko: '무시됨' },
  skipped: { en: 'skipped', ko: '건너뜀' },
  reused: { en: 'reused', ko: '재사용' },
  waiting: { en: 'waiting', ko: '대기' },
  growing: { en: 'more come', ko: '더 생김' },
  rests: { en: 'rests on a waiver', ko: '면제에 기댐' },
  notAsked: { en: 'not asked for', ko: '요청하지 않음' },
}

/** One line a stage: name, bar, how many of how many, what is going on, gates. At most `rows` lines; the liveliest stay. */
export function renderStages(status: RunStatus, look: Look, rows: number): readonly string[] {
  const shown = chosen(status.stages, rows)
  const nameWidth = Math.min(Math.max(8, ...shown.map((stage) => widthOf(stage.name))), Math.max(8, Math.floor(look.width / 3)), 28)
  const barWidth = look.width >= 90 ? 20 : look.width >= 60 ? 10 : 0
  const counts = shown.map((stage) => countText(stage))
  const countWidth = Math.max(3, ...counts.map(widthOf))
  const lines = shown.map((stage, index) => {
    const parts = [padEnd(cut(stage.name, nameWidth), nameWidth)]
    if (barWidth > 0) parts.push(paintedBar(stage, barWidth, look))
    parts.push(
      padStart(counts[index] ?? '', countWidth),
      [stageNote(stage, look), restsNote(status, stage, look)].filter((note) => note !== '').join(' · '),
    )
    return cut(`  ${parts.join(' ')}`.trimEnd(), look.width)
  })
  const left = status.stages.length - shown.length
  if (left > 0)
    lines.push(
      look.paint.dim(look.speak({ en: `  … and ${formatCount(left)} more stages`, ko: `  … 그 밖에 단계 ${formatCount(left)}개` })),
    )
  return lines
}

/** In the order of the file; when there are too many, those where something goes on first. */
function chosen(stages: readonly StageStatus[], rows: number): readonly StageStatus[] {
  if (stages.length <= rows) return stages
  const ranked = stages
    .map((stage, index) => ({ stage, index, rank: liveliness(stage) }))
    .sort((a, b) => b.rank - a.rank || a.index - b.index)
  return ranked
    .slice(0, Math.max(1, rows - 1))
    .sort((a, b) => a.index - b.index)
    .map((one) => one.stage)
}

function liveliness({ counts, tasks }: StageStatus): number {
  if (counts.failed > 0) return 4
  if (counts.running + counts.retrying + counts.asked > 0) return 3
  if (counts.queued + counts.released > 0) return 2
  return tasks !== null && counts.done < tasks ? 1 : 0
}

function over({ counts }: StageStatus): number {
  return counts.done + counts.failed + counts.ignored + counts.skipped
}

function countText(stage: StageStatus): string {
  return `${formatCount(stage.counts.done)}/${stage.tasks === null ? '?' : formatCount(stage.tasks)}${stage.growing === true ? '+' : ''}`
}

function paintedBar(stage: StageStatus, columns: number, look: Look): string {
  const drawn = bar(stage.tasks === null || stage.tasks === 0 ? 0 : over(stage) / stage.tasks, columns)
  if (stage.counts.failed > 0) return look.paint.bad(drawn)
  return stage.tasks !== null && over(stage) === stage.tasks && stage.growing !== true ? look.paint.good(drawn) : look.paint.busy(drawn)
}

function stageNote(stage: StageStatus, look: Look): string {
  const { counts, reused } = stage
  const { speak, paint } = look
  if (!stage.asked) return paint.dim(speak(words.notAsked))
  const said = (count: number, word: keyof typeof words, paintIt: (text: string) => string) =>
    count === 0 ? [] : [paintIt(speak({ en: `${formatCount(count)} ${words[word].en}`, ko: `${words[word].ko} ${formatCount(count)}` }))]
  const notes = [
    ...said(counts.running, stage.people ? 'withPeople' : 'running', paint.busy),
    ...said(counts.retrying, 'retrying', paint.warn),
    ...said(counts.asked, 'asked', paint.warn),
    ...said(counts.running > 0 ? 0 : counts.queued + counts.released, 'queued', paint.dim),
    ...said(counts.failed, 'failed', paint.bad),
    ...said(counts.ignored, 'ignored', paint.warn),
    ...said(counts.skipped, 'skipped', paint.dim),
    ...said(reused, 'reused', paint.dim),
    ...(stage.growing === true ? [paint.dim(speak(words.growing))] : []),
    ...(stage.held === undefined ? [] : [paint.warn(heldText(stage.held.waiting, look))]),
  ]
  if (counts.running > 0 && stage.ratePerMs !== null && (stage.tasks ?? 0) > 1) notes.push(rate(stage.ratePerMs, look.language))
  if (notes.length === 0 && over(stage) === 0) notes.push(paint.dim(speak(words.waiting)))
  return [...notes, ...stage.gates.flatMap((gate) => gateNote(gate, look))].join(' · ')
}

/** That its results rest on what was let pass before it; its own waivers stand with its gates. */
function restsNote({ waivers }: RunStatus, { name }: StageStatus, { speak, paint }: Look): string {
  const rests = waivers.some(({ stage, run, resting }) => resting.includes(name) && (run !== undefined || stage !== name))
  return rests ? paint.warn(`~ ${speak(words.rests)}`) : ''
}

/** It is stopped where it is, as so many of its pieces wait. */
function heldText(waiting: number, { speak }: Look): string {
  return speak({ en: `held, ${formatCount(waiting)} pieces wait`, ko: `멈춤, 조각 ${formatCount(waiting)}개가 밀림` })
}

/** `◆ thermalised 20 ✓ 2 ✗`, or for the only task its verdict with what was measured. */
function gateNote(gate: GateStatus, look: Look): readonly string[] {
  const judged = gate.passed + gate.failed + gate.inconclusive + gate.waived
  if (judged === 0) return []
  const { paint } = look
  if (judged === 1 && gate.sample !== undefined) {
    const { verdict, waiver } = gate.sample
    const who = waiver === undefined ? '' : ` (${harmless(waiver.by)}: ${harmless(waiver.reason)})`
    return [`${verdictMark(verdict, gate.level, look)} ${gate.name}${who}`]
  }
  const tallies = [
    gate.passed > 0 ? paint.good(`${formatCount(gate.passed)} ✓`) : '',
    gate.failed > 0
      ? (gate.level === 'required' && gate.failed > gate.allowed ? paint.bad : paint.warn)(`${formatCount(gate.failed)} ✗`)
      : '',
    gate.inconclusive > 0 ? paint.warn(`${formatCount(gate.inconclusive)} ?`) : '',
    gate.waived > 0 ? paint.warn(`${formatCount(gate.waived)} ~`) : '',
  ]
  return [`◆ ${gate.name} ${tallies.filter((tally) => tally !== '').join(' ')}`]
}

export function verdictMark(verdict: 'passed' | 'failed' | 'inconclusive' | 'waived', level: GateStatus['level'], look: Look): string {
  if (verdict === 'passed') return look.paint.good('✓')
  if (verdict === 'inconclusive') return look.paint.warn('?')
  if (verdict === 'waived') return look.paint.warn('~')
  return level === 'required' ? look.paint.bad('✗') : look.paint.warn('✗')
}
