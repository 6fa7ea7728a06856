import { type Markup, markup, trusted } from '#report/markup.ts'
import { shorten } from '#report/text-width.ts'
import { aboutColumns, left, nameColumns, right, width, widthOf } from './chart-layout.ts'
import { chartStyle } from './chart-style.ts'
import { mostAtOnce } from './execution.ts'
import { type TimeScale, timeScale } from './time-scale.ts'
import { firstStart, lastEnd, scheduleOf, tasksOf, type View } from './view.ts'

const laneHeight = 9
const oneLaneHeight = 16
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
  const height = y + 44
  const title = say({ en: `Schedule of ${workflow.name}`, ko: `${workflow.name} 일정` })
  return `${
    markup`<svg xmlns="http://www.w3.org/2000/svg" class="pwos-chart" viewBox="0 0 ${left + width + right} ${height}" width="${left + width + right}" height="${height}" role="img" aria-label="${title}">
<style>${trusted(chartStyle)}</style><rect class="paper" width="100%" height="100%"/>
${axis(scale, y + 4)}${drawn}${deadlineLine(view, scale, y)}${legend(view, y + 34)}
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
  const height = Math.max(28, isFew ? lanes * laneHeight + 4 : 30)
  const critical = new Set(view.plan.schedule.chain.filter((link) => link.stage === stage).map(({ task }) => task))
  const shape = isFew ? barsOf(stage, y, scale, view, critical) : areaOf(stage, y, height, scale, view)
  const slackTo = Math.min(scale.to, lastEnd(schedule) + schedule.totalSlackMs)
  const middle = y + height / 2
  const slack =
    slackTo > lastEnd(schedule) &&
    markup`<line class="slack" x1="${scale.x(lastEnd(schedule)).toFixed(1)}" x2="${scale.x(slackTo).toFixed(1)}" y1="${middle}" y2="${middle}"/>`
  const about = title === undefined ? tasksOf(view, stage) : `${tasksOf(view, stage)}, ${title}`
  const label = markup`<text class="name" x="8" y="${y + 12}">${shorten(name, nameColumns)}</text><text x="8" y="${y + 26}">${shorten(about, aboutColumns)}</text>`
  return { markup: markup`${label}${slack}${shape}${whisker(stage, y, height, scale, view)}\n`, height }
}

function barsOf(stage: number, y: number, scale: TimeScale, view: View, critical: ReadonlySet<number>): Markup {
  const { starts, ends } = scheduleOf(view, stage)
  const order = Array.from(starts.keys()).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b)
  const free: number[] = []
  const lanes = mostAtOnce(starts, ends)
  const high = lanes > 1 ? laneHeight : oneLaneHeight
  const top = y + Math.max(2, (28 - lanes * high) / 2)
  return markup`${order.map((task) => {
    const from = starts[task] ?? 0
    const to = ends[task] ?? 0
    let lane = free.findIndex((until) => until <= from)
    if (lane < 0) lane = free.length
    free[lane] = to
    const x = scale.x(from)
    const wide = Math.max(1.5, scale.x(to) - x - 0.5)
    const tip = `${view.time(from)} – ${view.time(to)}`
    return markup`<rect class="${kindOf(stage, view)}${critical.has(task) ? ' critical' : ''}" x="${x.toFixed(1)}" y="${top + lane * high}" width="${wide.toFixed(1)}" height="${high - 2}" rx="2"><title>${tip}</title></rect>`
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

/** Only what occurs in the chart, each entry as wide as its text. */
function legend(view: View, y: number): Markup {
  const { say, plan, workflow } = view
  const kinds = new Set(workflow.stages.map(({ index }) => kindOf(index, view)))
  const entries = [
    { kind: 'bar', text: say({ en: 'computed', ko: '계산' }), isThere: kinds.has('bar') },
    { kind: 'instrument', text: say({ en: 'on an instrument', ko: '장비 사용' }), isThere: kinds.has('instrument') },
    { kind: 'person', text: say({ en: 'by people', ko: '사람이 함' }), isThere: kinds.has('person') },
    { kind: 'bar critical', text: say({ en: 'fixes the end', ko: '끝을 정함' }), isThere: plan.schedule.chain.length > 0 },
    {
      kind: 'slack',
      text: say({ en: 'may slip so far', ko: '미뤄도 되는 여유' }),
      isThere: plan.schedule.stages.some(({ totalSlackMs }) => totalSlackMs > 0),
    },
    {
      kind: 'spread',
      text: say({ en: 'end in 9 of 10 simulated runs', ko: '모의실행 10번 중 9번의 종료' }),
      isThere: plan.forecast?.stages.some(({ finish }) => finish.p95 > finish.p05) ?? false,
    },
  ].filter(({ isThere }) => isThere)
  let x = 8
  return markup`${entries.map(({ kind, text }) => {
    const entry = markup`${swatch(kind, x, y)}<text x="${x + 22}" y="${y}">${text}</text>`
    x += 22 + widthOf(text) + 18
    return entry
  })}`
}

function swatch(kind: string, x: number, y: number): Markup {
  if (kind === 'spread') return markup`<path class="spread" fill="none" d="M${x} ${y - 8}v6M${x} ${y - 5}h16M${x + 16} ${y - 8}v6"/>`
  if (kind === 'slack') return markup`<line class="slack" x1="${x}" x2="${x + 16}" y1="${y - 4}" y2="${y - 4}"/>`
  return markup`<rect class="${kind}" x="${x}" y="${y - 9}" width="16" height="9" rx="2"/>`
}
