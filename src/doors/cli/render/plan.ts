import type { PlanAnswer } from '#operations/plan-answer.ts'
import { formatAmount, formatCount, formatDuration, formatNumber, formatPercent, formatTime } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { table } from '../terminal/table.ts'
import { cut, padEnd, widthOf } from '../terminal/width.ts'
import { block } from './status.ts'

type Stage = PlanAnswer['stages'][number]

/** What `pwos plan` shows: the answer, the stages over time, resources, waits, and the what-if table. */
export function renderPlan(plan: PlanAnswer, look: Look): readonly string[] {
  const time = clockOf(plan)
  const lines = [...head(plan, look, time), '', ...chart(plan, look, time)]
  lines.push(...block({ en: 'Resources', ko: '자원' }, resources(plan, look), look))
  lines.push(...block({ en: 'Who waits for whom', ko: '누가 누구를 기다리는지' }, conflicts(plan, look, time), look))
  lines.push(...block({ en: 'Waiting for people', ko: '사람을 기다림' }, waits(plan, look), look))
  if (plan.scenarios.length > 1) lines.push(...block({ en: 'What if', ko: '만약' }, scenarios(plan, look, time), look))
  if (plan.additions !== undefined)
    lines.push(...block({ en: 'To meet the deadline', ko: '마감을 지키려면' }, additions(plan, look, time), look))
  return lines
}

type Clock = (at: number) => string

/** Times in the workflow's zone; with seconds where all is over soon. */
function clockOf({ timezone, makespanMs }: PlanAnswer): Clock {
  const zone = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
  return (at) => {
    const name = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
    return formatTime(at, { offsetMinutes, name: timezone }).slice(0, makespanMs < 7_200_000 ? 19 : 16)
  }
}

function head(plan: PlanAnswer, { speak, paint, language, width }: Look, time: Clock): readonly string[] {
  const { bound, forecast, deadline, costs, makespanMs } = plan
  const span = formatDuration(makespanMs, language)
  const best =
    bound.gap < 0.0005
      ? speak({ en: 'no schedule ends sooner', ko: '더 빨리 끝나는 일정은 없음' })
      : speak({ en: `within ${formatPercent(bound.gap)} of the best possible`, ko: `가능한 최선의 ${formatPercent(bound.gap)} 안` })
  const lines = [
    `${paint.strong(plan.title ?? plan.name)} ${paint.dim(speak({ en: `${plan.stages.length} stages, ${formatCount(plan.tasks)} tasks`, ko: `단계 ${plan.stages.length}개, 작업 ${formatCount(plan.tasks)}개` }))}`,
    speak({
      en: `Ends ${paint.strong(time(plan.finish))} (${plan.timezone}), ${span} after ${time(plan.start)}; ${best}`,
      ko: `종료 ${paint.strong(time(plan.finish))} (${plan.timezone}), ${time(plan.start)}부터 ${span}. ${best}`,
    }),
  ]
  if (forecast !== undefined) {
    const { p50, p80, p95 } = forecast.finish
    const seeds = formatCount(forecast.seeds)
    lines.push(
      speak({
        en: `Of ${seeds} simulated runs half end by ${time(p50)}, 80 % by ${time(p80)}, 95 % by ${time(p95)}`,
        ko: `모의실행 ${seeds}번 중 절반은 ${time(p50)}까지, 80 %는 ${time(p80)}까지, 95 %는 ${time(p95)}까지 끝남`,
      }),
    )
  }
  if (deadline !== undefined) {
    const chance =
      deadline.probability === undefined
        ? ''
        : speak({
            en: `, in ${formatPercent(deadline.probability)} of the simulated runs`,
            ko: `, 모의실행의 ${formatPercent(deadline.probability)}`,
          })
    const said = deadline.met
      ? speak({ en: `Meets the deadline ${time(deadline.at)}${chance}`, ko: `마감 ${time(deadline.at)}을(를) 지킴${chance}` })
      : speak({
          en: `Misses the deadline ${time(deadline.at)} by ${formatDuration(plan.finish - deadline.at, language)}${chance}`,
          ko: `마감 ${time(deadline.at)}보다 ${formatDuration(plan.finish - deadline.at, language)} 늦음${chance}`,
        })
    lines.push(deadline.met && (deadline.probability ?? 1) >= 0.8 ? paint.good(said) : paint.bad(said))
  }
  if (costs.length > 0) lines.push(speak({ en: `Costs ${costText(costs)}`, ko: `비용 ${costText(costs)}` }))
  return lines.map((line) => cut(line, Math.max(width, 60)))
}

