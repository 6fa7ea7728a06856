import type { PlanAnswer } from '#operations/plan-answer.ts'
import { formatAmount, formatCount, formatDuration, formatPercent } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { type Column, table } from '../terminal/table.ts'
import { cut, harmless, padEnd, widthOf, wrap } from '../terminal/width.ts'
import { type Clock, clockOf } from './plan-clock.ts'
import { costText, renderPlanHead } from './plan-head.ts'
import { block } from './status.ts'

type Stage = PlanAnswer['stages'][number]

/** What `pwos plan` shows: the answer, the stages over time, resources, waits, and the what-if table. */
export function renderPlan(plan: PlanAnswer, look: Look): readonly string[] {
  const clock = clockOf(plan)
  const lines = [...renderPlanHead(plan, look, clock), '', ...chart(plan, look, clock)]
  lines.push(...block({ en: 'Resources', ko: '자원' }, resources(plan, look), look))
  lines.push(...block({ en: 'Decisions', ko: '결정' }, decisions(plan, look), look))
  lines.push(...block({ en: 'Who waits for whom', ko: '누가 누구를 기다리는지' }, conflicts(plan, look, clock), look))
  lines.push(...block({ en: 'Waiting for people', ko: '사람을 기다림' }, waits(plan, look), look))
  lines.push(...block({ en: 'Waiting in the queue', ko: '대기열에서 기다림' }, queues(plan, look), look))
  lines.push(...block({ en: 'Repeated by gates', ko: '관문 때문에 반복' }, repeats(plan, look), look))
  lines.push(...block({ en: 'Left by the newest run', ko: '최근 실행에서 남은 것' }, issues(plan, look), look))
  if (plan.scenarios.length > 1) lines.push(...block({ en: 'What if', ko: '만약' }, scenarios(plan, look, clock), look))
  if (plan.additions !== undefined)
    lines.push(...block({ en: 'To meet the deadline', ko: '마감을 지키려면' }, additions(plan, look, clock), look))
  return lines
}

function issues({ issues: left }: PlanAnswer, { speak, width }: Look): readonly string[] {
  return left.flatMap(({ says }) => wrap(`  ${harmless(speak(says))}`, width))
}

const alike = {
  size: { en: 'jobs of about this size in this partition', ko: '이 파티션에서 크기가 비슷한 작업' },
  partition: { en: 'jobs in this partition', ko: '이 파티션의 작업' },
  cluster: { en: 'jobs on this cluster', ko: '이 클러스터의 작업' },
}

/** How long jobs waited in earlier runs; the forecast draws it. */
function queues({ stages }: PlanAnswer, { speak, width, language }: Look): readonly string[] {
  return stages.flatMap(({ name, queue }) => {
    if (queue === undefined) return []
    const [mean, low, high] = [queue.expectedMs, queue.p05, queue.p95].map((ms) => formatDuration(ms, language))
    const [tasks, runs, like] = [formatCount(queue.tasks), formatCount(queue.runs), alike[queue.like]]
    return wrap(
      speak({
        en: `  ${name}: ${mean} (${low} to ${high}), learned from ${tasks} ${like.en}, of ${runs} ${queue.runs === 1 ? 'run' : 'runs'}`,
        ko: `  ${name}: ${mean} (${low}~${high}), 실행 ${runs}번의 ${like.ko} ${tasks}개에서 배움`,
      }),
      width,
    )
  })
}

/** What earlier runs say of the gates that repeat tasks; the forecast draws it. */
function repeats({ stages }: PlanAnswer, { speak, width }: Look): readonly string[] {
  return stages.flatMap(({ name, repeats: found }) =>
    (found?.gates ?? []).flatMap(({ gate, tasks }) => {
      const of = found?.tasks ?? 0
      const [share, longer] = [formatPercent(tasks / Math.max(1, of)), formatPercent((found?.factor ?? 1) - 1)]
      return wrap(
        speak({
          en: `  ${name}: ${gate} in ${share} of tasks (${tasks} of ${formatCount(of)} measured), which makes them ${longer} longer on average`,
          ko: `  ${name}: ${gate} 작업의 ${share}(측정 ${formatCount(of)}개 중 ${tasks}개), 평균 ${longer} 길어짐`,
        }),
        width,
      )
    }),
  )
}

