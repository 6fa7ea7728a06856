import { type Markup, markup, trusted } from '#report/markup.ts'
import { chartStyle } from './chart-style.ts'
import { mostAtOnce } from './execution.ts'
import { type TimeScale, timeScale } from './time-scale.ts'
import { firstStart, lastEnd, scheduleOf, tasksOf, type View } from './view.ts'

const left = 190
const width = 780
const right = 30
const laneHeight = 9
const rowGap = 12
const mostBars = 200
const mostLanes = 6
const columns = 260

/** The schedule as a Gantt chart: a row for each stage, by start; a standalone SVG. */
export function drawGantt(view: View): string {
  const { plan, workflow, say } = view
  const { schedule, forecast } = plan
  const to = Math.max(schedule.finish, forecast?.finish.p95 ?? 0, workflow.deadline !== undefined && isNear(view) ? workflow.deadline : 0)
  const scale = timeScale(schedule.start, to, { left, width, mostTicks: 8, offset: view.offset })
  const rows = [...workflow.stages]
    .filter(({ index }) => scheduleOf(view, index).count > 0)
    .sort((a, b) => firstStart(scheduleOf(view, a.index)) - firstStart(scheduleOf(view, b.index)) || a.index - b.index)
  let y = 34
  const drawn = rows.map(({ index }) => {
    const { markup: row, height } = rowOf(index, y, scale, view)
    y += height + rowGap
    return row
  })
  const height = y + 34
  const title = say({ en: `Schedule of ${workflow.name}`, ko: `${workflow.name} 일정` })
  return `${
    markup`<svg xmlns="http://www.w3.org/2000/svg" class="pwos-chart" viewBox="0 0 ${left + width + right} ${height}" width="${left + width + right}" height="${height}" role="img" aria-label="${title}">
<style>${trusted(chartStyle)}</style><rect class="paper" width="100%" height="100%"/>
${axis(scale, y + 4)}${drawn}${deadlineLine(view, scale, y)}${legend(view, y + 24)}
</svg>
`.text
  }`
}

/** A deadline far behind the finish would squeeze the chart into a corner. */
function isNear({ plan, workflow }: View): boolean {
  const { start, finish } = plan.schedule
  return workflow.deadline !== undefined && workflow.deadline - start < 2 * Math.max(1, finish - start)
}

export function axis(scale: TimeScale, bottom: number): Markup {
  return markup`${scale.ticks.map(({ at, label }) => {
    const x = scale.x(at).toFixed(1)
    return markup`<line class="tick" x1="${x}" x2="${x}" y1="24" y2="${bottom}"/><text x="${x}" y="17" text-anchor="middle">${label}</text>`
  })}`
}

function rowOf(stage: number, y: number, scale: TimeScale, view: View): { readonly markup: Markup; readonly height: number } {
  const schedule = scheduleOf(view, stage)
  const { name, title } = view.workflow.stages[stage] ?? { name: '', title: undefined }
  const lanes = mostAtOnce(schedule.starts, schedule.ends)
  const isFew = schedule.count <= mostBars && lanes <= mostLanes
  const height = Math.max(26, isFew ? lanes * laneHeight + 4 : 30)
  const critical = new Set(view.plan.schedule.chain.filter((link) => link.stage === stage).map(({ task }) => task))
  const shape = isFew ? barsOf(stage, y, scale, view, critical) : areaOf(stage, y, height, scale, view)
  const slackTo = Math.min(scale.to, lastEnd(schedule) + schedule.totalSlackMs)
  const middle = y + height / 2
  const slack =
    slackTo > lastEnd(schedule) &&
    markup`<line class="slack" x1="${scale.x(lastEnd(schedule)).toFixed(1)}" x2="${scale.x(slackTo).toFixed(1)}" y1="${middle}" y2="${middle}"/>`
  const label = markup`<text class="name" x="8" y="${y + 12}">${shortened(name)}</text><text x="8" y="${y + 25}">${title === undefined ? tasksOf(view, stage) : shortened(`${tasksOf(view, stage)}, ${title}`)}</text>`
  return { markup: markup`${label}${slack}${shape}${whisker(stage, y, height, scale, view)}\n`, height }
}

function shortened(text: string): string {
  return text.length <= 28 ? text : `${text.slice(0, 27)}…`
}

