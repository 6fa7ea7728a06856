import { describe } from '#calendar/describe.ts'
import type { Stage } from '#model/workflow.ts'
import { formatAmount, formatCount, formatNumber, formatPercent } from '#report/format.ts'
import { usersOf } from '../coordination.ts'
import type { Criterion } from '../effectiveness/rule.ts'
import { gateLine, metricNames } from '../stage-entry.ts'
import { firstStart, lastEnd, limitOf, nameOf, scheduleOf, stageNames, tasksOf, utilisationOf, type View, whoText } from '../view.ts'

/** What several feeds say of a plan: plain lines, each true of this workflow alone. Lists are empty where there is nothing to say. */

/** Findings of the effectiveness rules, by criterion. */
export function risks(view: View, ...criteria: readonly Criterion[]): readonly string[] {
  return view.findings.filter(({ criterion }) => criteria.includes(criterion)).map(({ rule, message }) => `${view.say(message)} (${rule})`)
}

/** What would mend them. */
export function fixes(view: View): readonly string[] {
  return view.findings
    .filter(({ weight }) => weight !== 'remark')
    .map(({ rule, stage, fix }) => `${stage === undefined ? '' : `${nameOf(view, stage)}: `}${view.say(fix)} (${rule})`)
}

/** When it ends, how sure that is, and whether that is in time. */
export function scheduleRisks(view: View): readonly string[] {
  const { plan, workflow, say, time, span } = view
  const { forecast, schedule } = plan
  const missed = schedule.missed.map(({ stage, deadline, byMs }) => {
    const name = stage === undefined ? workflow.name : nameOf(view, stage)
    return say({ en: `${name} misses ${time(deadline)} by ${span(byMs)}`, ko: `${name}: ${time(deadline)}보다 ${span(byMs)} 늦음` })
  })
  if (forecast === undefined) return missed
  const { p50, p95 } = forecast.finish
  const seeds = formatCount(forecast.seeds)
  const late =
    p95 - p50 < 1000
      ? []
      : [
          say({
            en: `in one of twenty of ${seeds} simulated runs it ends after ${time(p95)}, ${span(p95 - p50)} later than in half of them`,
            ko: `모의실행 ${seeds}번 가운데 스무 번에 한 번은 ${time(p95)} 이후, 중앙값보다 ${span(p95 - p50)} 늦게 끝남`,
          }),
        ]
  const chance = forecast.deadline
  if (chance === undefined) return [...missed, ...late]
  const share = formatPercent(1 - chance.probability)
  return [
    ...missed,
    ...late,
    say({
      en: `${share} of simulated runs miss the deadline ${time(chance.at)}`,
      ko: `모의실행의 ${share}에서 마감 ${time(chance.at)}을 넘김`,
    }),
  ]
}

/** Who does something, with when they are there. */
export function participants({ workflow, say }: View): readonly string[] {
  return workflow.people.map(({ name, roles, calendar }) => {
    const when = calendar === undefined ? '' : `: ${say(describe(calendar))}`
    return `${name}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}${when}`
  })
}

export function approvers(view: View): readonly string[] {
  return view.workflow.stages.flatMap(({ name, human }) =>
    human?.kind === 'approval'
      ? [view.say({ en: `${name}: ${whoText(human.by, view)} decides`, ko: `${name}: ${whoText(human.by, view)}의 결정` })]
      : [],
  )
}

/** Instruments with what they need before each use and when they are there. */
export function equipment(view: View): readonly string[] {
  const { workflow, say, span } = view
  return workflow.instruments.map(({ name, title, capacity, calendar, setupMs }) => {
    const parts = [
      ...(title === undefined ? [] : [title]),
      ...(capacity === 1 ? [] : [say({ en: `${capacity} at once`, ko: `동시에 ${capacity}` })]),
      ...(setupMs === 0 ? [] : [say({ en: `${span(setupMs)} of setup`, ko: `준비 ${span(setupMs)}` })]),
      ...(calendar === undefined ? [] : [say(describe(calendar))]),
    ]
    return parts.length === 0 ? name : `${name}: ${parts.join('; ')}`
  })
}

/** Pools in use: how much at once, of what there is, and by which stages. */
export function computing(view: View): readonly string[] {
  const { plan, say } = view
  return plan.schedule.resources
    .filter(({ kind, usedMs }) => kind === 'pool' && usedMs > 0)
    .map(({ name, peak, capacity }) => {
      const users = stageNames(view, usersOf(name, view))
      return say({
        en: `${name}: ${formatAmount(name, peak)} at once, of ${formatAmount(name, capacity)}, for ${users}`,
        ko: `${name}: ${formatAmount(name, capacity)} 중 동시에 ${formatAmount(name, peak)}, ${users}에 사용`,
      })
    })
}

/** What each stage runs: the interpreter and the first words of its last command. */
export function programs({ workflow }: View): readonly string[] {
  return workflow.stages.flatMap(({ name, run, shell }) => {
    const line = run?.source
      .trim()
      .split('\n')
      .findLast((one) => one.trim() !== '' && !one.trim().startsWith('#'))
    return line === undefined ? [] : [`${name}: ${line.trim().split(/\s+/).slice(0, 2).join(' ')} (${shell.join(' ')})`]
  })
}

export function formats(view: View): readonly string[] {
  return view.workflow.stages.flatMap(({ name, outputs }) =>
    outputs.flatMap(({ name: output, format, path }) =>
      format === undefined
        ? []
        : [
            view.say({
              en: `${name}: ${output} is ${format} (${path.source}), checked before others read it`,
              ko: `${name}: ${output}은(는) ${format} (${path.source}), 다른 단계가 읽기 전에 검사`,
            }),
          ],
    ),
  )
}

