import { formatAmount, formatPercent } from '#report/format.ts'
import type { Charts } from '../charts.ts'
import { bullets, type Part, table } from '../document-part.ts'
import { durationSources, waitsForPeople } from '../performance.ts'
import { conflictLine } from '../resources.ts'
import { firstStart, lastEnd, nameOf, scheduleOf, tasksOf, utilisationOf, type View } from '../view.ts'

export function scheduleSection(view: View, charts: Charts): Part {
  const { workflow, plan, say, time, span } = view
  const critical = new Set(plan.schedule.chain.map(({ stage }) => stage))
  const rows = workflow.stages.map(({ index, name }) => {
    const schedule = scheduleOf(view, index)
    const forecast = plan.forecast?.stages[index]?.finish
    return [
      critical.has(index) ? { strong: name } : name,
      tasksOf(view, index),
      time(firstStart(schedule)),
      time(lastEnd(schedule)),
      ...(forecast === undefined ? [] : [time(forecast.p80)]),
      span(schedule.totalSlackMs),
      span(schedule.freeSlackMs),
    ]
  })
  const head = [
    say({ en: 'Stage', ko: '단계' }),
    say({ en: 'Tasks', ko: '작업' }),
    say({ en: 'Start', ko: '시작' }),
    say({ en: 'End', ko: '종료' }),
    ...(plan.forecast === undefined ? [] : [say({ en: 'End, 80 %', ko: '종료, 80 %' })]),
    say({ en: 'Total slack', ko: '총 여유' }),
    say({ en: 'Free slack', ko: '자유 여유' }),
  ]
  const durations = bullets(durationSources(view))
  const note = say({
    en: `Times are those of ${workflow.timezone}; stages in bold fix the end.`,
    ko: `시각은 ${workflow.timezone} 기준이며, 굵은 단계가 끝을 정합니다.`,
  })
  const how = say({ en: 'How long each task takes, and how that is known:', ko: '작업별 소요 시간과 그 근거:' })
  return {
    heading: { en: 'Schedule', ko: '일정' },
    body: `![${say({ en: 'Gantt chart', ko: '간트 차트' })}](${charts.gantt})\n\n${table(head, rows)}\n\n${note}\n\n${how}\n\n${durations}`,
  }
}

/** Ends of stages that others wait for or that end the study, approvals and bookings, by time. */
export function milestonesSection(view: View): Part {
  const { workflow, say, time } = view
  const marks = workflow.stages.map((stage) => {
    const at = lastEnd(scheduleOf(view, stage.index))
    const delivered = stage.outputs.filter(({ temporary }) => !temporary).map(({ name }) => name)
    const what =
      stage.human?.kind === 'approval'
        ? say({ en: 'approved', ko: '승인' })
        : delivered.length > 0
          ? say({ en: `delivers ${delivered.join(', ')}`, ko: `${delivered.join(', ')} 산출` })
          : say({ en: 'done', ko: '완료' })
    return { at, row: [time(at), stage.name, what, stage.gates.map(({ name }) => name).join(', ')] }
  })
  if (workflow.deadline !== undefined)
    marks.push({ at: workflow.deadline, row: [time(workflow.deadline), workflow.name, say({ en: 'deadline', ko: '마감' }), ''] })
  const head = [
    say({ en: 'When', ko: '언제' }),
    say({ en: 'Stage', ko: '단계' }),
    say({ en: 'Milestone', ko: '이정표' }),
    say({ en: 'Gates', ko: '관문' }),
  ]
  return {
    heading: { en: 'Milestones and deliverables', ko: '이정표와 산출물' },
    body: table(
      head,
      marks.sort((a, b) => a.at - b.at).map(({ row }) => row),
    ),
  }
}

/** Links of a stage in a row that are there for the same reason, as one line. */
interface Stretch {
  readonly stage: number
  readonly tasks: number[]
  readonly from: number
  to: number
  readonly why: string
}

const mostStretches = 40