function costText(costs: PlanAnswer['costs']): string {
  return costs.map(({ amount, currency }) => `${formatNumber(amount, 4)} ${currency}`).join(', ')
}

const mostStages = 40

/** A line for each stage: name, tasks, when, and a bar in time; `┄` is slack, `│` the deadline. */
function chart(plan: PlanAnswer, look: Look, time: Clock): readonly string[] {
  const { speak, paint, width } = look
  const shown = [...plan.stages]
    .filter(({ tasks }) => tasks > 0)
    .sort((a, b) => a.start - b.start || a.finish - b.finish)
    .slice(0, mostStages)
  const nameWidth = Math.min(24, Math.max(8, ...shown.map(({ name }) => widthOf(name))))
  const counts = shown.map(({ tasks, counted }) => `${counted === 'exact' ? '' : '~'}${formatCount(tasks)}`)
  const countWidth = Math.max(...counts.map(widthOf), 1)
  const chartWidth = Math.max(20, Math.min(60, width - nameWidth - countWidth - 40))
  const length = Math.max(1, plan.finish - plan.start)
  const lines = shown.map((stage, index) => {
    const bar = barOf(stage, plan.start, length, chartWidth)
    const painted = stage.critical ? paint.warn(bar) : paint.busy(bar)
    const when = `${time(stage.start).slice(5)} – ${time(stage.finish).slice(5)}`
    return cut(
      `  ${padEnd(cut(stage.name, nameWidth), nameWidth)} ${(counts[index] ?? '').padStart(countWidth)} ${painted} ${paint.dim(when)}`,
      width,
    )
  })
  const left = plan.stages.length - shown.length
  if (left > 0)
    lines.push(paint.dim(speak({ en: `  … and ${formatCount(left)} more stages`, ko: `  … 그 밖에 단계 ${formatCount(left)}개` })))
  const critical = plan.stages.filter((stage) => stage.critical).map(({ name }) => name)
  lines.push(
    paint.dim(
      cut(speak({ en: `  What fixes the end: ${critical.join(' → ')}`, ko: `  끝을 정하는 단계: ${critical.join(' → ')}` }), width),
    ),
  )
  return lines
}

function barOf({ start, finish, totalSlackMs }: Stage, from: number, length: number, columns: number): string {
  const column = (at: number) => Math.max(0, Math.min(columns, Math.round(((at - from) / length) * columns)))
  const first = Math.min(columns - 1, column(start))
  const last = Math.max(first + 1, column(finish))
  const slack = Math.max(last, column(finish + totalSlackMs))
  return ' '.repeat(first) + '█'.repeat(last - first) + '┄'.repeat(slack - last) + ' '.repeat(Math.max(0, columns - slack))
}

function resources(plan: PlanAnswer, { speak, paint, width }: Look): readonly string[] {
  const used = plan.resources.filter(({ peak }) => peak > 0)
  if (used.length === 0) return []
  const columns = [
    { title: speak({ en: '  Resource', ko: '  자원' }), shrinks: true },
    { title: speak({ en: 'There is', ko: '있음' }), align: 'right' as const },
    { title: speak({ en: 'Most at once', ko: '동시 최대' }), align: 'right' as const },
    { title: speak({ en: 'Used', ko: '사용률' }), align: 'right' as const },
    { title: speak({ en: 'Cost', ko: '비용' }) },
  ]
  const rows = used.map(({ name, capacity, peak, utilisation, costs }) => [
    `  ${name}`,
    formatAmount(name, capacity),
    formatAmount(name, peak),
    formatPercent(utilisation),
    costText(costs),
  ])
  return table(columns, rows, width, paint.dim)
}

const mostLines = 8

