import type { StageNode } from '#analyze/graph.ts'
import type { Language, Text } from '#expression/text.ts'
import { formatCount } from './format.ts'
import { columnsOf, shorten } from './text-width.ts'

/** What a drawing writes into a stage's box: its name, how many tasks and why, its gates. */
export function nodeLines(node: StageNode, language: Language): readonly string[] {
  const lines = [node.name]
  const tasks = taskLine(node, language)
  if (tasks !== undefined) lines.push(tasks)
  if (node.gates.length > 0) lines.push(gateLine(node))
  return lines
}

/** `39 tasks · L × T`; undefined for a single stage, which has nothing to tell. */
export function taskLine(node: StageNode, language: Language): string | undefined {
  if (node.fanout === 'single') return undefined
  const axes = node.axes.length === 0 ? '' : ` · ${node.axes.join(' × ')}`
  return `${countText(node.count)[language]}${axes}`
}

/** `◆ thermalised ◆ converged +2`: as many by name as fit into a box. */
export function gateLine(node: StageNode): string {
  let line = ''
  for (const [at, gate] of node.gates.entries()) {
    const longer = `${line}${at === 0 ? '' : ' '}◆ ${shorten(gate, widestGates)}`
    if (at > 0 && columnsOf(longer) > widestGates) return `${line} +${node.gates.length - at}`
    line = longer
  }
  return line
}

const widestGates = 32

export function countText(count: number | undefined): Text {
  if (count === undefined) return { en: '? tasks', ko: '작업 ?개' }
  return { en: count === 1 ? '1 task' : `${formatCount(count)} tasks`, ko: `작업 ${formatCount(count)}개` }
}
