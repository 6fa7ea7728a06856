import { formatDuration, formatPercent } from '#report/format.ts'
import { stageTime } from '../stage-time.ts'
import { about, aboutAll, fine, type Judged, type Look, type Rule } from './rule.ts'

const rule = (id: string, weight: Rule['weight'], title: Rule['title'], look: Rule['look']): Rule => ({
  id,
  criterion: 'V2',
  weight,
  title,
  look,
})

/** V2: resources are allocated as well as can be, measured against a bound. */
export const resourceRules: readonly Rule[] = [
  rule('V2.1', 'weak', { en: 'How long each stage takes is known', ko: '각 단계의 소요 시간이 알려져 있다' }, durations),
  rule('V2.2', 'wrong', { en: 'Limits leave room for the expected time', ko: '제한 시간은 예상 시간보다 넉넉하다' }, limits),
  rule(
    'V2.3',
    'weak',
    {
      en: 'Nobody and no instrument is booked for more than 80 % of its hours while work waits',
      ko: '일이 기다리는데 시간의 80 %를 넘겨 잡힌 사람이나 장비가 없다',
    },
    overloaded,
  ),
  rule('V2.4', 'remark', { en: 'Every declared resource is used', ko: '선언한 자원은 모두 쓰인다' }, idle),
  rule('V2.5', 'weak', { en: 'The schedule is within 5 % of what is possible', ko: '일정이 가능한 최선의 5 % 안에 있다' }, gap),
  rule('V2.6', 'wrong', { en: 'Deadlines are met', ko: '마감을 지킨다' }, deadlines),
  rule(
    'V2.7',
    'weak',
    { en: 'The deadline is met in at least 80 % of simulated runs', ko: '모의실행의 80 % 이상에서 마감을 지킨다' },
    safeDeadline,
  ),
]

function durations({ workflow, plan }: Judged): readonly Look[] {
  return workflow.stages
    .filter(({ run, human }) => run !== undefined || human !== undefined)
    .map((stage) =>
      plan.durations[stage.index]?.source.kind !== 'assumed'
        ? fine
        : about(
            stage,
            {
              en: `Nothing says how long ${stage.name} takes; a second is assumed.`,
              ko: `${stage.name}의 소요 시간을 알 수 없어 1초로 가정합니다.`,
            },
            {
              en: 'Write `time:`, such as `time: 10..30 min`, or run it once.',
              ko: '`time: 10..30 min`처럼 `time:`을 쓰거나 한 번 실행하세요.',
            },
          ),
    )
}

function limits({ workflow, plan }: Judged): readonly Look[] {
  return workflow.stages.flatMap((stage) => {
    const limit = stage.needs.find(({ pool }) => pool === 'time')?.amount
    const duration = plan.durations[stage.index]
    if (limit === undefined || duration === undefined || limit.references.length > 0) return []
    const value = limit.evaluate({ kind: 'record', get: () => undefined, names: () => [] })
    const seconds = typeof value === 'number' ? value : typeof value === 'object' && value !== null && 'si' in value ? value.si : undefined
    const late = stageTime(plan, stage.index).highMs
    if (seconds === undefined || duration.source.kind === 'limit' || late <= seconds * 1000) return [fine]
    return [
      about(
        stage,
        {
          en: `${stage.name} is ended after ${formatDuration(seconds * 1000, 'en')}, but one task in twenty takes more than ${formatDuration(late, 'en')}.`,
          ko: `${stage.name}은(는) ${formatDuration(seconds * 1000, 'ko')} 뒤 종료되는데, 스무 작업 중 하나는 ${formatDuration(late, 'ko')}보다 오래 걸립니다.`,
        },
        { en: 'Raise `needs.time`.', ko: '`needs.time`을 늘리세요.' },
      ),
    ]
  })
}

