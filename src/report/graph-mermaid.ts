import type { StageEdge, StageGraph, StageNode } from '#analyze/graph.ts'
import type { Language } from '#expression/text.ts'
import { nodeLines } from './graph-label.ts'

/** The stage graph as Mermaid text (https://mermaid.js.org/syntax/flowchart.html), for Markdown pages. */
export function drawMermaid(graph: StageGraph, language: Language = 'en'): string {
  const lines = ['flowchart TD']
  for (const node of graph.nodes) lines.push(`  ${shape(node, language)}`)
  for (const edge of graph.edges) lines.push(`  ${arrow(edge)}`)
  const gated = graph.nodes.filter((node) => node.gates.length > 0)
  if (gated.length > 0) lines.push('  classDef gated stroke-width:3px', `  class ${gated.map((node) => `s${node.index}`).join(',')} gated`)
  return `${lines.join('\n')}\n`
}

function shape(node: StageNode, language: Language): string {
  const label = nodeLines(node, language).map(quoted).join('<br/>')
  if (node.conditional) return `s${node.index}{{"${label}"}}`
  return node.fanout === 'single' ? `s${node.index}("${label}")` : `s${node.index}[["${label}"]]`
}

function arrow(edge: StageEdge): string {
  const line = edge.kind === 'order' ? '-.->' : edge.kind === 'whole' ? '==>' : '-->'
  const label = edge.outputs.length === 0 ? '' : `|"${quoted(edge.outputs.join(', '))}"|`
  return `s${edge.from} ${line}${label} s${edge.to}`
}

/** Mermaid's own entities: `#` starts one, so it is escaped too; everything that has a meaning in a label is. */
function quoted(text: string): string {
  return text.replace(/[#&<>"'`\\{}[\]()|;\n\r]/g, (character) => `#${character.charCodeAt(0)};`)
}