/** What fixes the end, back to the start. */
export function chainSection(view: View): Part {
  const { say, range, span } = view
  const stretches = stretchesOf(view)
  const rows = stretches.slice(-mostStretches).map(({ stage, tasks, from, to, why }) => {
    const what =
      tasks.length > 1
        ? say({ en: `${nameOf(view, stage)}, ${tasks.length} tasks in a row`, ko: `${nameOf(view, stage)}, 잇따른 작업 ${tasks.length}개` })
        : scheduleOf(view, stage).count > 1
          ? `${nameOf(view, stage)}/${tasks[0] ?? 0}`
          : nameOf(view, stage)
    return [what, range(from, to), span(to - from), why]
  })
  const head = [
    say({ en: 'Task', ko: '작업' }),
    say({ en: 'When', ko: '언제' }),
    say({ en: 'Takes', ko: '소요' }),
    say({ en: 'Not earlier because', ko: '더 이르지 못한 이유' }),
  ]
  const hidden = stretches.length - rows.length
  const more = hidden > 0 ? say({ en: `\n\n${hidden} more come before these.`, ko: `\n\n이 앞에 ${hidden}개가 더 있습니다.` }) : ''
  const intro = say({ en: 'The chain of tasks that fixes the end, resources included:', ko: '자원까지 고려해 끝을 정하는 작업의 사슬:' })
  return { heading: { en: 'Critical chain', ko: '임계 사슬' }, body: `${intro}\n\n${table(head, rows)}${more}` }
}

function stretchesOf(view: View): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const { stage, task, because, resource } of view.plan.schedule.chain) {
    const { starts, ends } = scheduleOf(view, stage)
    const why = reason(because, resource, view)
    const to = ends[task] ?? 0
    const last = stretches.at(-1)
    if (last?.stage === stage && because === 'resource') {
      last.tasks.push(task)
      last.to = to
    } else stretches.push({ stage, tasks: [task], from: starts[task] ?? 0, to, why })
  }
  return stretches
}

function reason(because: View['plan']['schedule']['chain'][number]['because'], resource: string | undefined, { say }: View): string {
  switch (because) {
    case 'start':
      return say({ en: 'it is the first', ko: '첫 작업' })
    case 'precedence':
      return say({ en: 'what it waits for ended then', ko: '기다리던 작업이 그때 끝남' })
    case 'resource':
      return say({ en: `${resource ?? ''} became free then`, ko: `${resource ?? ''}이(가) 그때 비게 됨` })
    case 'calendar':
      return say({ en: `${resource ?? ''} opened then`, ko: `${resource ?? ''}이(가) 그때 열림` })
    case 'release':
      return say({ en: 'the file says not before', ko: '파일이 정한 가장 이른 시각' })
  }
}

export function loadingSection(view: View, charts: Charts): Part {
  const { plan, say, time } = view
  const rows = plan.schedule.resources
    .filter(({ usedMs }) => usedMs > 0)
    .map((use) => [
      use.name,
      formatAmount(use.name, use.capacity),
      formatAmount(use.name, use.peak),
      formatPercent(utilisationOf(use)),
      use.costs.map(({ amount, currency }) => `${Number(amount.toPrecision(4))} ${currency}`).join(', '),
    ])
  const heading = { en: 'Resources', ko: '자원' }
  if (rows.length === 0) return { heading, body: say({ en: 'No stage holds a resource.', ko: '자원을 잡는 단계가 없습니다.' }) }
  const head = [
    say({ en: 'Resource', ko: '자원' }),
    say({ en: 'There is', ko: '있음' }),
    say({ en: 'Most at once', ko: '동시 최대' }),
    say({ en: 'Used', ko: '사용률' }),
    say({ en: 'Cost', ko: '비용' }),
  ]
  const waits = waitsForPeople(view)
  const conflicts = plan.schedule.conflicts.slice(0, 12).map((conflict) => conflictLine(conflict, view))
  const until = say({
    en: `Used: of what is there until ${time(plan.schedule.finish)}.`,
    ko: `사용률은 ${time(plan.schedule.finish)}까지 있는 양에 대한 것입니다.`,
  })
  const lists = [conflicts, waits].filter((list) => list.length > 0).map((list) => `\n\n${bullets(list)}`)
  return {
    heading,
    body: `![${say({ en: 'Load', ko: '부하' })}](${charts.loading})\n\n${table(head, rows)}\n\n${until}${lists.join('')}`,
  }
}
