import { formatCount } from '#report/format.ts'
import type { View } from './view.ts'

/** What the workflow is about and how large it is, in two sentences. */
export function scopeOf(view: View): string {
  const { workflow, plan, say, time, span } = view
  const about = workflow.question ?? workflow.title ?? workflow.name
  const tasks = plan.schedule.stages.reduce((sum, { count }) => sum + count, 0)
  const used = plan.schedule.resources.filter(({ usedMs }) => usedMs > 0)
  const with_ = used.map(({ name }) => name).join(', ')
  const { start, finish } = plan.schedule
  const stages = workflow.stages.length
  return say({
    en: `${about} ${stages} stages, ${formatCount(tasks)} tasks, on ${with_}; planned from ${time(start)} to ${time(finish)} (${workflow.timezone}), ${span(finish - start)}.`,
    ko: `${about} 단계 ${stages}개, 작업 ${formatCount(tasks)}개, 자원 ${with_}. ${time(start)}부터 ${time(finish)}까지(${workflow.timezone}) ${span(finish - start)} 계획.`,
  })
}
