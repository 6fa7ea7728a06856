import { formatPercent } from '#report/format.ts'
import { moreLine } from './resources.ts'
import { firstStart, nameOf, scheduleOf, type View } from './view.ts'

/** The one thing to do next: mend what is wrong, else make the deadline reachable, else book who and what is needed, else run. */
export function nextActionOf(view: View): string {
  const { plan, workflow, findings, say, time, file } = view
  const wrong = findings.find(({ weight }) => weight === 'wrong')
  if (wrong !== undefined) return `${say(wrong.message)} ${say(wrong.fix)} (${wrong.rule})`
  const [missed] = plan.schedule.missed
  const more = plan.sensitivities.find((one) => one.kind === 'more' && one.finish < plan.schedule.finish)
  if (missed !== undefined) {
    const what = missed.stage === undefined ? workflow.name : nameOf(view, missed.stage)
    const help = more?.kind === 'more' ? ` ${moreLine(more, view)}.` : ''
    return say({
      en: `Add resources or move the deadline: ${what} is planned ${view.span(missed.byMs)} past ${time(missed.deadline)}.${help} pwos plan ${file} --deadline says what is the least to add.`,
      ko: `자원을 늘리거나 마감을 옮기세요: ${what}이(가) ${time(missed.deadline)}보다 ${view.span(missed.byMs)} 늦습니다.${help} 최소한 무엇을 더해야 하는지는 pwos plan ${file} --deadline이 알려 줍니다.`,
    })
  }
  const chance = plan.forecast?.deadline?.probability
  if (chance !== undefined && chance < 0.8)
    return say({
      en: `Make the deadline safer before starting: it is met in ${formatPercent(chance)} of simulated runs only. pwos plan ${file} --deadline says what is the least to add.`,
      ko: `시작하기 전에 마감에 여유를 두세요: 모의실행의 ${formatPercent(chance)}에서만 지킵니다. 최소한 무엇을 더해야 하는지는 pwos plan ${file} --deadline이 알려 줍니다.`,
    })
  const bookings = bookingsOf(view)
  if (bookings.length > 0)
    return say({
      en: `Book ${bookings.join('; ')}; then pwos run ${file}.`,
      ko: `${bookings.join('; ')} 예약 후 pwos run ${file}.`,
    })
  return `pwos run ${file}`
}

/** Instruments and people, with the time at which each is first needed. */
function bookingsOf(view: View): readonly string[] {
  const { plan, workflow, time } = view
  const first = new Map<string, number>()
  const note = (name: string, at: number) => first.set(name, Math.min(first.get(name) ?? Number.POSITIVE_INFINITY, at))
  const instruments = new Set(workflow.instruments.map(({ name }) => name))
  for (const { index, needs } of workflow.stages) {
    const schedule = scheduleOf(view, index)
    for (const { pool } of needs) if (instruments.has(pool)) note(pool, firstStart(schedule))
    for (const person of new Set(schedule.people.flat())) note(plan.schedule.resources[person]?.name ?? '', firstStart(schedule))
  }
  return [...first].sort(([, a], [, b]) => a - b).map(([name, at]) => `${name} (${time(at)})`)
}
