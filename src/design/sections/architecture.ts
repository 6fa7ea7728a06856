import { graphOf } from '#analyze/graph.ts'
import type { Stage } from '#model/workflow.ts'
import { drawMermaid } from '#report/graph-mermaid.ts'
import { type Part, table } from '../document-part.ts'
import { stageEntry, stageId } from '../stage-entry.ts'
import { needsOf, scheduleOf, tasksOf, type View, whoText } from '../view.ts'

/** Every component: stages with what goes in and comes out, who and what they need, and the programs they call. */
export function mapSection(view: View): Part {
  const { workflow, say } = view
  const rows = workflow.stages.map((stage) => {
    const entry = stageEntry(stage, view)
    return [
      stageId(stage),
      entry.stage_name,
      tasksOf(view, stage.index),
      entry.input_requirements.join('; '),
      entry.output_deliverables.join('; '),
      needsOf(stage, view),
      doerOf(stage, view),
    ]
  })
  const head = [
    ['Id', '번호'],
    ['Stage', '단계'],
    ['Tasks', '작업'],
    ['In', '입력'],
    ['Out', '출력'],
    ['Needs', '필요 자원'],
    ['Done by', '수행'],
  ].map(([en = '', ko = '']) => say({ en, ko }))
  return { heading: { en: 'Process map', ko: '공정 지도' }, body: table(head, rows) }
}

/** Who does it, or the beginning of the script's last command line: the program that does the work. */
function doerOf({ human, run }: Stage, view: View): string {
  if (human !== undefined) return whoText(human.by, view)
  if (run === undefined) return view.say({ en: 'nothing to run', ko: '실행 없음' })
  const line = run.source
    .trim()
    .split('\n')
    .findLast((one) => one.trim() !== '' && !one.trim().startsWith('#'))
  return `\`${line?.trim().split(/\s+/).slice(0, 2).join(' ') ?? ''}\``
}

export function graphSection(view: View): Part {
  const counts = view.workflow.stages.map(({ index }) => scheduleOf(view, index).count)
  const drawing = drawMermaid(graphOf(view.workflow, counts), view.language)
  return { heading: { en: 'Dependency graph', ko: '의존 관계 그래프' }, body: `\`\`\`mermaid\n${drawing}\`\`\`` }
}
