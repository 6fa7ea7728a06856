import type { StageEdge, StageGraph, StageNode } from '#analyze/graph.ts'
import type { Language } from '#expression/text.ts'
import { formatCount } from './format.ts'
import { countText } from './graph-label.ts'
import { drawable } from './graph-outline.ts'
import { type Rail, railsOf } from './graph-rails.ts'
import { columnsOf, pad, shorten } from './text-width.ts'

const widestRails = 30
const mostFrom = 4

/** The stage graph for a terminal: one stage a row, with rails that show what waits for what. */
export function drawText(whole: StageGraph, language: Language): string {
  const { graph, outlined } = drawable(whole)
  const rails = railsOf(graph)
  const railed = rails.every((rail) => columnsOf(rail.row) <= widestRails)
  const width = railed ? rails.reduce((most, rail) => Math.max(most, columnsOf(rail.row), columnsOf(rail.below)), 0) : 0
  const names = graph.nodes.reduce((most, node) => Math.max(most, Math.min(36, columnsOf(node.name))), 0)
  const byIndex = new Map(graph.nodes.map((node) => [node.index, node]))
  const edges = new Map<number, StageEdge[]>()
  for (const edge of graph.edges) edges.set(edge.to, [...(edges.get(edge.to) ?? []), edge])
  const lines = [heading(whole, outlined, language), '']
  rails.forEach((rail, row) => {
    const node = byIndex.get(rail.stage)
    if (node === undefined) return
    const previous = rails[row - 1]
    // Without a line between, it would look as if it followed the stage above it.
    if (previous !== undefined && !edges.has(node.index) && previous.at === rail.at) lines.push(railed ? previous.below : '')
    lines.push(
      ...stageLines(node, rail, { railed, width, names, from: fromText(edges.get(node.index) ?? [], byIndex, language) }, language),
    )
  })
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

interface Columns {
  readonly railed: boolean
  readonly width: number
  readonly names: number
  readonly from: string
}

function stageLines(node: StageNode, rail: Rail, columns: Columns, language: Language): readonly string[] {
  const lead = (text: string) => (columns.railed ? `${pad(text, columns.width)}  ` : '')
  const first = `${lead(rail.row)}${pad(shorten(node.name, 36), columns.names)}  ${tasksText(node, language)}`
  const details = [
    columns.from === '' ? '' : `← ${columns.from}`,
    node.loop === undefined ? '' : `↻ ${untilText(node.loop, language)}`,
    node.conditional ? { en: 'only when its condition holds', ko: '조건이 맞을 때만' }[language] : '',
  ]
  const gates = [...(node.branches ?? []).map((branch) => branchText(branch, language)), ...node.gates.map((gate) => `◆ ${gate}`)]
  const below = [...details, ...gates].filter((one) => one !== '')
  return below.length === 0 ? [first] : [first, `${lead(rail.below)}  ${below.join('   ')}`]
}

function untilText({ until, atMost }: NonNullable<StageNode['loop']>, language: Language): string {
  const condition = shorten(until, 48)
  return { en: `until ${condition}, at most ${atMost} turns`, ko: `${condition}일 때까지, 최대 ${atMost}번` }[language]
}

/** `err > 0.5 ⇒ refine`. */
function branchText({ condition, then }: NonNullable<StageNode['branches']>[number], language: Language): string {
  const when = condition === undefined ? { en: 'else', ko: '그 밖에' }[language] : shorten(condition, 48)
  return `${when} ⇒ ${then.join(', ')}`
}

function tasksText(node: StageNode, language: Language): string {
  const axes = node.axes.length > 0 ? `  ${node.axes.join(' × ')}` : ''
  return countText(node.count)[language] + axes
}

/** `all sample: series · binder: u4`: whose outputs come in, and whether of all tasks together. */
function fromText(edges: readonly StageEdge[], byIndex: ReadonlyMap<number, StageNode>, language: Language): string {
  const shown = edges.slice(0, mostFrom).map((edge) => {
    const from = byIndex.get(edge.from)
    const name = from?.name ?? ''
    const many = edge.kind === 'whole' && from?.fanout !== 'single'
    const stage = many ? { en: `all ${name}`, ko: `${name} 모두` }[language] : name
    return `${stage}${edge.outputs.length > 0 ? `: ${edge.outputs.join(', ')}` : ''}`
  })
  const different = [...new Set(shown)]
  if (edges.length > mostFrom) different.push(`+${edges.length - mostFrom}`)
  return different.join(' · ')
}

function heading(graph: StageGraph, outlined: boolean, language: Language): string {
  const tasks = `${graph.tasks.exact ? '' : '≥ '}${formatCount(graph.tasks.count)}`
  const stages = formatCount(graph.nodes.filter(({ partOf }) => partOf === undefined).length)
  const text = {
    en: `${graph.name}: ${stages} ${graph.nodes.length === 1 ? 'stage' : 'stages'}, ${tasks} ${graph.tasks.count === 1 ? 'task' : 'tasks'}${outlined ? ' (outline: neighbouring layers are one row)' : ''}`,
    ko: `${graph.name}: 단계 ${stages}개, 작업 ${tasks}개${outlined ? ' (개요: 이웃한 층을 한 줄로 묶음)' : ''}`,
  }
  return text[language]
}
