import type { DurationSource } from '#plan/duration.ts'
import type { Sensitivity } from '#plan/plan.ts'
import { formatCount, formatPercent } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { moreLine } from './resources.ts'
import { stageTime } from './stage-time.ts'
import { limitOf, nameOf, orWhyEmpty, scheduleOf, stageOf, utilisationOf, type View } from './view.ts'

type Performance = Block['performance_optimization']

/** Where the time goes, what would save some, how the run is watched, and what the next plan learns. */
export function performanceOf(view: View): Performance {
  return {
    bottleneck_identification: [
      ...orWhyEmpty(bottlenecksOf(view), view, (stages) => ({
        en: `none: ${stages} take no time`,
        ko: `없음: ${stages}에 드는 시간이 없음`,
      })),
    ],
    optimization_strategies: [
      ...orWhyEmpty(strategies(view), view, (stages) => ({
        en: `none found: neither twice as much of one resource nor half the time of one of ${stages} ends it sooner`,
        ko: `찾지 못함: 자원 하나를 두 배로 늘리거나 ${stages} 가운데 하나의 시간을 반으로 줄여도 더 빨리 끝나지 않음`,
      })),
    ],
    monitoring_systems: [
      ...orWhyEmpty(monitoring(view), view, (stages) => ({
        en: `none: ${stages} run no program that could hang, and no end of them is foretold`,
        ko: `없음: ${stages}에 멈출 수 있는 프로그램이 없고, 종료 예측도 없음`,
      })),
    ],
    continuous_improvement: [
      ...orWhyEmpty(durationSources(view), view, (stages) => ({
        en: `none: ${stages} have no work whose time could be measured`,
        ko: `없음: ${stages}에 시간을 잴 작업이 없음`,
      })),
    ],
  }
}

/** What takes less of the chain than this decides nothing. */
const leastShare = 0.01

