import type { StageEdge, StageGraph, StageNode } from '#analyze/graph.ts'
import type { Language } from '#expression/text.ts'
import { gateLine, taskLine } from './graph-label.ts'
import { type Layout, layOut, type Placed, type Point } from './graph-layout.ts'
import { drawable } from './graph-outline.ts'
import { graphStyle } from './graph-style.ts'
import { type Markup, markup, trusted } from './markup.ts'
import { columnsOf, shorten } from './text-width.ts'

export interface GraphSvgOptions {
  readonly language: Language
  /** Where the data goes; left out: to the right while that fits a page, else down. */
  readonly direction?: 'right' | 'down'
  /** How each stage fared, by index, once there is a run. */
  readonly notes?: ReadonlyMap<number, StageNote>
  /** Inside a page that has the style already; a drawing of its own brings it along. */
  readonly embedded?: boolean
}

export interface StageNote {
  readonly tone: 'good' | 'bad' | 'warn' | 'busy' | 'idle'
  readonly text: string
}

const margin = 14
const widestPage = 1_120
const lineHeight = 17

/** The stage graph as an SVG drawing of its own, light and dark; of more than 300 stages an outline. */
export function drawSvg(whole: StageGraph, options: GraphSvgOptions): string {
  const { graph, outlined } = drawable(whole)
  const notes = outlined ? undefined : options.notes
  const boxes = graph.nodes.map((node) => boxOf(node, options.language, notes?.get(node.index)))
  const labelled = graph.edges.length <= 16
  const lay = (direction: 'right' | 'down') => layoutOf(graph, boxes, direction, labelled)
  const wide = options.direction === 'down' ? undefined : lay('right')
  const direction = options.direction ?? (wide !== undefined && wide.along + 2 * margin <= widestPage ? 'right' : 'down')
  const layout = direction === 'right' && wide !== undefined ? wide : lay('down')
  const width = Math.ceil((direction === 'right' ? layout.along : layout.across) + 2 * margin + deck)
  const height = Math.ceil((direction === 'right' ? layout.across : layout.along) + 2 * margin + deck)
  const at = (point: Point) =>
    direction === 'right'
      ? { x: point.along + margin, y: point.across + margin + deck }
      : { x: point.across + margin, y: point.along + margin + deck }
  const name = graph.title ?? graph.name
  const fanouts = new Set(graph.nodes.filter((node) => node.fanout !== 'single').map((node) => node.index))
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="pwos-graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${accessibleName(name, options.language)}">
<title>${accessibleName(name, options.language)}</title>${options.embedded === true ? undefined : trusted(`<style>${graphStyle}</style>`)}
<g class="edges">${graph.edges.map((edge, index) => drawEdge(edge, clearOfCards(layout.edges[index] ?? [], direction === 'down' && fanouts.has(edge.to)), at, direction, labelled))}</g>
<g class="nodes">${boxes.map((box, index) => drawBox(box, layout.nodes[index], at))}</g>
</svg>
`.text
}

/** How far the cards of a fan-out stand out behind its box. */
const deck = 5

interface Box {
  readonly node: StageNode
  readonly width: number
  readonly height: number
  readonly lines: readonly { readonly className: string; readonly text: string }[]
  readonly note: StageNote | undefined
}

function boxOf(node: StageNode, language: Language, note: StageNote | undefined): Box {
  const lines = [{ className: 'name', text: shorten(node.name, 34) }]
  const tasks = taskLine(node, language)
  if (tasks !== undefined) lines.push({ className: 'tasks', text: shorten(tasks, 36) })
  if (node.gates.length > 0) lines.push({ className: 'gate', text: shorten(gateLine(node), 40) })
  if (note !== undefined) lines.push({ className: `note ${note.tone}`, text: shorten(note.text, 40) })
  const widest = lines.reduce((most, line) => Math.max(most, columnsOf(line.text) * (line.className === 'name' ? 7.7 : 6.5)), 0)
  return { node, width: Math.max(86, Math.ceil(widest) + 28), height: lines.length * lineHeight + 18, lines, note }
}

function layoutOf(graph: StageGraph, boxes: readonly Box[], direction: 'right' | 'down', labelled: boolean): Layout {
  const longest = graph.edges.reduce((most, edge) => Math.max(most, columnsOf(shorten(edge.outputs.join(', '), 22))), 0)
  const gapRight = labelled ? Math.max(46, longest * 6 + 30) : 52
  return layOut(graph, {
    sizes: boxes.map((box) =>
      direction === 'right' ? { along: box.width, across: box.height } : { along: box.height, across: box.width },
    ),
    gapAlong: direction === 'right' ? gapRight : labelled && longest > 0 ? 50 : 42,
    gapAcross: direction === 'right' ? 26 : 30,
  })
}

/** From above, an arrow ends at the cards behind the box, which would hide its tip. */
function clearOfCards(points: readonly Point[], cards: boolean): readonly Point[] {
  const last = points.at(-1)
  return !cards || last === undefined ? points : [...points.slice(0, -1), { ...last, along: last.along - deck }]
}

type ToPage = (point: Point) => { readonly x: number; readonly y: number }

function drawEdge(edge: StageEdge, points: readonly Point[], at: ToPage, direction: 'right' | 'down', labelled: boolean): Markup {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return markup``
  const path = curve(points, at, direction)
  const tip = at(last)
  const turn = direction === 'right' ? '' : ` rotate(90 ${round(tip.x)} ${round(tip.y)})`
  const label = labelled && edge.outputs.length > 0 ? labelOf(edge, points, at, direction) : undefined
  return markup`<g class="edge ${edge.kind}"><path d="${path}"/><path class="tip" transform="translate(0 0)${turn}" d="M${round(tip.x)} ${round(tip.y)}l-7 -4v8z"/>${label}</g>`
}

function labelOf(edge: StageEdge, points: readonly Point[], at: ToPage, direction: 'right' | 'down'): Markup {
  // A long edge has its straight piece after the first bend, where nothing else is written.
  const from = points.length > 2 ? 1 : 0
  const a = points[from] ?? { along: 0, across: 0 }
  const b = points[from + 1] ?? a
  const middle = at({ along: (a.along + b.along) / 2, across: (a.across + b.across) / 2 })
  const y = middle.y + (direction === 'right' ? -5 : 4)
  return markup`<text x="${round(middle.x)}" y="${round(y)}" text-anchor="middle">${shorten(edge.outputs.join(', '), 22)}</text>`
}

/** Straight through the layers it passes, and an S between them. */
function curve(points: readonly Point[], at: ToPage, direction: 'right' | 'down'): string {
  const pieces: string[] = []
  points.forEach((point, index) => {
    const here = at(point)
    const before = points[index - 1]
    if (before === undefined) {
      pieces.push(`M${round(here.x)} ${round(here.y)}`)
      return
    }
    const there = at(before)
    if (before.across === point.across) pieces.push(`L${round(here.x)} ${round(here.y)}`)
    else if (direction === 'right') {
      const middle = (there.x + here.x) / 2
      pieces.push(`C${round(middle)} ${round(there.y)} ${round(middle)} ${round(here.y)} ${round(here.x)} ${round(here.y)}`)
    } else {
      const middle = (there.y + here.y) / 2
      pieces.push(`C${round(there.x)} ${round(middle)} ${round(here.x)} ${round(middle)} ${round(here.x)} ${round(here.y)}`)
    }
  })
  return pieces.join('')
}

function drawBox(box: Box, placed: Placed | undefined, at: ToPage): Markup {
  if (placed === undefined) return markup``
  const middle = at(placed)
  const x = round(middle.x - box.width / 2)
  const y = round(middle.y - box.height / 2)
  const classes = [
    'node',
    box.node.conditional ? 'conditional' : '',
    box.node.gates.length > 0 ? 'gated' : '',
    box.note?.tone ?? '',
  ].filter((one) => one !== '')
  const cards = box.node.fanout === 'single' ? [] : [deck, deck / 2]
  return markup`<g class="${classes.join(' ')}"><title>${box.node.title ?? box.node.name}</title>${cards.map(
    (off) => markup`<rect class="card" x="${x + off}" y="${y - off}" width="${box.width}" height="${box.height}" rx="8"/>`,
  )}<rect class="box" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="8"/>${box.lines.map(
    (line, index) => markup`<text class="${line.className}" x="${x + 14}" y="${y + 9 + lineHeight * (index + 0.75)}">${line.text}</text>`,
  )}</g>`
}

function accessibleName(name: string, language: Language): string {
  return { en: `Stage graph of ${name}`, ko: `${name}의 단계 그래프` }[language]
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
