import { isMended } from '#model/gate.ts'
import { formatDuration } from '#report/format.ts'
import { stageTime } from '../stage-time.ts'
import { about, fine, type Judged, type Look, type Rule } from './rule.ts'

const rule = (id: string, weight: Rule['weight'], title: Rule['title'], look: Rule['look']): Rule => ({
  id,
  criterion: 'V1',
  weight,
  title,
  look,
})

/** V1: all stages are coordinated by mechanisms that fit. */
export const coordinationRules: readonly Rule[] = [
  rule('V1.1', 'weak', { en: 'No stage stands apart from the others', ko: '홀로 떨어진 단계가 없다' }, apart),
  rule('V1.2', 'weak', { en: 'What is handed over is checked', ko: '넘겨주는 것은 검사된다' }, handedOver),
  rule(
    'V1.3',
    'weak',
    { en: 'What is dear to lose says what to do when it fails', ko: '잃으면 아까운 작업은 실패했을 때 할 일을 정한다' },
    recovery,
  ),
  rule('V1.4', 'weak', { en: 'No work hangs on one person', ko: '한 사람에게만 매인 작업이 없다' }, onePerson),
  rule('V1.5', 'weak', { en: 'People are told what to do and what they decide on', ko: '사람은 할 일과 결정할 대상을 안다' }, told),
]

function followers({ workflow }: Judged, index: number) {
  return workflow.stages.filter(({ dependencies }) => dependencies.some(({ stage }) => stage === index))
}

function apart(judged: Judged): readonly Look[] {
  const { stages } = judged.workflow
  if (stages.length < 2) return []
  return stages.map((stage) =>
    stage.dependencies.length > 0 || followers(judged, stage.index).length > 0
      ? fine
      : about(
          stage,
          {
            en: `${stage.name} waits for nothing and nothing waits for it.`,
            ko: `${stage.name}은(는) 기다리는 것도 기다려지는 것도 없습니다.`,
          },
          { en: 'Use its outputs in another stage, or name it in `after`.', ko: '다른 단계에서 출력을 쓰거나 `after`에 적으세요.' },
        ),
  )
}

function handedOver({ workflow }: Judged): readonly Look[] {
  return workflow.stages.flatMap((stage) => {
    const used = stage.outputs.filter(({ name }) =>
      workflow.stages.some(({ dependencies }) => dependencies.some((one) => one.stage === stage.index && one.outputs.includes(name))),
    )
    return used.map(({ name, format, kind }) =>
      format !== undefined || kind !== 'file' || stage.fanout.kind === 'pieces'
        ? fine
        : about(
            stage,
            {
              en: `The output ${name} of ${stage.name} is handed on without a check of its content.`,
              ko: `${stage.name}의 출력 ${name}이(가) 내용 검사 없이 넘어갑니다.`,
            },
            {
              en: `Write \`format: json\`, \`csv\` or \`text\` under \`outputs.${name}\`.`,
              ko: `\`outputs.${name}\`에 \`format: json\`, \`csv\`, \`text\` 중 하나를 쓰세요.`,
            },
          ),
    )
  })
}

/** A task that takes so long, or that holds an instrument or a person, is dear to lose. */
const dearMs = 3_600_000

function recovery(judged: Judged): readonly Look[] {
  const { workflow, plan } = judged
  const booked = new Set([
    ...workflow.instruments.map(({ name }) => name),
    ...workflow.people.flatMap(({ name, roles }) => [name, ...roles]),
  ])
  return workflow.stages
    .filter(({ run }) => run !== undefined)
    .flatMap((stage) => {
      const takes = stageTime(plan, stage.index).meanMs
      const held = stage.needs.find(({ pool }) => booked.has(pool))?.pool
      const isKnown = plan.durations[stage.index]?.source.kind !== 'limit'
      if (held === undefined && !(isKnown && takes >= dearMs)) return []
      if (stage.onError.length > 0 || (stage.remedies ?? []).some(({ repairs }) => repairs.length > 0) || stage.gates.some(isMended))
        return [fine]
      const what =
        held === undefined
          ? { en: `takes ${formatDuration(takes, 'en')}`, ko: `${formatDuration(takes, 'ko')} 걸립니다` }
          : { en: `holds ${held}`, ko: `${held}을(를) 씁니다` }
      return [
        about(
          stage,
          {
            en: `A task of ${stage.name} ${what.en}, and nothing says what to do when it fails.`,
            ko: `${stage.name}의 작업은 ${what.ko}. 그런데 실패했을 때 할 일이 적혀 있지 않습니다.`,
          },
          {
            en: 'Write `on_error`, for example `- { cause: out_of_time, retry: { at_most: 1 } }`.',
            ko: '`on_error`를 쓰세요. 예: `- { cause: out_of_time, retry: { at_most: 1 } }`',
          },
        ),
      ]
    })
}

function onePerson({ workflow }: Judged): readonly Look[] {
  const roles = new Set(workflow.people.flatMap(({ roles: own }) => own))
  return [...roles].flatMap((role) => {
    const able = workflow.people.filter((person) => person.roles.includes(role))
    // Whose decision it is may well be one person's; work should not be.
    const users = workflow.stages.filter(({ needs, human }) => human?.kind !== 'approval' && needs.some(({ pool }) => pool === role))
    const [stage] = users
    const [only] = able
    if (stage === undefined) return []
    if (able.length > 1 || only === undefined) return [fine]
    return [
      about(
        stage,
        {
          en: `Only ${only.name} is ${role}: an absence stops ${users.map(({ name }) => name).join(', ')}.`,
          ko: `${role} 역할은 ${only.name}뿐입니다. 자리를 비우면 ${users.map(({ name }) => name).join(', ')}이(가) 멈춥니다.`,
        },
        { en: `Give a second person the role ${role}.`, ko: `다른 한 사람에게도 ${role} 역할을 주세요.` },
      ),
    ]
  })
}

function told({ workflow }: Judged): readonly Look[] {
  return workflow.stages.flatMap((stage) => {
    const { human } = stage
    if (human === undefined) return []
    if (human.kind === 'task')
      return human.instructions !== undefined
        ? [fine]
        : [
            about(
              stage,
              { en: `${stage.name} does not say what is to be done.`, ko: `${stage.name}에 할 일이 적혀 있지 않습니다.` },
              { en: 'Write `instructions` under `task`.', ko: '`task`에 `instructions`를 쓰세요.' },
            ),
          ]
    return human.of.length > 0
      ? [fine]
      : [
          about(
            stage,
            {
              en: `${stage.name} approves nothing in particular, so it would not lapse when results change.`,
              ko: `${stage.name}은(는) 승인 대상이 없어, 결과가 바뀌어도 승인이 그대로 남습니다.`,
            },
            { en: 'Name the outputs in `of`.', ko: '`of`에 출력을 적으세요.' },
          ),
        ]
  })
}
