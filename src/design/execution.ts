import type { ErrorRule, Stage } from '#model/workflow.ts'
import type { StageSchedule } from '#plan/schedule.ts'
import { formatCount } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { retryText } from './gate-actions.ts'
import { allBehind, firstStart, lastEnd, nameOf, orWhyEmpty, scheduleOf, stageNames, tasksOf, type View } from './view.ts'

type Execution = Block['orchestration_strategy']['execution_management']

/** What starts the study, what leads from stage to stage, what runs side by side, and what is done when something fails. */
export function executionOf(view: View): Execution {
  return {
    workflow_initiation: [...initiation(view)],
    stage_transitions: [
      ...orWhyEmpty(transitions(view), view, (stages) => ({
        en: `none: of ${stages} none waits for another one`,
        ko: `없음: ${stages} 가운데 다른 단계를 기다리는 것이 없음`,
      })),
    ],
    parallel_execution: [
      ...orWhyEmpty(parallel(view), view, (stages) => ({
        en: `none: the tasks of ${stages} go one after the other, since each waits for the one before or for the same resource`,
        ko: `없음: ${stages}의 작업은 앞 작업이나 같은 자원을 기다리므로 하나씩 진행됨`,
      })),
    ],
    error_recovery: [
      ...orWhyEmpty(recovery(view), view, (stages) => ({
        en: `none: ${stages} run no program and ask nobody, so nothing of them can fail but a gate`,
        ko: `없음: ${stages}에는 실행할 프로그램도 사람의 일도 없어 관문 말고는 실패할 것이 없음`,
      })),
    ],
  }
}

/** How and when it starts, and with what. */
export function initiation(view: View): readonly string[] {
  const { plan, workflow, say, time, file } = view
  const first = workflow.stages.filter(({ dependencies }) => dependencies.length === 0)
  const names = stageNames(view, first)
  const lines = [
    say({
      en: `by hand: pwos run ${file}, planned for ${time(plan.schedule.start)} (${workflow.timezone})`,
      ko: `직접: pwos run ${file}, ${time(plan.schedule.start)} 예정 (${workflow.timezone})`,
    }),
    say({
      en: `begins with ${names}: ${first.length === 1 ? 'it waits' : 'they wait'} for no other stage`,
      ko: `다른 단계를 기다리지 않는 ${names}부터 시작`,
    }),
  ]
  for (const { name, notBefore, bookedAt } of workflow.stages) {
    if (bookedAt !== undefined)
      lines.push(say({ en: `${name} is booked for ${time(bookedAt)}`, ko: `${name}은(는) ${time(bookedAt)}에 예약됨` }))
    else if (notBefore !== undefined)
      lines.push(say({ en: `${name} does not begin before ${time(notBefore)}`, ko: `${name}은(는) ${time(notBefore)} 전에 시작하지 않음` }))
  }
  return lines
}

/** When each stage starts, and on what condition. */
export function transitions(view: View): readonly string[] {
  const { workflow, say, time } = view
  return workflow.stages
    .filter(({ dependencies }) => dependencies.length > 0)
    .map((stage) => {
      const waits = stage.dependencies.map(({ stage: from, kind }) => {
        const name = nameOf(view, from)
        if (kind === 'element')
          return say({ en: `for each task of ${name} as soon as that one is done`, ko: `${name}의 각 작업이 끝나는 대로 그 작업에 대해` })
        return scheduleOf(view, from).count > 1
          ? say({ en: `when all ${tasksOf(view, from)} of ${name} are done`, ko: `${name}의 ${tasksOf(view, from)}가 모두 끝나면` })
          : say({ en: `when ${name} is done`, ko: `${name}이(가) 끝나면` })
      })
      const condition = stage.when === undefined ? '' : say({ en: `, if ${stage.when.source}`, ko: `, 단 ${stage.when.source}일 때` })
      const at = time(firstStart(scheduleOf(view, stage.index)))
      return say({
        en: `${stage.name} starts ${waits.join(' and ')}${condition}; first at ${at}`,
        ko: `${stage.name} 시작: ${waits.join(', ')}${condition}. 처음은 ${at}`,
      })
    })
}