function conflicts(plan: PlanAnswer, { speak, language, width }: Look, time: Clock): readonly string[] {
  return plan.conflicts.slice(0, mostLines).map(({ resource, waiting, holding, tasks, from, waitMs, rule }) => {
    const span = formatDuration(waitMs, language)
    const count = formatCount(tasks)
    return cut(
      speak({
        en: `  ${waiting} (${count} ${tasks === 1 ? 'task' : 'tasks'}) for ${holding}: ${resource}, up to ${span} from ${time(from)}; ${rules[rule].en}`,
        ko: `  ${waiting} (작업 ${count}개)이(가) ${holding}을(를): ${resource}, ${time(from)}부터 최대 ${span}; ${rules[rule].ko}`,
      }),
      width,
    )
  })
}

const rules = {
  priority: { en: 'higher priority goes first', ko: '우선순위가 높은 것 먼저' },
  deadline: { en: 'the nearer deadline goes first', ko: '마감이 가까운 것 먼저' },
  criticality: { en: 'the longer way to go goes first', ko: '남은 길이 긴 것 먼저' },
  search: { en: 'this order ends the whole sooner', ko: '이 순서가 전체를 더 빨리 끝냄' },
  booking: { en: 'it is booked', ko: '예약됨' },
  calendar: { en: 'it is closed before', ko: '그 전에는 닫힘' },
}

function waits(plan: PlanAnswer, { speak, language, width }: Look): readonly string[] {
  return plan.waits.slice(0, mostLines).map(({ person, stage, waitMs }) => {
    const [mean, late] = [formatDuration(waitMs.mean, language), formatDuration(waitMs.p95, language)]
    return cut(
      speak({
        en: `  ${stage} for ${person}: ${mean} on average, ${late} in one of twenty runs`,
        ko: `  ${stage}이(가) ${person}을(를): 평균 ${mean}, 스무 번에 한 번은 ${late}`,
      }),
      width,
    )
  })
}

function scenarios(plan: PlanAnswer, { speak, paint, language, width }: Look, time: Clock): readonly string[] {
  const columns = [
    { title: speak({ en: '  Change', ko: '  변경' }), shrinks: true },
    { title: speak({ en: 'Makespan', ko: '전체 시간' }), align: 'right' as const },
    { title: speak({ en: 'Ends', ko: '종료' }) },
    { title: speak({ en: 'By 80 %', ko: '80 %' }) },
    { title: speak({ en: 'In time', ko: '기한 내' }), align: 'right' as const },
    { title: speak({ en: 'Cost', ko: '비용' }), align: 'right' as const },
    { title: speak({ en: 'Busiest', ko: '가장 바쁨' }) },
  ]
  const rows = plan.scenarios.map(({ change, makespanMs, finish, p80, deadlineProbability, costs, bottleneck }) => [
    `  ${change === '' ? speak({ en: 'as planned', ko: '계획대로' }) : change}`,
    formatDuration(makespanMs, language),
    time(finish),
    p80 === undefined ? '' : time(p80),
    deadlineProbability === undefined ? '' : formatPercent(deadlineProbability),
    costText(costs),
    bottleneck === undefined ? '' : `${bottleneck.name} ${formatPercent(bottleneck.utilisation)}`,
  ])
  return table(columns, rows, width, paint.dim)
}

function additions(plan: PlanAnswer, { speak, paint }: Look, time: Clock): readonly string[] {
  if (plan.deadline === undefined)
    return [paint.warn(speak({ en: '  The workflow has no deadline.', ko: '  워크플로에 마감이 없습니다.' }))]
  const found = plan.additions ?? []
  if (plan.deadline.met && (plan.deadline.probability ?? 1) >= 0.8)
    return [paint.good(speak({ en: '  Nothing need be added.', ko: '  더할 것이 없습니다.' }))]
  if (found.length === 0)
    return [
      paint.bad(
        speak({
          en: '  No single addition that was tried is enough: the work itself must become shorter.',
          ko: '  시도한 어떤 추가도 충분하지 않습니다. 작업 자체를 줄여야 합니다.',
        }),
      ),
    ]
  return found.map(({ change, finish, p80 }) => {
    const late = p80 === undefined ? '' : speak({ en: `, 80 % by ${time(p80)}`, ko: `, 80 %는 ${time(p80)}까지` })
    return `  ${change}  ${paint.dim(speak({ en: `ends ${time(finish)}${late}`, ko: `종료 ${time(finish)}${late}` }))}`
  })
}