const mostStages = 40

/** A line for each stage: name, tasks, when, and a bar in time; `┄` is slack, `│` the deadline. */
function chart(plan: PlanAnswer, look: Look, { range }: Clock): readonly string[] {
  const { speak, paint, width } = look
  const shown = [...plan.stages]
    .filter(({ tasks }) => tasks > 0)
    .sort((a, b) => a.start - b.start || a.finish - b.finish)
    .slice(0, mostStages)
  const nameWidth = Math.min(24, Math.max(8, ...shown.map(({ name }) => widthOf(name))))
  const counts = shown.map(({ tasks, counted }) => `${counted === 'exact' ? '' : '~'}${formatCount(tasks)}`)
  const countWidth = Math.max(...counts.map(widthOf), 1)
  const whens = shown.map(({ start, finish }) => range(start, finish))
  const chartWidth = Math.max(12, Math.min(60, width - nameWidth - countWidth - Math.max(0, ...whens.map(widthOf)) - 5))
  const length = Math.max(1, plan.finish - plan.start)
  const lines = shown.map((stage, index) => {
    const bar = barOf(stage, plan.start, length, chartWidth)
    const painted = stage.critical ? paint.warn(bar) : paint.busy(bar)
    return cut(
      `  ${padEnd(cut(stage.name, nameWidth), nameWidth)} ${(counts[index] ?? '').padStart(countWidth)} ${painted} ${paint.dim(whens[index] ?? '')}`,
      width,
    )
  })
  const left = plan.stages.length - shown.length
  if (left > 0)
    lines.push(paint.dim(speak({ en: `  … and ${formatCount(left)} more stages`, ko: `  … 그 밖에 단계 ${formatCount(left)}개` })))
  const critical = plan.stages.filter((stage) => stage.critical).map(({ name }) => name)
  const chain = critical.join(' → ')
  lines.push(
    ...wrap(speak({ en: `  What fixes the end: ${chain}`, ko: `  끝을 정하는 단계: ${chain}` }), width).map((line) => paint.dim(line)),
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

/** What is expected of decisions that only results can make, and how that is known. */
function decisions(plan: PlanAnswer, { speak, width }: Look): readonly string[] {
  const sources = {
    stated: { en: 'as the file says', ko: '파일의 값' },
    history: { en: 'from earlier runs', ko: '이전 실행에서' },
    assumed: { en: 'assumed: nothing is known', ko: '알려진 것이 없어 같다고 가정' },
  }
  return plan.decisions.flatMap(({ stage, source, branches }) => {
    const shown = branches.map(({ name, chance, expected }) => `${expected ? '→ ' : ''}${name} ${formatPercent(chance)}`).join(', ')
    return wrap(`  ${stage}: ${shown} (${speak(sources[source])})`, width)
  })
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
  return tableOf(columns, rows, width, paint.dim)
}

/** Without the columns in which nothing stands. */
function tableOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  head: (text: string) => string,
): readonly string[] {
  const isFull = columns.map((_, index) => rows.some((row) => (row[index] ?? '') !== ''))
  const kept = (row: readonly string[]) => row.filter((_, index) => isFull[index])
  return table(
    columns.filter((_, index) => isFull[index]),
    rows.map(kept),
    width,
    head,
  )
}

const mostLines = 8

function conflicts(plan: PlanAnswer, { speak, language, width }: Look, { range }: Clock): readonly string[] {
  const kinds = new Map(plan.resources.map(({ name, kind }) => [name, kind]))
  return (
    plan.conflicts
      // That a fan-out waits for itself on computers is what its chart shows already.
      .filter(({ waiting, holding, resource }) => waiting !== holding || kinds.get(resource) !== 'pool')
      .slice(0, mostLines)
      .flatMap(({ resource, waiting, holding, tasks, from, waitMs, rule }) => {
        const span = formatDuration(waitMs, language)
        const count = formatCount(tasks)
        const what = { en: `${waiting} (${count} ${tasks === 1 ? 'task' : 'tasks'})`, ko: `${waiting} (작업 ${count}개)` }
        const when = { en: `up to ${span}, ${range(from, from + waitMs)}`, ko: `최대 ${span}, ${range(from, from + waitMs)}` }
        const said =
          rule === 'calendar'
            ? { en: `${what.en} until ${resource} is there: ${when.en}`, ko: `${what.ko}: ${resource}이(가) 올 때까지 ${when.ko}` }
            : waiting === holding
              ? { en: `${what.en} for each other: ${resource}, ${when.en}`, ko: `${what.ko}, 서로를: ${resource}, ${when.ko}` }
              : {
                  en: `${what.en} for ${holding}: ${resource}, ${when.en}; ${rules[rule].en}`,
                  ko: `${what.ko}, ${holding}을(를): ${resource}, ${when.ko}. ${rules[rule].ko}`,
                }
        return wrap(`  ${speak(said)}`, width)
      })
  )
}

const rules = {
  priority: { en: 'higher priority goes first', ko: '우선순위가 높은 것 먼저' },
  deadline: { en: 'the nearer deadline goes first', ko: '마감이 가까운 것 먼저' },
  criticality: { en: 'the longer way to go goes first', ko: '남은 길이 긴 것 먼저' },
  search: { en: 'this order ends the whole sooner', ko: '이 순서가 전체를 더 빨리 끝냄' },
  booking: { en: 'it is booked', ko: '예약됨' },
}

function waits(plan: PlanAnswer, { speak, language, width }: Look): readonly string[] {
  return plan.waits.slice(0, mostLines).flatMap(({ person, stage, waitMs }) => {
    const [mean, late] = [formatDuration(waitMs.mean, language), formatDuration(waitMs.p95, language)]
    const said = speak({
      en: `  ${stage} for ${person}: ${mean} on average, ${late} in one of twenty runs`,
      ko: `  ${stage}, ${person}을(를): 평균 ${mean}, 스무 번에 한 번은 ${late}`,
    })
    return wrap(said, width)
  })
}

function scenarios(plan: PlanAnswer, { speak, paint, language, width }: Look, { short }: Clock): readonly string[] {
  const columns = [
    { title: speak({ en: '  Change', ko: '  변경' }), shrinks: true },
    { title: speak({ en: 'Makespan', ko: '전체 시간' }), align: 'right' as const },
    { title: speak({ en: 'Ends', ko: '종료' }) },
    { title: speak({ en: 'By 80 %', ko: '80 %' }) },
    { title: speak({ en: 'In time', ko: '기한 내' }), align: 'right' as const },
    { title: speak({ en: 'Cost', ko: '비용' }), align: 'right' as const },
    { title: speak({ en: 'Busiest', ko: '가장 바쁨' }) },
  ]
  const isCertain = plan.scenarios.every(({ finish, p80 }) => p80 === undefined || Math.abs(p80 - finish) < 1000)
  const rows = plan.scenarios.map(({ change, makespanMs, finish, p80, deadlineProbability, costs, bottleneck }) => [
    `  ${change === '' ? speak({ en: 'as planned', ko: '계획대로' }) : change}`,
    formatDuration(makespanMs, language),
    short(finish),
    p80 === undefined || isCertain ? '' : short(p80),
    deadlineProbability === undefined ? '' : formatPercent(deadlineProbability),
    costText(costs),
    bottleneck === undefined ? '' : `${bottleneck.name} ${formatPercent(bottleneck.utilisation)}`,
  ])
  return tableOf(columns, rows, width, paint.dim)
}

function additions(plan: PlanAnswer, { speak, paint }: Look, { short }: Clock): readonly string[] {
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
    const late = p80 === undefined ? '' : speak({ en: `, 80 % by ${short(p80)}`, ko: `, 80 %는 ${short(p80)}까지` })
    return `  ${change}  ${paint.dim(speak({ en: `ends ${short(finish)}${late}`, ko: `종료 ${short(finish)}${late}` }))}`
  })
}
