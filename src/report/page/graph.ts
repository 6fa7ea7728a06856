import { formatCount } from '../format.ts'
import { drawSvg, type StageNote } from '../graph-svg.ts'
import { markup, trusted } from '../markup.ts'
import type { StageFact } from '../stages.ts'
import type { Page, Section } from './page.ts'

/** The stage graph with how each stage fared: along the page, or down it where the page is narrow. */
export function graph(page: Page): Section {
  const { facts, say, language } = page
  const notes = new Map(facts.stages.map((stage) => [stage.stage, noteOf(page, stage)]))
  const wide = drawSvg(facts.graph, { language, notes, embedded: true })
  const narrow = drawSvg(facts.graph, { language, notes, embedded: true, direction: 'down' })
  const legend = say({
    en: 'Stacked boxes stand for many tasks. Thin lines go task by task, thick ones wait for a whole stage, dashed ones are order alone. ◆ is a gate.',
    ko: '겹친 상자는 여러 작업을 뜻합니다. 가는 선은 작업별로, 굵은 선은 단계 전체를 기다리며, 점선은 순서만 나타냅니다. ◆는 관문입니다.',
  })
  const body =
    wide === narrow
      ? markup`<figure><div class="scroll">${trusted(wide)}</div><figcaption>${legend}</figcaption></figure>`
      : markup`<figure><div class="scroll wide">${trusted(wide)}</div><div class="scroll narrow">${trusted(narrow)}</div><figcaption>${legend}</figcaption></figure>`
  return { id: 'graph', heading: say({ en: 'How the stages hang together', ko: '단계의 얼개' }), body }
}

function noteOf(page: Page, stage: StageFact): StageNote {
  const { say } = page
  const { counts } = stage
  const retries =
    stage.retries > 0 ? say({ en: ` · ${formatCount(stage.retries)} repeated`, ko: ` · 재시도 ${formatCount(stage.retries)}` }) : ''
  if (counts.failed > 0)
    return {
      tone: 'bad',
      text: say({ en: `✕ ${formatCount(counts.failed)} failed`, ko: `✕ ${formatCount(counts.failed)}개 실패` }) + retries,
    }
  if (counts.ignored > 0)
    return {
      tone: 'warn',
      text: say({ en: `! ${formatCount(counts.ignored)} ignored`, ko: `! ${formatCount(counts.ignored)}개 무시` }) + retries,
    }
  if (stage.tasks !== undefined && stage.tasks > 0 && counts.done === stage.tasks) {
    const reused =
      stage.reused > 0 ? say({ en: ` · ${formatCount(stage.reused)} reused`, ko: ` · ${formatCount(stage.reused)}개 재사용` }) : ''
    const unmet = unmetGates(page, stage.stage)
    if (unmet > 0)
      return {
        tone: 'warn',
        text: say({ en: `! done, ${unmet} ${unmet === 1 ? 'gate' : 'gates'} not met`, ko: `! 완료, 못 넘은 관문 ${unmet}개` }) + retries,
      }
    return { tone: 'good', text: `✓ ${say({ en: 'done', ko: '완료' })}${reused}${retries}` }
  }
  if (counts.running + counts.queued + counts.released + counts.retrying + counts.done > 0) {
    return { tone: 'busy', text: `▸ ${formatCount(counts.done)} / ${formatCount(stage.tasks ?? 0)}${retries}` }
  }
  return counts.skipped > 0
    ? { tone: 'idle', text: say({ en: '– skipped', ko: '– 건너뜀' }) }
    : { tone: 'idle', text: say({ en: '– not started', ko: '– 시작 전' }) }
}

/** Gates below `required` that did not hold everywhere, or could not be judged; a stretch goal is no shortcoming. */
function unmetGates({ facts }: Page, stage: number): number {
  return facts.gates.filter((gate) => gate.stage === stage && gate.level !== 'stretch' && gate.failed + gate.inconclusive > 0).length
}