/** Stages that take most of the chain that fixes the end, the busiest resource, and people who are waited for. */
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
    .filter(([, ms]) => ms / whole >= leastShare)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostLines)
    .map(([stage, ms]) => {
      const often = forecast?.stages[stage]?.criticality
      const seeds = formatCount(forecast?.seeds ?? 0)
      const index =
        often === undefined
          ? ''
          : say({
              en: `; critical in ${formatPercent(often)} of ${seeds} simulated runs`,
              ko: `; 모의실행 ${seeds}번 중 ${formatPercent(often)}에서 임계`,
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
  return [...lines, ...waitsForPeople(view)]
}

const mostLines = 5

/** How long tasks of each stage wait for each person in the simulated runs, the longest first. */
export function waitsForPeople(view: View): readonly string[] {
  const { plan, say, span } = view
  return (plan.forecast?.waits ?? []).slice(0, mostLines).map(({ resource, stage, waitMs }) =>
    say({
      en: `${nameOf(view, stage)} waits for ${resource} ${span(waitMs.mean)} on average, ${span(waitMs.p95)} in one of twenty runs`,
      ko: `${nameOf(view, stage)}: ${resource} 대기 평균 ${span(waitMs.mean)}, 스무 번에 한 번은 ${span(waitMs.p95)}`,
    }),
  )
}

/** What one resource more or one stage faster would save, as far as it is worth it. */
export function strategies(view: View): readonly string[] {
  const { plan } = view
  const whole = Math.max(1, plan.schedule.finish - plan.schedule.start)
  return plan.sensitivities
    .filter(({ finish }) => (plan.schedule.finish - finish) / whole >= leastShare)
    .map((one) => (one.kind === 'more' ? moreLine(one, view) : fasterLine(one, view)))
}

function fasterLine({ stage, factor, finish }: Extract<Sensitivity, { kind: 'faster' }>, view: View): string {
  const { plan, say, span } = view
  const saved = plan.schedule.finish - finish
  const share = formatPercent(saved / Math.max(1, plan.schedule.finish - plan.schedule.start))
  const percent = formatPercent(factor)
  return say({
    en: `${nameOf(view, stage)} in ${percent} of its time would end it ${span(saved)} (${share}) sooner`,
    ko: `${nameOf(view, stage)}의 시간을 ${percent}로 줄이면 ${span(saved)} (${share}) 빨리 끝남`,
  })
}

/** What ends a task that hangs, and when the run counts as late. */
export function monitoring(view: View): readonly string[] {
  return [...hangs(view), ...expectation(view)]
}

function hangs(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages
    .filter(({ run }) => run !== undefined)
    .map((stage) => {
      const limit = limitOf(stage, view)
      const stall = stage.stall?.source
      if (limit === undefined && stall === undefined)
        return say({
          en: `${stage.name}: no limit of time and no stall limit, so a hanging task is not ended`,
          ko: `${stage.name}: 시간 제한과 정체 제한이 없어 멈춘 작업이 끝나지 않음`,
        })
      const parts = [
        ...(limit === undefined ? [] : [say({ en: `ended after ${limit}`, ko: `${limit} 뒤 종료` })]),
        ...(stall === undefined ? [] : [say({ en: `ended when silent for ${stall}`, ko: `${stall} 동안 출력이 없으면 종료` })]),
      ]
      return `${stage.name}: ${parts.join(', ')}`
    })
}

function expectation({ plan, workflow, say, time, span, range }: View): readonly string[] {
  const { forecast } = plan
  if (forecast === undefined) return []
  const { p05, p95, p50 } = forecast.finish
  const { deadline } = workflow
  const chance = formatPercent(forecast.deadline?.probability ?? 0)
  const seeds = formatCount(forecast.seeds)
  const late =
    deadline === undefined
      ? []
      : [
          say({
            en: `deadline ${time(deadline)}, met in ${chance} of ${seeds} simulated runs; pwos status warns when the forecast of the run passes it`,
            ko: `마감 ${time(deadline)}, 모의실행 ${seeds}번 중 ${chance}에서 지킴. 실행의 예측이 마감을 넘으면 pwos status가 경고`,
          }),
        ]
  if (p95 - p05 < 1000) return late
  return [
    ...late,
    say({
      en: `an end outside ${range(p05, p95)} is unusual: nine of ten of ${seeds} simulated runs end within these ${span(p95 - p05)}, half by ${time(p50)}`,
      ko: `${range(p05, p95)} 밖의 종료는 드묾: 모의실행 ${seeds}번의 열에 아홉이 이 ${span(p95 - p05)} 안, 절반은 ${time(p50)}까지`,
    }),
  ]
}

/** How long each stage with work in it takes, and how that is known. */
export function durationSources(view: View): readonly string[] {
  return view.workflow.stages
    .filter(({ run, human }) => run !== undefined || human !== undefined)
    .map(({ index }) => sourceLine(index, view))
}

/** `sample: 3 s a task, learned from 117 tasks of 3 runs (0.04 + 2e-7·L^2.0 s)`. */
function sourceLine(index: number, view: View): string {
  const { plan, say, span } = view
  const duration = plan.durations[index]
  const { name } = stageOf(view, index)
  if (duration === undefined) return name
  const { meanMs, lowMs, highMs } = stageTime(plan, index)
  const [early, late] = [span(lowMs), span(highMs)]
  const range = early === late ? '' : say({ en: ` (${early} to ${late})`, ko: ` (${early}~${late})` })
  const each = scheduleOf(view, index).count > 1 ? say({ en: ' a task', ko: '(작업당)' }) : ''
  return `${name}: ${span(meanMs)}${each}${range}, ${say(sourceText(duration.source, name))}`
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
      const law = source.law === undefined ? '' : ` (${source.law})`
      const tasks = formatCount(source.tasks)
      return {
        en: `learned from ${tasks} tasks of ${source.runs} ${source.runs === 1 ? 'run' : 'runs'}${law}; each run adds to it`,
        ko: `실행 ${source.runs}번의 작업 ${tasks}개에서 배움${law}. 실행할 때마다 더해짐`,
      }
    }
  }
}