/** Outputs that no stage reads: the results. */
export function results({ workflow }: View): readonly string[] {
  return workflow.stages.flatMap(({ index, name, outputs }) =>
    outputs
      .filter(({ temporary }) => !temporary)
      .filter(
        ({ name: output }) =>
          !workflow.stages.some(({ dependencies }) => dependencies.some((one) => one.stage === index && one.outputs.includes(output))),
      )
      .map(({ name: output, path }) => `${name}: ${output} (${path.source})`),
  )
}

export function challenges({ workflow }: View): readonly string[] {
  return workflow.challenges
}

export function objectives({ workflow }: View): readonly string[] {
  return workflow.stages.flatMap(({ name, objectives: own }) => own.map((one) => `${name}: ${one}`))
}

export function conditions({ workflow, say }: View): readonly string[] {
  return workflow.stages.flatMap(({ name, when }) =>
    when === undefined ? [] : [say({ en: `${name} runs only if ${when.source}`, ko: `${name}: ${when.source}일 때만 실행` })],
  )
}

export function requiredGates(view: View): readonly string[] {
  return view.workflow.stages.flatMap((stage) =>
    stage.gates.filter(({ level }) => level === 'required').map((gate) => `${stage.name}: ${gateLine(gate, view)}`),
  )
}

export function measured({ workflow }: View): readonly string[] {
  return workflow.stages.flatMap(({ name, metrics }) => (metrics.length === 0 ? [] : [`${name}: ${metricNames(metrics).join(', ')}`]))
}

/** Stages on the chain that fixes the end, in the order of time. */
export function criticalPath(view: View): readonly string[] {
  return [...new Set(view.plan.schedule.chain.map(({ stage }) => stage))].map((stage) => {
    const planned = scheduleOf(view, stage)
    return `${nameOf(view, stage)} (${view.range(firstStart(planned), lastEnd(planned))})`
  })
}

/** When each stage is done, with what it delivers. */
export function milestones(view: View): readonly string[] {
  return inOrder(view).map((stage) => {
    const { say, time } = view
    const what = stage.outputs.map(({ name }) => name).join(', ')
    return `${time(lastEnd(scheduleOf(view, stage.index)))}: ${stage.name}${what === '' ? '' : say({ en: ` delivers ${what}`, ko: `, ${what} 산출` })}`
  })
}

/** Stages with tasks, by when they end. */
export function inOrder(view: View): readonly Stage[] {
  return view.workflow.stages
    .filter(({ index }) => scheduleOf(view, index).count > 0)
    .sort((a, b) => lastEnd(scheduleOf(view, a.index)) - lastEnd(scheduleOf(view, b.index)))
}

export function deadlines({ workflow, say, time }: View): readonly string[] {
  const own = workflow.stages.flatMap(({ name, deadline }) => (deadline === undefined ? [] : [`${name}: ${time(deadline)}`]))
  return workflow.deadline === undefined
    ? own
    : [say({ en: `all by ${time(workflow.deadline)}`, ko: `모두 ${time(workflow.deadline)}까지` }), ...own]
}

export function costs({ plan }: View): readonly string[] {
  return plan.schedule.costs.map(({ amount, currency }) => `${formatNumber(amount, 4)} ${currency}`)
}

/** `cpu` → `71 %`, of what is there until the end. */
export function utilisations({ plan }: View): readonly (readonly [string, string])[] {
  return plan.schedule.resources.filter(({ usedMs }) => usedMs > 0).map((use) => [use.name, formatPercent(utilisationOf(use))])
}

/** What a person's tasks of a fan-out and its followers are, for `throughput`: tasks an hour while it goes on. */
export function throughputs(view: View): readonly (readonly [string, string])[] {
  return view.workflow.stages.flatMap(({ index, name }) => {
    const planned = scheduleOf(view, index)
    const hours = (lastEnd(planned) - firstStart(planned)) / 3_600_000
    if (planned.count < 2 || hours <= 0) return []
    const rate = formatNumber(planned.count / hours, 3)
    return [[name, view.say({ en: `${tasksOf(view, index)}, ${rate} an hour`, ko: `${tasksOf(view, index)}, 시간당 ${rate}개` })] as const]
  })
}

export function computedStages(view: View): readonly Stage[] {
  return view.workflow.stages.filter(({ run }) => run !== undefined)
}

export function humanStages(view: View): readonly string[] {
  return view.workflow.stages.flatMap(({ name, human }) => (human === undefined ? [] : [`${name}: ${whoText(human.by, view)}`]))
}

/** Stages that use an instrument, and when it is theirs. */
export function bookings(view: View): readonly string[] {
  const names = new Set(view.workflow.instruments.map(({ name }) => name))
  return view.workflow.stages.flatMap((stage) =>
    stage.needs
      .filter(({ pool }) => names.has(pool))
      .map(({ pool }) => {
        const planned = scheduleOf(view, stage.index)
        const when = view.range(firstStart(planned), lastEnd(planned))
        return view.say({
          en: `${stage.name} uses ${pool} for ${tasksOf(view, stage.index)}, ${when}`,
          ko: `${stage.name}: ${tasksOf(view, stage.index)}에 ${pool} 사용, ${when}`,
        })
      }),
  )
}

export function limits(view: View): readonly string[] {
  return computedStages(view).flatMap((stage) => {
    const limit = limitOf(stage, view)
    return limit === undefined
      ? []
      : [view.say({ en: `${stage.name}: each task within ${limit}`, ko: `${stage.name}: 작업마다 ${limit} 이내` })]
  })
}

export function gatedNames(view: View): string {
  return stageNames(
    view,
    view.workflow.stages.filter(({ gates }) => gates.length > 0),
  )
}