/** Fan-outs with how many of their tasks run at once, and stages that run side by side. */
export function parallel(view: View): readonly string[] {
  const { workflow, say, span } = view
  const lines: string[] = []
  for (const { index, name } of workflow.stages) {
    const schedule = scheduleOf(view, index)
    const width = mostAtOnce(schedule.starts, schedule.ends)
    if (schedule.count < 2 || width < 2) continue
    const during = span(lastEnd(schedule) - firstStart(schedule))
    lines.push(
      say({
        en: `${name}: ${formatCount(schedule.count)} tasks, up to ${formatCount(width)} at once, ${during} in all`,
        ko: `${name}: 작업 ${formatCount(schedule.count)}개, 동시에 최대 ${formatCount(width)}개, 모두 ${during}`,
      }),
    )
  }
  for (const { a, b, both } of overlapping(view))
    lines.push(say({ en: `${a} and ${b} run side by side, ${both}`, ko: `${a}, ${b} 함께 진행, ${both}` }))
  return lines
}

/** Pairs of stages of which tasks run at the same moment; the first few. */
function overlapping(view: View): readonly { readonly a: string; readonly b: string; readonly both: string }[] {
  const pairs: { a: string; b: string; both: string }[] = []
  const { stages } = view.workflow
  for (const a of stages) {
    for (const b of stages.slice(a.index + 1)) {
      if (pairs.length >= mostPairs) return pairs
      const [one, other] = [scheduleOf(view, a.index), scheduleOf(view, b.index)]
      const [from, to] = [Math.max(firstStart(one), firstStart(other)), Math.min(lastEnd(one), lastEnd(other))]
      if (from < to && isEverBoth(one, other)) pairs.push({ a: a.name, b: b.name, both: view.range(from, to) })
    }
  }
  return pairs
}

/** Whether a task of one runs while a task of the other does. */
function isEverBoth(one: StageSchedule, other: StageSchedule): boolean {
  const tasks = [one, other].flatMap(({ starts, ends }, which) =>
    Array.from(starts, (from, task) => ({ which, from, to: ends[task] ?? from })),
  )
  const until = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  return tasks
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from)
    .some(({ which, from, to }) => {
      const meets = (until[1 - which] ?? 0) > from
      until[which] = Math.max(until[which] ?? 0, to)
      return meets
    })
}

const mostPairs = 6

/** Most intervals at one moment; one that begins when another ends does not overlap it. */
export function mostAtOnce(starts: Float64Array, ends: Float64Array): number {
  const begins = starts.slice().sort()
  const finishes = ends.slice().sort()
  let over = 0
  let most = 0
  begins.forEach((at, begun) => {
    while ((finishes[over] ?? Number.POSITIVE_INFINITY) <= at) over++
    most = Math.max(most, begun + 1 - over)
  })
  return most
}

/** What is done about failures, by stage; for a stage without a rule, what its failure keeps from running. */
export function recovery(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap((stage) => {
    if (stage.run === undefined && stage.human === undefined) return []
    if (stage.onError.length > 0) return stage.onError.map((rule) => ruleLine(stage, rule, view))
    const behind = stageNames(view, allBehind(view, stage.index))
    const lost =
      behind === '' ? say({ en: 'the study fails', ko: '연구가 실패함' }) : say({ en: `${behind} cannot run`, ko: `${behind} 실행 불가` })
    return [
      say({
        en: `${stage.name}: no rule for errors; when ${taskText(view, stage.index)} fails, ${lost} until pwos retry`,
        ko: `${stage.name}: 오류 규칙 없음. ${taskText(view, stage.index)} 실패하면 pwos retry까지 ${lost}`,
      }),
    ]
  })
}

function taskText(view: View, stage: number): string {
  const { count } = scheduleOf(view, stage)
  return count === 1
    ? view.say({ en: 'it', ko: '이 작업이' })
    : view.say({ en: `any of its ${formatCount(count)} tasks`, ko: `작업 ${formatCount(count)}개 중 하나라도` })
}

function ruleLine(stage: Stage, { causes, exitCodes, matches, action }: ErrorRule, view: View): string {
  const { say } = view
  const on = [...causes, ...exitCodes.map((code) => `exit ${code}`), ...(matches === undefined ? [] : [`/${matches}/`])].join(', ')
  const when = on === '' ? say({ en: 'any failure', ko: '모든 실패' }) : on
  if (action.kind === 'fail') return say({ en: `${stage.name}, ${when}: fails at once`, ko: `${stage.name}, ${when}: 바로 실패` })
  if (action.kind === 'ignore')
    return say({ en: `${stage.name}, ${when}: goes on without that task`, ko: `${stage.name}, ${when}: 그 작업 없이 계속` })
  return `${stage.name}, ${when}: ${retryText(action.retry, view)}`
}