function overloaded({ plan, workflow }: Judged): readonly Look[] {
  const { resources, conflicts } = plan.schedule
  return (
    resources
      // Computers are there to be busy; a person or a beamline that is leaves no room for a delay.
      .filter(({ usedMs, kind }) => usedMs > 0 && kind !== 'pool')
      .map(({ name, usedMs, availableMs }) => {
        const share = availableMs > 0 ? usedMs / availableMs : 0
        const waits = conflicts.filter(({ resource }) => resource === name)
        const [longest] = waits
        if (share <= 0.8 || longest === undefined) return fine
        const waiting = workflow.stages[longest.waiting]?.name ?? ''
        return aboutAll(
          {
            en: `${name} is booked for ${formatPercent(share)} of its hours, and ${waiting} waits up to ${formatDuration(longest.waitMs, 'en')}.`,
            ko: `${name}의 시간 중 ${formatPercent(share)}이(가) 잡혀 있고, ${waiting}이(가) 최대 ${formatDuration(longest.waitMs, 'ko')} 기다립니다.`,
          },
          {
            en: `Let others share the work of ${name}: \`pwos plan --what-if\` says what that gains.`,
            ko: `${name}의 일을 나누세요. \`pwos plan --what-if\`로 효과를 볼 수 있습니다.`,
          },
        )
      })
  )
}

function idle({ plan, workflow }: Judged): readonly Look[] {
  const declared = [...workflow.pools, ...workflow.people, ...workflow.instruments]
  return declared.map(({ name, at }) => {
    const use = plan.schedule.resources.find((one) => one.name === name)
    if (use === undefined || use.usedMs > 0 || standsBy(name, workflow)) return fine
    return aboutAll(
      { en: `${name} is declared and never used.`, ko: `${name}은(는) 선언했지만 쓰이지 않습니다.` },
      { en: 'Name it in `needs`, or leave it out.', ko: '`needs`에 적거나 빼세요.' },
      at,
    )
  })
}

/** What some way of doing a stage asks for, or a person whose role is asked for, may be the one that is not needed this time. */
function standsBy(name: string, { people, stages }: Judged['workflow']): boolean {
  const answersTo = [name, ...(people.find((one) => one.name === name)?.roles ?? [])]
  return stages.some(
    ({ needs, alternatives, human }) =>
      [needs, ...alternatives.map((option) => option.needs)].some((list) => list.some(({ pool }) => answersTo.includes(pool))) ||
      human?.by.some((one) => answersTo.includes(one)),
  )
}

function gap({ plan }: Judged): readonly Look[] {
  const { start, finish, bound } = plan.schedule
  const share = (finish - bound.finish) / Math.max(1, finish - start)
  if (share <= 0.05) return [fine]
  return [
    aboutAll(
      {
        en: `The schedule may be up to ${formatPercent(share)} longer than the best possible.`,
        ko: `일정이 가능한 최선보다 최대 ${formatPercent(share)} 길 수 있습니다.`,
      },
      { en: 'Let it search longer: `pwos plan --effort 50000`.', ko: '더 오래 찾게 하세요: `pwos plan --effort 50000`' },
    ),
  ]
}

function deadlines({ plan, workflow }: Judged): readonly Look[] {
  const stated = [workflow.deadline, ...workflow.stages.map(({ deadline }) => deadline)].filter((one) => one !== undefined)
  const missed = plan.schedule.missed.map(({ stage, byMs }) => {
    const name = stage === undefined ? workflow.name : (workflow.stages[stage]?.name ?? '')
    return aboutAll(
      {
        en: `${name} misses its deadline by ${formatDuration(byMs, 'en')}.`,
        ko: `${name}이(가) 마감보다 ${formatDuration(byMs, 'ko')} 늦습니다.`,
      },
      {
        en: '`pwos plan --deadline` says what is the least to add.',
        ko: '최소한 무엇을 더해야 하는지는 `pwos plan --deadline`이 알려 줍니다.',
      },
      stage === undefined ? undefined : workflow.stages[stage]?.at,
    )
  })
  return [...missed, ...stated.slice(missed.length).map(() => fine)]
}

function safeDeadline({ plan }: Judged): readonly Look[] {
  const chance = plan.forecast?.deadline?.probability
  if (chance === undefined) return []
  if (chance >= 0.8) return [fine]
  return [
    aboutAll(
      {
        en: `The deadline is met in ${formatPercent(chance)} of simulated runs only.`,
        ko: `모의실행의 ${formatPercent(chance)}에서만 마감을 지킵니다.`,
      },
      {
        en: '`pwos plan --deadline` says what is the least to add.',
        ko: '최소한 무엇을 더해야 하는지는 `pwos plan --deadline`이 알려 줍니다.',
      },
    ),
  ]
}
