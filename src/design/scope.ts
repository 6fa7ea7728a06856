import { formatCount } from '#report/format.ts'
import type { View } from './view.ts'

/** What the workflow is about and how large it is, in two sentences. */
export function scopeOf(view: View): string {
  const { workflow, plan, say, time, span } = view
  const about = sentence(workflow.question ?? workflow.title ?? workflow.name)
  const tasks = plan.schedule.stages.reduce((sum, { count }) => sum + count, 0)
  const used = plan.schedule.resources.filter(({ usedMs }) => usedMs > 0)
  const names = used.map(({ name }) => name).join(', ')
  const { start, finish } = plan.schedule
  const stages = workflow.stages.length
  return say({
    en: `${about} ${stages} ${stages === 1 ? 'stage' : 'stages'}, ${formatCount(tasks)} ${tasks === 1 ? 'task' : 'tasks'}${names === '' ? '' : `, on ${names}`}; planned from ${time(start)} to ${time(finish)} (${workflow.timezone}), ${span(finish - start)}.`,
    ko: `${about} 단계 ${stages}개, 작업 ${formatCount(tasks)}개${names === '' ? '' : `, 자원 ${names}`}. ${time(start)}부터 ${time(finish)}까지(${workflow.timezone}) ${span(finish - start)} 계획.`,
  })
}

/** With a mark at its end. */
export function sentence(text: string): string {
  return /[.?!。？！…]\s*$/.test(text) ? text.trim() : `${text.trim()}.`
}
