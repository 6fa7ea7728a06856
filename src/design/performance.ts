import type { DurationSource } from '#plan/duration.ts'
import { formatCount, formatNumber, formatPercent } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { moreLine } from './resources.ts'
import { limitOf, nameOf, orWhyEmpty, scheduleOf, utilisationOf, type View } from './view.ts'

type Performance = Block['performance_optimization']

/** Where the time goes, what would save some, how the run is watched, and what the next plan learns. */
export function performanceOf(view: View): Performance {
  return {
    bottleneck_identification: [...bottlenecksOf(view)],
    optimization_strategies: [
      ...orWhyEmpty(strategies(view), view, {
        en: 'none found: no single resource or stage changed alone ends it sooner',
        ko: '찾지 못함: 자원이나 단계 하나만 바꿔서는 더 빨리 끝나지 않음',
      }),
    ],
    monitoring_systems: [...monitoring(view)],
    continuous_improvement: [...view.workflow.stages.map(({ index }) => sourceLine(index, view))],
  }
}

export function bottlenecksOf(view: View): readonly string[] {
  const { plan, say, span } = view
  const { schedule, forecast } = plan
  const onChain = new Map<number, number>()
  for (const { stage, task } of schedule.chain) {
    const { starts, ends } = scheduleOf(view, stage)
    onChain.set(stage, (onChain.get(stage) ?? 0) + (ends[task] ?? 0) - (starts[task] ?? 0))
  }
  const whole = Math.max(1, schedule.finish - schedule.start)
  const lines = [...onChain]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostLines)
    .map(([stage, ms]) => {
      const often = forecast?.stages[stage]?.criticality
      const index =
        often === undefined
          ? ''
          : say({
              en: `; critical in ${formatPercent(often)} of ${forecast?.seeds} simulated runs`,
              ko: `; 모의실행 ${forecast?.seeds}번 중 ${formatPercent(often)}에서 임계`,
            })
      return say({
        en: `${nameOf(view, stage)}: ${span(ms)} of the chain that fixes the end (${formatPercent(ms / whole)})${index}`,
        ko: `${nameOf(view, stage)}: 끝을 정하는 사슬 중 ${span(ms)} (${formatPercent(ms / whole)})${index}`,
      })
    })
  const busiest = [...schedule.resources].filter(({ usedMs }) => usedMs > 0).sort((a, b) => utilisationOf(b) - utilisationOf(a))[0]
  if (busiest !== undefined) {
    const share = formatPercent(utilisationOf(busiest))
    lines.push(say({ en: `${busiest.name} is the busiest resource: ${share} used`, ko: `가장 바쁜 자원은 ${busiest.name}: ${share} 사용` }))
  }
  for (const { resource, stage, waitMs } of (forecast?.waits ?? []).slice(0, mostLines)) {
    lines.push(
      say({
        en: `${nameOf(view, stage)} waits for ${resource} ${span(waitMs.mean)} on average, ${span(waitMs.p95)} in one of twenty runs`,
        ko: `${nameOf(view, stage)}은(는) ${resource}을(를) 평균 ${span(waitMs.mean)}, 스무 번에 한 번은 ${span(waitMs.p95)} 기다림`,
      }),
    )
  }
  return lines
}

const mostLines = 5

function strategies(view: View): readonly string[] {
  const { plan, say, span } = view
  return plan.sensitivities
    .filter(({ finish }) => finish < plan.schedule.finish)
    .map((one) => {
      if (one.kind === 'more') return moreLine(one, view)
      const saved = plan.schedule.finish - one.finish
      const share = formatPercent(saved / Math.max(1, plan.schedule.finish - plan.schedule.start))
      const name = nameOf(view, one.stage)
      return say({
        en: `${name} in ${formatNumber(one.factor, 2)} of its time would end it ${span(saved)} (${share}) sooner`,
        ko: `${name}의 시간을 ${formatNumber(one.factor, 2)}배로 줄이면 ${span(saved)} (${share}) 빨리 끝남`,
      })
    })
}

