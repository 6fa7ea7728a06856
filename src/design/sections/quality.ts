import { earlierIssueText } from '#report/earlier-issue-text.ts'
import { formatPercent } from '#report/format.ts'
import { bullets, type Part, table } from '../document-part.ts'
import { gateLine } from '../stage-entry.ts'
import { allBehind, approvalText, listed, type View } from '../view.ts'

/** Every gate, what it judges, and what follows when it does not pass. */
export function qualitySection(view: View): Part {
  const { workflow, say } = view
  const rows = workflow.stages.flatMap((stage) => {
    const behind = listed(
      allBehind(view, stage.index).map(({ name }) => name),
      view,
      4,
    )
    const gates = stage.gates.map((gate) => [stage.name, gateLine(gate, view), gate.level === 'required' ? behind : ''])
    if (stage.human?.kind !== 'approval') return gates
    return [...gates, [stage.name, approvalText(stage.human, view), behind]]
  })
  const head = [say({ en: 'Stage', ko: '단계' }), say({ en: 'Criterion', ko: '기준' }), say({ en: 'Stops', ko: '막는 단계' })]
  const body =
    rows.length > 0
      ? table(head, rows)
      : say({ en: 'No stage has a gate or an approval: any result passes.', ko: '관문이나 승인이 없어 어떤 결과든 통과합니다.' })
  return { heading: { en: 'Quality framework', ko: '품질 체계' }, body }
}

/** What the effectiveness rules found, and stages that may decide the end without being planned to. */
export function risksSection(view: View): Part {
  const { findings, plan, workflow, say } = view
  const planned = new Set(plan.schedule.chain.map(({ stage }) => stage))
  const hidden = (plan.forecast?.stages ?? [])
    .filter(({ stage, criticality }) => !planned.has(stage) && criticality >= 0.05)
    .map(({ stage, criticality }) =>
      say({
        en: `${workflow.stages[stage]?.name ?? ''} is not on the planned chain, and fixes the end in ${formatPercent(criticality)} of simulated runs.`,
        ko: `${workflow.stages[stage]?.name ?? ''}은(는) 계획의 사슬에 없지만 모의실행의 ${formatPercent(criticality)}에서 끝을 정합니다.`,
      }),
    )
  const found = findings
    .filter(({ weight }) => weight !== 'remark')
    .map(({ rule, message, fix }) => `${say(message)} ${say(fix)} (${rule})`)
  const earlier = (plan.input.history.issues ?? []).map((issue) => say(earlierIssueText(issue)))
  const lines = [...earlier, ...found, ...hidden]
  const none = say({
    en: 'No rule of `pwos check --effectiveness` found a weakness.',
    ko: '`pwos check --effectiveness`의 어떤 규칙도 약점을 찾지 못했습니다.',
  })
  return { heading: { en: 'Risks', ko: '위험' }, body: lines.length > 0 ? bullets(lines) : none }
}
