import { formatCount } from '#report/format.ts'
import { markup, trusted } from '#report/markup.ts'
import { drawGantt } from './gantt.ts'
import { drawLoading } from './loading.ts'
import { bottlenecksOf } from './performance.ts'
import { firstStart, lastEnd, scheduleOf, tasksOf, type View } from './view.ts'

const style = `
:root{color-scheme:light dark;--paper:#fbfaf8;--ink:#1f2933;--soft:#5b6673;--rule:#e3e1dc}
@media (prefers-color-scheme:dark){:root{--paper:#161a20;--ink:#e6e9ed;--soft:#a3adb9;--rule:#323943}}
body{margin:0 auto;max-width:1060px;padding:28px;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif;font-variant-numeric:tabular-nums}
:lang(ko){word-break:keep-all}
h1{font-size:26px;line-height:1.25;overflow-wrap:anywhere}h2{font-size:19px;margin:34px 0 10px}
.soft{color:var(--soft)}
.scroll{overflow-x:auto}
.scroll svg{min-width:720px;width:100%;height:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:7px 12px 7px 0;border-bottom:1px solid var(--rule);vertical-align:top;white-space:nowrap}
thead th{color:var(--soft);font-weight:500}
`

/** The schedule as one self-contained page: chart, table, load. */
export function schedulePage(view: View): string {
  const { workflow, plan, say, time, span } = view
  const { forecast } = plan
  const title = workflow.title ?? workflow.name
  const rows = workflow.stages.map(({ index, name }) => {
    const planned = scheduleOf(view, index)
    return [
      name,
      tasksOf(view, index),
      time(firstStart(planned)),
      time(lastEnd(planned)),
      ...(forecast === undefined ? [] : [time(forecast.stages[index]?.finish.p80 ?? 0)]),
      span(planned.totalSlackMs),
    ]
  })
  const head = [
    say({ en: 'Stage', ko: '단계' }),
    say({ en: 'Tasks', ko: '작업' }),
    say({ en: 'Start', ko: '시작' }),
    say({ en: 'End', ko: '종료' }),
    ...(forecast === undefined ? [] : [say({ en: 'End, 80 %', ko: '종료, 80 %' })]),
    say({ en: 'Slack', ko: '여유' }),
  ]
  return `<!doctype html>
${
  markup`<html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${title}</title><style>${trusted(style)}</style></head><body><main>
<h1>${title}</h1><p>${when(view)}</p>
<h2>${say({ en: 'Schedule', ko: '일정' })}</h2><div class="scroll" tabindex="0" role="region" aria-label="${say({ en: 'Schedule', ko: '일정' })}">${trusted(drawGantt(view))}</div>
<div class="scroll" tabindex="0" role="region" aria-label="${say({ en: 'Table of stages', ko: '단계 표' })}"><table><thead><tr>${head.map((one) => markup`<th scope="col">${one}</th>`)}</tr></thead><tbody>${rows.map(
    ([name = '', ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((one) => markup`<td>${one}</td>`)}</tr>`,
  )}</tbody></table></div>
<h2>${say({ en: 'Where the time goes', ko: '시간이 드는 곳' })}</h2><ul>${bottlenecksOf(view).map((line) => markup`<li>${line}</li>`)}</ul>
<h2>${say({ en: 'Load of the resources', ko: '자원의 부하' })}</h2><div class="scroll" tabindex="0" role="region" aria-label="${say({ en: 'Load', ko: '부하' })}">${trusted(drawLoading(view))}</div>
<p class="soft">${say({ en: `Computed by PWOS from ${view.file}.`, ko: `PWOS가 ${view.file}에서 계산했습니다.` })}</p>
</main></body></html>
`.text
}`
}

/** From when to when, and how sure that is. */
function when({ plan, workflow, say, range, time, span }: View): string {
  const { start, finish } = plan.schedule
  const whole = say({
    en: `${range(start, finish)} (${workflow.timezone}), ${span(finish - start)}.`,
    ko: `${range(start, finish)} (${workflow.timezone}), ${span(finish - start)}.`,
  })
  const spread = plan.forecast?.finish
  if (spread === undefined || spread.p95 - spread.p05 < 1000) return whole
  const seeds = formatCount(plan.forecast?.seeds ?? 0)
  return `${whole} ${say({
    en: `Half of ${seeds} simulated runs end by ${time(spread.p50)}, 80 % by ${time(spread.p80)}.`,
    ko: `모의실행 ${seeds}번 중 절반은 ${time(spread.p50)}까지, 80 %는 ${time(spread.p80)}까지 끝남.`,
  })}`
}