function barsOf(stage: number, y: number, scale: TimeScale, view: View, critical: ReadonlySet<number>): Markup {
  const { starts, ends } = scheduleOf(view, stage)
  const order = Array.from(starts.keys()).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b)
  const free: number[] = []
  return markup`${order.map((task) => {
    const from = starts[task] ?? 0
    const to = ends[task] ?? 0
    let lane = free.findIndex((until) => until <= from)
    if (lane < 0) lane = free.length
    free[lane] = to
    const x = scale.x(from)
    const wide = Math.max(1.5, scale.x(to) - x - 0.5)
    const tip = `${view.time(from)} – ${view.time(to)}`
    return markup`<rect class="${kindOf(stage, view)}${critical.has(task) ? ' critical' : ''}" x="${x.toFixed(1)}" y="${y + 2 + lane * laneHeight}" width="${wide.toFixed(1)}" height="${laneHeight - 2}" rx="2"><title>${tip}</title></rect>`
  })}`
}

/** Many tasks: how many run at once, as an area. */
function areaOf(stage: number, y: number, height: number, scale: TimeScale, view: View): Markup {
  const { starts, ends } = scheduleOf(view, stage)
  const counts = new Float64Array(columns)
  const length = Math.max(1, scale.to - scale.from)
  starts.forEach((from, task) => {
    const first = ((from - scale.from) / length) * columns
    const last = (((ends[task] ?? from) - scale.from) / length) * columns
    for (let column = Math.floor(first); column < Math.min(columns, Math.ceil(last)); column++) {
      counts[column] = (counts[column] ?? 0) + Math.min(last, column + 1) - Math.max(first, column)
    }
  })
  const most = Math.max(...counts, 1e-9)
  const top = (count: number) => (y + height - (count / most) * (height - 3)).toFixed(1)
  const path = Array.from(counts, (count, column) => {
    const x = left + (column / columns) * width
    return `L${x.toFixed(1)} ${top(count)}H${(x + width / columns).toFixed(1)}`
  }).join('')
  const isCritical = view.plan.schedule.chain.some((link) => link.stage === stage)
  return markup`<path class="${kindOf(stage, view)}${isCritical ? ' critical' : ''}" d="M${left} ${y + height}${path}V${y + height}Z"/>`
}

function kindOf(stage: number, { workflow }: View): string {
  const { needs, human } = workflow.stages[stage] ?? { needs: [], human: undefined }
  if (human !== undefined) return 'person'
  return needs.some(({ pool }) => workflow.instruments.some(({ name }) => name === pool)) ? 'instrument' : 'bar'
}

/** Where the stage's end falls in nine of ten simulated runs. */
function whisker(stage: number, y: number, height: number, scale: TimeScale, { plan }: View): Markup | false {
  const finish = plan.forecast?.stages[stage]?.finish
  if (finish === undefined || finish.p95 <= finish.p05) return false
  const [a, b, middle] = [scale.x(finish.p05).toFixed(1), scale.x(finish.p95).toFixed(1), y + height + 3]
  return markup`<path class="spread" fill="none" d="M${a} ${middle - 3}v6M${a} ${middle}H${b}M${b} ${middle - 3}v6"/>`
}

function deadlineLine({ workflow, say }: View, scale: TimeScale, bottom: number): Markup | false {
  if (workflow.deadline === undefined || workflow.deadline > scale.to) return false
  const x = scale.x(workflow.deadline).toFixed(1)
  return markup`<line class="deadline" x1="${x}" x2="${x}" y1="24" y2="${bottom}"/><text class="late" x="${x}" y="${bottom + 12}" text-anchor="end">${say({ en: 'deadline', ko: '마감' })}</text>`
}

function legend({ say, plan }: View, y: number): Markup {
  const entries = [
    ['bar', say({ en: 'computed', ko: '계산' })],
    ['instrument', say({ en: 'on an instrument', ko: '장비 사용' })],
    ['person', say({ en: 'by people', ko: '사람이 함' })],
    ['critical', say({ en: 'fixes the end', ko: '끝을 정함' })],
  ] as const
  const keys = entries.map(
    ([kind, text], at) =>
      markup`<rect class="${kind}" x="${left + at * 130}" y="${y - 9}" width="14" height="9" rx="2"/><text x="${left + 20 + at * 130}" y="${y}">${text}</text>`,
  )
  const spread =
    plan.forecast !== undefined &&
    markup`<path class="spread" fill="none" d="M${left + 520} ${y - 8}v6M${left + 520} ${y - 5}h16M${left + 536} ${y - 8}v6"/><text x="${left + 542}" y="${y}">${say({ en: 'end in 9 of 10 simulated runs', ko: '모의실행 10번 중 9번의 종료' })}</text>`
  return markup`${keys}${spread}`
}
