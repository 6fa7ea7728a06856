import type { Stage, Workflow } from '#model/workflow.ts'
import { about, fine, type Judged, type Look, type Rule } from './rule.ts'

const rule = (id: string, weight: Rule['weight'], title: Rule['title'], look: Rule['look']): Rule => ({
  id,
  criterion: 'V3',
  weight,
  title,
  look,
})

/** V3: gates stand throughout the workflow. */
export const qualityRules: readonly Rule[] = [
  rule('V3.1', 'wrong', { en: 'The study has at least one gate or approval', ko: '연구에 관문이나 승인이 하나는 있다' }, any),
  rule('V3.2', 'weak', { en: 'Results of the study are judged', ko: '연구의 결과는 판정된다' }, ends),
  rule(
    'V3.3',
    'weak',
    { en: 'What many stages build on, or the critical chain, is judged', ko: '여러 단계의 바탕이나 임계 사슬은 판정된다' },
    junctions,
  ),
  rule(
    'V3.4',
    'remark',
    { en: 'What gates judge is declared, so that they are checked before a run', ko: '관문이 보는 값은 선언되어 실행 전에 검사된다' },
    declared,
  ),
]

function isJudged({ gates, human }: Judged['workflow']['stages'][number]): boolean {
  return gates.length > 0 || human?.kind === 'approval'
}

function gateFix(name: string) {
  return {
    en: `Write \`gates: [{ name: …, check: "…" }]\` under ${name}: a criterion over its metrics.`,
    ko: `${name}에 지표에 대한 기준 \`gates: [{ name: …, check: "…" }]\`를 쓰세요.`,
  }
}

function any({ workflow }: Judged): readonly Look[] {
  const [first] = workflow.stages
  if (first === undefined || workflow.stages.some(isJudged)) return [fine]
  return [
    about(first, { en: 'No stage has a gate: any result passes.', ko: '관문이 하나도 없어 어떤 결과든 통과합니다.' }, gateFix(first.name)),
  ]
}

function followers({ workflow }: Judged, index: number): number {
  return workflow.stages.filter(({ dependencies }) => dependencies.some(({ stage }) => stage === index)).length
}

function ends(judged: Judged): readonly Look[] {
  return judged.workflow.stages
    .filter(({ index }) => followers(judged, index) === 0)
    .map((stage) =>
      isJudged(stage)
        ? fine
        : about(
            stage,
            {
              en: `${stage.name} is an end of the study, and nothing judges it.`,
              ko: `${stage.name}은(는) 연구의 끝인데 판정이 없습니다.`,
            },
            gateFix(stage.name),
          ),
    )
}

/** Who goes on with its data; pieces only stand between. */
function readersOf(workflow: Workflow, index: number): readonly Stage[] {
  const readers = workflow.stages.filter(({ dependencies }) => dependencies.some((one) => one.stage === index && !one.order))
  return readers.flatMap((reader) => (reader.fanout.kind === 'pieces' ? readersOf(workflow, reader.index) : [reader]))
}

/** Stages whose data others go on with, where a bad result would be carried on: neither they nor all who read it judge it. */
function junctions(judged: Judged): readonly Look[] {
  const { workflow, plan } = judged
  const critical = new Set(plan.schedule.chain.map(({ stage }) => stage))
  return workflow.stages.flatMap((stage) => {
    const readers = readersOf(workflow, stage.index)
    if (stage.fanout.kind === 'pieces') return []
    const count = plan.schedule.stages[stage.index]?.count ?? 1
    if (readers.length === 0 || !(critical.has(stage.index) || readers.length >= 3 || count >= 10)) return []
    if (isJudged(stage) || readers.every(isJudged)) return [fine]
    const why =
      readers.length >= 3
        ? { en: `${readers.length} stages build on it`, ko: `${readers.length}개 단계의 바탕` }
        : count >= 10
          ? { en: `${count} tasks of it are gathered`, ko: `작업 ${count}개가 모임` }
          : { en: 'it is on the critical chain', ko: '임계 사슬에 있음' }
    const unjudged = readers.find((reader) => !isJudged(reader))?.name ?? ''
    return [
      about(
        stage,
        {
          en: `Nothing judges ${stage.name} before ${unjudged} goes on with it, and ${why.en}.`,
          ko: `${stage.name}의 결과를 판정하지 않고 ${unjudged}에서 씁니다 (${why.ko}).`,
        },
        gateFix(stage.name),
      ),
    ]
  })
}

function declared({ workflow }: Judged): readonly Look[] {
  return workflow.stages
    .filter(({ gates, run }) => gates.length > 0 && run !== undefined)
    .map((stage) =>
      stage.metrics.length > 0
        ? fine
        : about(
            stage,
            {
              en: `The gates of ${stage.name} judge metrics that are not declared.`,
              ko: `${stage.name}의 관문이 선언되지 않은 지표를 판정합니다.`,
            },
            { en: 'Declare them under `metrics`, with their units.', ko: '`metrics`에 단위와 함께 선언하세요.' },
          ),
    )
}
