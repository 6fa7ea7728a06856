import type { StageEdge, StageGraph, StageNode } from '#analyze/graph.ts'
import type { Language } from '#expression/text.ts'
import { nodeLines } from './graph-label.ts'

/** The stage graph in Graphviz's language (https://graphviz.org/doc/info/lang.html). */
export function drawDot(graph: StageGraph, language: Language = 'en'): string {
  const lines = [
    `digraph ${quoted(graph.name)} {`,
    '  rankdir=TB; node [shape=box, style=rounded, fontname="Helvetica"]; edge [fontname="Helvetica", fontsize=10];',
  ]
  if (graph.title !== undefined) lines.push(`  label=${quoted(graph.title)}; labelloc=t;`)
  for (const node of graph.nodes) lines.push(`  s${node.index} [label=${quoted(nodeLines(node, language).join('\n'))}${form(node)}];`)
  for (const edge of graph.edges) lines.push(`  s${edge.from} -> s${edge.to}${attributes(edge)};`)
  return `${lines.join('\n')}\n}\n`
}

function form(node: StageNode): string {
  const style = [node.conditional ? 'dashed' : '', node.gates.length > 0 ? 'bold' : ''].filter((one) => one !== '')
  const peripheries = node.fanout === 'single' ? '' : ', peripheries=2'
  return `${style.length === 0 ? '' : `, style="rounded,${style.join(',')}"`}${peripheries}`
}

function attributes(edge: StageEdge): string {
  const given = [
    edge.outputs.length === 0 ? '' : `label=${quoted(edge.outputs.join(', '))}`,
    edge.kind === 'order' ? 'style=dashed' : edge.kind === 'whole' ? 'penwidth=2' : '',
  ].filter((one) => one !== '')
  return given.length === 0 ? '' : ` [${given.join(', ')}]`
}

function quoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\r?\n/g, '\\n')}"`
}
