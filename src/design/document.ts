import { stringify } from 'yaml'
import type { Block } from './block-shape.ts'
import type { Charts } from './charts.ts'
import { prose } from './document-part.ts'
import { changesSection, type Revision } from './revision.ts'
import { graphSection, mapSection } from './sections/architecture.ts'
import { changeSection, rolesSection, technologySection, validationSection } from './sections/people.ts'
import { qualitySection, risksSection } from './sections/quality.ts'
import { chainSection, loadingSection, milestonesSection, scheduleSection } from './sections/schedule.ts'
import { summarySection } from './sections/summary.ts'
import type { View } from './view.ts'

/** `workflow-orchestration-plan.md`: the block for machines, then everything for people. */
export function documentOf(view: View, block: Block, revision: Revision, charts: Charts): string {
  const { workflow, say } = view
  const title = workflow.title ?? workflow.name
  const parts = [
    summarySection(view),
    changesSection(revision, view),
    mapSection(view),
    graphSection(view),
    scheduleSection(view, charts),
    milestonesSection(view),
    chainSection(view),
    loadingSection(view, charts),
    qualitySection(view),
    risksSection(view),
    rolesSection(view),
    technologySection(view),
    validationSection(view),
    changeSection(view),
  ].filter((part) => part !== undefined)
  const heading = prose(say({ en: `Orchestration plan: ${title}`, ko: `오케스트레이션 계획: ${title}` }))
  // Texts of several lines are quoted in one, so that no line of the block can look like the end of its fence; and so is what YAML 1.1,
  // which most readers still know, takes for a date or a truth value.
  const yaml = stringify(block, { lineWidth: 0, blockQuote: false, compat: 'yaml-1.1', aliasDuplicateObjects: false })
  const head = `# ${heading}\n\n${prose(identityLine(revision, view))}\n\n\`\`\`yaml\n${yaml}\`\`\`\n`
  return `${head}${parts.map(({ heading: name, body }) => `\n## ${say(name)}\n\n${body.trimEnd()}\n`).join('')}`
}

function identityLine({ identity, number }: Revision, { say, file }: View): string {
  return say({
    en: `${identity.id}, revision ${number}, ${identity.date}. Computed by PWOS from ${file}; change that file and plan again rather than this page.`,
    ko: `${identity.id}, ${number}판, ${identity.date}. PWOS가 ${file}에서 계산했습니다. 이 문서가 아니라 그 파일을 고치고 다시 계획하세요.`,
  })
}
