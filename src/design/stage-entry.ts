import type { Gate } from '#model/gate.ts'
import type { Metric, Output, Stage } from '#model/workflow.ts'
import { formatPercent } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { actionsText } from './gate-actions.ts'
import { approvalText, followersOf, nameOf, needsOf, scheduleOf, stageNames, tasksOf, type View, whoText } from './view.ts'

type Entry = Block['workflow_architecture']['workflow_stages'][number]

/** A stage as the block lists it. */
export function stageEntry(stage: Stage, view: View): Entry {
  return {
    stage_id: stageId(stage),
    stage_name: stage.title === undefined ? stage.name : `${stage.name}: ${stage.title}`,
    stage_objectives: [...objectivesOf(stage, view)],
    input_requirements: [...inputsOf(stage, view)],
    output_deliverables: [...outputsOf(stage, view)],
    quality_gates: [...gatesOf(stage, view)],
  }
}

export function stageId({ index }: Stage): string {
  return `STAGE_${String(index + 1).padStart(3, '0')}`
}

/** What the file says it is for, else what others use it for. */
function objectivesOf(stage: Stage, view: View): readonly string[] {
  if (stage.objectives.length > 0) return stage.objectives
  const followers = followersOf(view, stage.index)
  if (followers.length === 0)
    return [
      view.say({
        en: `none stated for ${stage.name}; nothing waits for it, so it is an end of the study`,
        ko: `${stage.name}에 적힌 목표 없음. 기다리는 단계가 없으므로 연구의 끝`,
      }),
    ]
  const names = stageNames(view, followers)
  return [view.say({ en: `none stated for ${stage.name}; it serves ${names}`, ko: `${stage.name}에 적힌 목표 없음. ${names}에 쓰임` })]
}

function inputsOf(stage: Stage, view: View): readonly string[] {
  const { say } = view
  const lines: string[] = []
  for (const { stage: from, kind, outputs, order } of stage.dependencies) {
    const name = nameOf(view, from)
    if (order) lines.push(say({ en: `${name} done (order alone, no data)`, ko: `${name} 완료 (순서만, 자료 없음)` }))
    else if (outputs.length === 0) lines.push(say({ en: `results of ${name} (metrics or count)`, ko: `${name}의 결과 (지표 또는 개수)` }))
    else {
      const what = outputs.map((output) => outputIn(view, from, output)).join(', ')
      const { count } = scheduleOf(view, from)
      const how = kind === 'element' ? say({ en: ' (task by task)', ko: ' (작업별로)' }) : count > 1 ? ` (${tasksOf(view, from)})` : ''
      lines.push(say({ en: `${what} of ${name}${how}`, ko: `${name}의 ${what}${how}` }))
    }
  }
  if (stage.inputs.length > 0) {
    const files = stage.inputs.map(({ path }) => path.source).join(', ')
    lines.push(say({ en: `beside ${view.file}: ${files}`, ko: `${view.file} 옆의 ${files}` }))
  }
  if (stage.programs !== undefined)
    lines.push(say({ en: `programs: ${stage.programs.join(', ')}`, ko: `프로그램: ${stage.programs.join(', ')}` }))
  const needs = needsOf(stage, view)
  if (needs !== '')
    lines.push(scheduleOf(view, stage.index).count === 1 ? needs : say({ en: `for each task ${needs}`, ko: `작업마다 ${needs}` }))
  if (lines.length > 0) return lines
  return [say({ en: `none: ${stage.name} reads nothing and holds nothing`, ko: `없음: ${stage.name}에서 읽는 것도 잡는 자원도 없음` })]
}

function outputIn(view: View, stage: number, name: string): string {
  const output = view.workflow.stages[stage]?.outputs.find((one) => one.name === name)
  return output?.format === undefined ? name : `${name} (${output.format})`
}

function outputsOf(stage: Stage, view: View): readonly string[] {
  const { say } = view
  const metrics = metricNames(stage.metrics).join(', ')
  const lines = [
    ...stage.outputs.map((output) => outputLine(output, view)),
    ...(metrics === '' ? [] : [say({ en: `metrics: ${metrics}`, ko: `지표: ${metrics}` })]),
  ]
  if (lines.length > 0) return lines
  const { name, gates, human } = stage
  if (human?.kind === 'approval')
    return [say({ en: `the decision of ${whoText(human.by, view)}`, ko: `${whoText(human.by, view)}의 결정` })]
  return [
    say({
      en: `none declared: ${name} ${gates.length > 0 ? 'only judges what others made' : 'gives nothing that others can use'}`,
      ko: `선언 없음: ${name}에서는 ${gates.length > 0 ? '다른 단계의 결과를 판정만 함' : '다른 단계가 쓸 것이 나오지 않음'}`,
    }),
  ]
}

function outputLine({ name, path, format, optional, temporary, kind }: Output, { say }: View): string {
  const checked =
    format === undefined
      ? say({ en: 'content not checked', ko: '내용 검사 없음' })
      : say({ en: `checked as ${format}`, ko: `${format} 형식 검사` })
  const what = kind === 'file' ? '' : ` ${say(kind === 'folder' ? { en: 'folder', ko: '폴더' } : { en: 'files', ko: '파일들' })}`
  const more = [
    checked,
    ...(optional ? [say({ en: 'may be missing', ko: '없어도 됨' })] : []),
    ...(temporary ? [say({ en: 'deleted once no one needs it', ko: '쓸 곳이 없으면 삭제' })] : []),
  ]
  return `${name}:${what} ${path.source} (${more.join(', ')})`
}

function gatesOf(stage: Stage, view: View): readonly string[] {
  const lines = stage.gates.map((gate) => gateLine(gate, view))
  if (stage.human?.kind === 'approval') lines.push(approvalText(stage.human, view))
  if (lines.length > 0) return lines
  return [view.say({ en: `none: ${stage.name} declares no gate`, ko: `없음: ${stage.name}에 선언된 관문이 없음` })]
}

/** Names with units; a metric and its standard error, which are one measurement, as `tc ± tc_error`. */
export function metricNames(metrics: readonly Metric[]): readonly string[] {
  const names = new Set(metrics.map(({ name }) => name))
  return metrics
    .filter(({ name }) => !(name.endsWith('_error') && names.has(name.slice(0, -'_error'.length))))
    .map(({ name, unit }) => `${name}${names.has(`${name}_error`) ? ` ± ${name}_error` : ''}${unit === undefined ? '' : ` (${unit})`}`)
}

/** `thermalised (required): tau_int < sweeps / 50; else again with sweeps = sweeps * 4, at most 2 times`. */
export function gateLine(gate: Gate, view: View): string {
  const { name, level, check, confidence } = gate
  const { say } = view
  const word = say(
    { required: { en: 'required', ko: '필수' }, expected: { en: 'expected', ko: '기대' }, stretch: { en: 'stretch', ko: '도전' } }[level],
  )
  const sure =
    confidence === usualConfidence ? '' : say({ en: ` at ${formatPercent(confidence)}`, ko: ` 신뢰도 ${formatPercent(confidence)}` })
  const actions = actionsText(gate, view)
  const share = gate.atLeast === undefined ? '' : formatPercent(gate.atLeast)
  const over = share === '' ? '' : say({ en: `, for at least ${share} of the tasks`, ko: `, 작업의 ${share} 이상` })
  return `${name} (${word}${sure}): ${check.source}${over}${actions === '' ? '' : `; ${actions}`}`
}

const usualConfidence = 0.95
