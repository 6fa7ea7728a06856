import { stageTime } from '../stage-time.ts'
import { about, aboutAll, fine, type Judged, type Look, type Rule } from './rule.ts'

const rule = (id: string, weight: Rule['weight'], title: Rule['title'], look: Rule['look']): Rule => ({
  id,
  criterion: 'V4',
  weight,
  title,
  look,
})

/** V4: what goes on is seen, and compared with what was expected. */
export const monitoringRules: readonly Rule[] = [
  rule('V4.1', 'weak', { en: 'A task that hangs is ended', ko: '멈춘 작업은 종료된다' }, hanging),
  rule('V4.2', 'weak', { en: 'Stages that take long report metrics', ko: '오래 걸리는 단계는 지표를 보고한다' }, measured),
  rule('V4.3', 'remark', { en: 'Durations are measured, not only stated', ko: '소요 시간은 적힌 값이 아니라 측정된 값이다' }, learned),
  rule(
    'V4.4',
    'remark',
    {
      en: 'Where people or instruments are booked a deadline is stated, so that a late run is warned of',
      ko: '사람이나 장비를 예약하면 마감이 있어 늦는 실행을 경고할 수 있다',
    },
    deadline,
  ),
  rule('V4.5', 'remark', { en: 'Every stage says what it is for', ko: '모든 단계가 목적을 적는다' }, objectives),
]

function hanging({ workflow }: Judged): readonly Look[] {
  return workflow.stages
    .filter(({ run }) => run !== undefined)
    .map((stage) =>
      stage.stall !== undefined || stage.needs.some(({ pool }) => pool === 'time')
        ? fine
        : about(
            stage,
            { en: `A task of ${stage.name} that hangs would hang for ever.`, ko: `${stage.name}의 작업이 멈추면 끝나지 않습니다.` },
            { en: 'Write `needs: { time: … }` or `stall: …`.', ko: '`needs: { time: … }`이나 `stall: …`을 쓰세요.' },
          ),
    )
}

const longMs = 600_000

function measured({ workflow, plan }: Judged): readonly Look[] {
  return workflow.stages
    .filter(({ run }) => run !== undefined)
    .flatMap((stage) => {
      const long = stageTime(plan, stage.index).meanMs > longMs
      if (!long) return []
      return stage.metrics.length > 0 || stage.gates.length > 0
        ? [fine]
        : [
            about(
              stage,
              {
                en: `${stage.name} takes more than 10 min and reports no metric.`,
                ko: `${stage.name}은(는) 10분 넘게 걸리는데 보고하는 지표가 없습니다.`,
              },
              {
                en: 'Write JSON lines to `$PWOS_METRICS`, and declare them under `metrics`.',
                ko: '`$PWOS_METRICS`에 JSON 줄을 쓰고 `metrics`에 선언하세요.',
              },
            ),
          ]
    })
}

function learned({ workflow, plan }: Judged): readonly Look[] {
  const stages = workflow.stages.filter(({ run, human }) => run !== undefined || human !== undefined)
  const unmeasured = stages.filter(({ index }) => plan.durations[index]?.source.kind !== 'history').map(({ name }) => name)
  if (stages.length === 0) return []
  if (unmeasured.length === 0) return [fine]
  const names = unmeasured.length > mostNames ? [...unmeasured.slice(0, mostNames), '…'] : unmeasured
  return [
    aboutAll(
      {
        en: `No three tasks of ${names.join(', ')} have been measured yet.`,
        ko: `${names.join(', ')}에서 측정된 작업이 아직 셋이 되지 않습니다.`,
      },
      { en: 'Run it, then plan again.', ko: '실행한 뒤 다시 계획하세요.' },
    ),
  ]
}

const mostNames = 6

function deadline({ workflow }: Judged): readonly Look[] {
  if (workflow.people.length === 0 && workflow.instruments.length === 0) return []
  if (workflow.deadline !== undefined) return [fine]
  return [
    aboutAll(
      {
        en: `No deadline is stated, though ${[...workflow.instruments, ...workflow.people][0]?.name ?? ''} must be booked.`,
        ko: `${[...workflow.instruments, ...workflow.people][0]?.name ?? ''}을(를) 예약해야 하는데 마감이 없습니다.`,
      },
      { en: 'Write `deadline: 2026-12-31`, if there is one.', ko: '있다면 `deadline: 2026-12-31`처럼 쓰세요.' },
    ),
  ]
}

function objectives({ workflow }: Judged): readonly Look[] {
  return workflow.stages.map((stage) =>
    stage.objectives.length > 0
      ? fine
      : about(
          stage,
          { en: `${stage.name} does not say what it is for.`, ko: `${stage.name}의 목적이 적혀 있지 않습니다.` },
          { en: 'Write `objectives`.', ko: '`objectives`를 쓰세요.' },
        ),
  )
}
