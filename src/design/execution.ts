import type { ErrorRule, Stage } from '#model/workflow.ts'
import { formatCount } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { allBehind, firstStart, lastEnd, listed, nameOf, orWhyEmpty, scheduleOf, type View } from './view.ts'

type Execution = Block['orchestration_strategy']['execution_management']

/** What starts the study, what leads from stage to stage, what runs side by side, and what is done when something fails. */
export function executionOf(view: View): Execution {
  return {
    workflow_initiation: [...initiation(view)],
    stage_transitions: [
      ...orWhyEmpty(transitions(view), view, { en: 'none: no stage waits for another one', ko: '없음: 다른 단계를 기다리는 단계가 없음' }),
    ],
    parallel_execution: [
      ...orWhyEmpty(parallel(view), view, {
        en: 'none: one task after the other, since each waits for the one before or for the same resource',
        ko: '없음: 앞 작업이나 같은 자원을 기다리므로 작업이 하나씩 진행됨',
      }),
    ],
    error_recovery: [...recovery(view)],
  }
}

function initiation(view: View): readonly string[] {
  const { plan, workflow, say, time, file } = view
  const first = workflow.stages.filter(({ dependencies }) => dependencies.length === 0)
  const names = listed(
    first.map(({ name }) => name),
    view,
  )
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

function transitions(view: View): readonly string[] {
  const { workflow, say, time } = view
  return workflow.stages
    .filter(({ dependencies }) => dependencies.length > 0)
    .map((stage) => {
      const waits = stage.dependencies.map(({ stage: from, kind }) =>
        kind === 'element'
          ? say({
              en: `each task when that task of ${nameOf(view, from)} is done`,
              ko: `${nameOf(view, from)}의 같은 작업이 끝나는 대로 각 작업`,
            })
          : say({ en: `when all of ${nameOf(view, from)} is done`, ko: `${nameOf(view, from)}이(가) 모두 끝나면` }),
      )
      const condition = stage.when === undefined ? '' : say({ en: `, if ${stage.when.source}`, ko: `, 단 ${stage.when.source}일 때` })
      const at = time(firstStart(scheduleOf(view, stage.index)))
      return say({
        en: `${stage.name} starts ${waits.join(' and ')}${condition}: planned ${at}`,
        ko: `${stage.name} 시작: ${waits.join(', ')}${condition}. ${at} 계획`,
      })
    })
}

function parallel(view: View): readonly string[] {
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
  for (const [a, b] of overlapping(view))
    lines.push(say({ en: `${a} and ${b} run side by side for part of the time`, ko: `${a}와(과) ${b}은(는) 일부 시간 동안 함께 진행` }))
  return lines
}

/** Pairs of stages, neither of which waits for the other, whose planned times overlap; the first few. */
function overlapping(view: View): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = []
  const { stages } = view.workflow
  for (const a of stages) {
    const behind = new Set(allBehind(view, a.index).map(({ index }) => index))
    for (const b of stages.slice(a.index + 1)) {
      if (pairs.length >= mostPairs) return pairs
      if (behind.has(b.index) || allBehind(view, b.index).includes(a)) continue
      const [one, other] = [scheduleOf(view, a.index), scheduleOf(view, b.index)]
      if (Math.max(firstStart(one), firstStart(other)) < Math.min(lastEnd(one), lastEnd(other))) pairs.push([a.name, b.name])
    }
  }
  return pairs
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

function recovery(view: View): readonly string[] {
  const { workflow, say } = view
  const lines = workflow.stages.flatMap((stage) =>
    stage.onError.length > 0 ? stage.onError.map((rule) => ruleLine(stage, rule, view)) : [],
  )
  const without = workflow.stages.filter(({ onError, human, run }) => onError.length === 0 && (run !== undefined || human !== undefined))
  for (const stage of without) {
    const behind = allBehind(view, stage.index).map(({ name }) => name)
    const lost =
      behind.length === 0
        ? say({ en: 'the study fails', ko: '연구가 실패함' })
        : say({ en: `${listed(behind, view)} cannot run`, ko: `${listed(behind, view)}을(를) 할 수 없음` })
    lines.push(
      say({
        en: `${stage.name}: no rule; when a task fails, ${lost} until pwos retry`,
        ko: `${stage.name}: 규칙 없음. 작업이 실패하면 pwos retry까지 ${lost}`,
      }),
    )
  }
  const machines = workflow.stages.filter(({ run }) => run !== undefined).map(({ name }) => name)
  if (machines.length > 0) {
    lines.push(
      say({
        en: `${listed(machines, view)}: what is lost, preempted or on a failed node runs again, up to 10 times, beside all other budgets`,
        ko: `${listed(machines, view)}: 잃어버린 작업, 선점, 노드 고장은 다른 한도와 별도로 최대 10번 다시 실행`,
      }),
    )
  }
  return lines
}

function ruleLine(stage: Stage, { causes, exitCodes, matches, action }: ErrorRule, { say }: View): string {
  const on = [...causes, ...exitCodes.map((code) => `exit ${code}`), ...(matches === undefined ? [] : [`/${matches}/`])].join(', ')
  const when = on === '' ? say({ en: 'any failure', ko: '모든 실패' }) : on
  if (action.kind === 'fail') return say({ en: `${stage.name}, ${when}: fails at once`, ko: `${stage.name}, ${when}: 바로 실패` })
  if (action.kind === 'ignore')
    return say({ en: `${stage.name}, ${when}: goes on without that task`, ko: `${stage.name}, ${when}: 그 작업 없이 계속` })
  const { retry } = action
  const changes = [
    ...retry.with.map((one) => `${one.name} = ${one.value.source.trim()}`),
    ...retry.needs.map((one) => `${one.pool} = ${one.amount.source.trim()}`),
  ].join(', ')
  return say({
    en: `${stage.name}, ${when}: again${changes === '' ? '' : ` with ${changes}`}, at most ${retry.atMost} ${retry.atMost === 1 ? 'time' : 'times'}`,
    ko: `${stage.name}, ${when}: ${changes === '' ? '' : `${changes}(으)로 `}최대 ${retry.atMost}번 다시`,
  })
}