function monitoring(view: View): readonly string[] {
  const { workflow, plan, say, span, time } = view
  const lines = [
    say({
      en: `pwos status compares the run with this plan: ${plan.schedule.stages.length} stages, end at ${time(plan.schedule.finish)}`,
      ko: `pwos status가 실행을 이 계획과 비교: 단계 ${plan.schedule.stages.length}개, ${time(plan.schedule.finish)} 종료`,
    }),
  ]
  if (workflow.deadline !== undefined) {
    const chance = plan.forecast?.deadline?.probability
    const sure =
      chance === undefined
        ? ''
        : say({ en: ` (met in ${formatPercent(chance)} of simulated runs)`, ko: ` (모의실행의 ${formatPercent(chance)}에서 지킴)` })
    lines.push(
      say({
        en: `a warning when the forecast passes the deadline ${time(workflow.deadline)}${sure}`,
        ko: `예측이 마감 ${time(workflow.deadline)}을(를) 넘으면 경고${sure}`,
      }),
    )
  }
  for (const stage of workflow.stages) {
    if (stage.run === undefined) continue
    const limit = limitOf(stage, view)
    const stall = stage.stall === undefined ? undefined : stage.stall.source
    if (limit === undefined && stall === undefined)
      lines.push(
        say({
          en: `${stage.name}: no limit of time and no stall limit, so a hanging task is not ended`,
          ko: `${stage.name}: 시간 제한과 정체 제한이 없어 멈춘 작업이 끝나지 않음`,
        }),
      )
    else {
      const parts = [
        ...(limit === undefined ? [] : [say({ en: `ended after ${limit}`, ko: `${limit}에 종료` })]),
        ...(stall === undefined ? [] : [say({ en: `ended when silent for ${stall}`, ko: `${stall} 동안 출력이 없으면 종료` })]),
      ]
      lines.push(`${stage.name}: ${parts.join(', ')}`)
    }
  }
  return [...lines, ...expectation(view, span)]
}

function expectation({ plan, say, time }: View, span: View['span']): readonly string[] {
  const { forecast } = plan
  if (forecast === undefined) return []
  const { p05, p95, p50 } = forecast.finish
  return [
    say({
      en: `an end outside ${time(p05)} – ${time(p95)} is unusual (nine of ten simulated runs end within; half by ${time(p50)}, spread ${span(p95 - p05)})`,
      ko: `${time(p05)} – ${time(p95)} 밖의 종료는 드묾 (모의실행 열에 아홉이 그 안, 절반은 ${time(p50)}까지, 폭 ${span(p95 - p05)})`,
    }),
  ]
}

/** `sample: 3 s a task, learned from 117 tasks of 3 runs as 0.04 + 2e-7·L^2.0`. */
export function sourceLine(index: number, view: View): string {
  const { plan, say, span } = view
  const duration = plan.durations[index]
  const name = nameOf(view, index)
  if (duration === undefined) return name
  const { expectedMs, quantile } = duration.of(0, 0)
  const spread = quantile(0.95) - quantile(0.05)
  const range =
    spread > 0
      ? say({ en: `, ${span(quantile(0.05))} to ${span(quantile(0.95))}`, ko: `, ${span(quantile(0.05))}~${span(quantile(0.95))}` })
      : ''
  return `${name}: ${span(expectedMs)}${range}, ${say(sourceText(duration.source, name))}`
}

function sourceText(source: DurationSource, name: string): { en: string; ko: string } {
  switch (source.kind) {
    case 'stated':
      return { en: 'as the file states; the first run will measure it', ko: '파일에 적힌 대로. 첫 실행에서 측정됨' }
    case 'limit':
      return {
        en: 'its limit, since nothing else is known; the first run will measure it',
        ko: '달리 알려진 것이 없어 제한 시간 그대로. 첫 실행에서 측정됨',
      }
    case 'assumed':
      return {
        en: `assumed, since nothing is known: write time: under ${name}, or run it once`,
        ko: `알려진 것이 없어 가정함: ${name}에 time:을 적거나 한 번 실행할 것`,
      }
    case 'history': {
      const law = source.law === undefined ? '' : ` (${source.law} s)`
      const tasks = formatCount(source.tasks)
      return {
        en: `learned from ${tasks} tasks of ${source.runs} ${source.runs === 1 ? 'run' : 'runs'}${law}; each run adds to it`,
        ko: `실행 ${source.runs}번의 작업 ${tasks}개에서 배움${law}. 실행할 때마다 더해짐`,
      }
    }
  }
}
