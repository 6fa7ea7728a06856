import type { ResourceUse } from '#plan/schedule.ts'
import { formatAmount, formatPercent } from '#report/format.ts'
import { type Markup, markup, trusted } from '#report/markup.ts'
import { shorten } from '#report/text-width.ts'
import { aboutColumns, left, nameColumns, right, width } from './chart-layout.ts'
import { chartStyle } from './chart-style.ts'
import { axis } from './gantt.ts'
import { type TimeScale, timeScale } from './time-scale.ts'
import { utilisationOf, type View } from './view.ts'

const rowHeight = 44
const rowGap = 14

/** How much of each resource is held over time, against what there is; a standalone SVG. */
export function drawLoading(view: View): string {
  const { plan, workflow, say } = view
  const used = plan.schedule.resources.filter(({ usedMs }) => usedMs > 0)
  const scale = timeScale(plan.schedule.start, plan.schedule.finish, { left, width, mostTicks: 8, offset: view.offset })
  const height = 34 + used.length * (rowHeight + rowGap) + 10
  const rows = used.map((use, at) => rowOf(use, 34 + at * (rowHeight + rowGap), scale, view))
  const title = say({ en: `Load of the resources of ${workflow.name}`, ko: `${workflow.name} 자원의 부하` })
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="pwos-chart" viewBox="0 0 ${left + width + right} ${height}" width="${left + width + right}" height="${height}" role="img" aria-label="${title}">
<style>${trusted(chartStyle)}</style><rect class="paper" width="100%" height="100%"/>
${closedOf(used, scale, view)}${axis(scale, height - 6)}${rows}
</svg>
`.text
}

function rowOf(use: ResourceUse, y: number, scale: TimeScale, { say }: View): Markup {
  const { name, capacity, peak, at, amount, kind } = use
  const top = (held: number) => (y + rowHeight - (held / Math.max(capacity, peak, 1e-12)) * rowHeight).toFixed(1)
  let path = `M${scale.x(scale.from).toFixed(1)} ${y + rowHeight}`
  at.forEach((from, step) => {
    path += `H${scale.x(from).toFixed(1)}V${top(amount[step] ?? 0)}`
  })
  path += `H${scale.x(scale.to).toFixed(1)}V${y + rowHeight}Z`
  const share = formatPercent(utilisationOf(use))
  const line =
    kind === 'person'
      ? say({ en: `${share} of the hours`, ko: `근무 시간의 ${share}` })
      : say({ en: `${share} of ${formatAmount(name, capacity)}`, ko: `${formatAmount(name, capacity)} 중 ${share}` })
  const style = kind === 'person' ? 'person' : kind === 'instrument' ? 'instrument' : 'bar'
  return markup`<text class="name" x="8" y="${y + 14}">${shorten(name, nameColumns)}</text><text x="8" y="${y + 28}">${shorten(line, aboutColumns)}</text><path class="${style}" d="${path}"/><line class="capacity" x1="${left}" x2="${left + width}" y1="${top(capacity)}" y2="${top(capacity)}"/>
`
}

/** Where a person or instrument is not there, behind its row. */
function closedOf(used: readonly ResourceUse[], scale: TimeScale, { workflow }: View): Markup {
  const things = [...workflow.people, ...workflow.instruments, ...workflow.pools]
  return markup`${used.map(({ name }, row) => {
    const calendar = things.find((one) => one.name === name)?.calendar
    if (calendar === undefined) return false
    const y = 34 + row * (rowHeight + rowGap)
    const shades: Markup[] = []
    let closedFrom = scale.from
    const shade = (to: number) => {
      if (to > closedFrom)
        shades.push(
          markup`<rect class="closed" x="${scale.x(closedFrom).toFixed(1)}" y="${y}" width="${(scale.x(to) - scale.x(closedFrom)).toFixed(1)}" height="${rowHeight}"/>`,
        )
    }
    for (const open of calendar.openIn(scale.from, scale.to)) {
      shade(open.from)
      closedFrom = open.to
    }
    shade(scale.to)
    return shades
  })}`
}
