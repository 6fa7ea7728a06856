import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphOf } from '#analyze/graph.ts'
import type { Workflow } from '#model/workflow.ts'
import { drawDot } from '#report/graph-dot.ts'
import { layOut } from '#report/graph-layout.ts'
import { drawMermaid } from '#report/graph-mermaid.ts'
import { drawSvg } from '#report/graph-svg.ts'
import { drawText } from '#report/graph-text.ts'
import { columnsOf } from '#report/text-width.ts'
import { after, axes, constant, element, gate, whole, workflow } from './by-hand.ts'
import { ising } from './ising.ts'
import { expectWellFormed } from './well-formed.ts'

const graph = graphOf(ising, [39, 39, 1])

const hostile = [
  '<script>alert(1)</script>',
  '"quoted" \'name\'',
  '격자 표본',
  'a&b;#35;',
  'end',
  'back\\slash',
  '`${x}`',
  'a --> b',
  '|pipe|',
  'line\nbreak',
]
const hostileGraph = graphOf(
  workflow(
    hostile.map((name, at) => ({ name, dependencies: at === 0 ? [] : [whole(at - 1, name)], gates: [gate(name, 'a < b')] })),
    { name: hostile[0]!, title: '"제목" <b>' },
  ),
)

/** Layered workflows with long edges, fan-outs and gates. */
const workflows: fc.Arbitrary<Workflow> = fc
  .array(fc.record({ from: fc.array(fc.nat(1_000), { maxLength: 3 }), many: fc.boolean(), gated: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((list) =>
    workflow(
      list.map(({ from, many, gated }, at) => ({
        name: `stage-${at}`,
        fanout: many ? axes({ x: [1, 2] }) : { kind: 'single' as const },
        gates: gated ? [gate('good', 'a < b')] : [],
        dependencies: at === 0 ? [] : [...new Set(from.map((one) => one % at))].map((one) => whole(one)),
      })),
    ),
  )

test('[REP-3] the text drawing shows each stage once, on rails that say what it follows', () => {
  expect(drawText(graph, 'en')).toBe(`ising-critical-point: 3 stages, 79 tasks

●    sample  39 tasks  L × T
│      ◆ thermalised
├─●  binder  39 tasks
│ │    ← sample: series
●─╯  fit     1 task
       ← all sample: series · all binder: cumulant   ◆ agrees-with-onsager   ◆ precise
`)
  expect(drawText(graph, 'ko')).toContain('ising-critical-point: 단계 3개, 작업 79개')
})

test('[REP-3] Mermaid: a node for each stage, an arrow for each edge', () => {
  expect(drawMermaid(graph)).toBe(`flowchart TD
  s0[["sample<br/>39 tasks · L × T<br/>◆ thermalised"]]
  s1[["binder<br/>39 tasks"]]
  s2("fit<br/>◆ agrees-with-onsager ◆ precise")
  s0 -->|"series"| s1
  s0 ==>|"series"| s2
  s1 ==>|"cumulant"| s2
  classDef gated stroke-width:3px
  class s0,s2 gated
`)
})

test('[REP-3] DOT: order alone is dashed, what may be skipped too', () => {
  const made = workflow([
    { name: 'a' },
    { name: 'b', when: constant('x'), dependencies: [after(0)] },
    { name: 'c', dependencies: [element(1, 'data')] },
  ])
  const dot = drawDot(graphOf(made))
  expect(dot).toContain('s1 [label="b", style="rounded,dashed"];')
  expect(dot).toContain('s0 -> s1 [style=dashed];')
  expect(dot).toContain('s1 -> s2 [label="data"];')
})

test('[REP-4] no name can break a drawing', () => {
  expectWellFormed(drawSvg(hostileGraph, { language: 'ko' }))
  for (const line of drawMermaid(hostileGraph).trimEnd().split('\n').slice(1)) {
    expect(line).toMatch(
      /^ {2}(?:s\d+(?:\(".*"\)|\[\[".*"\]\]|\{\{".*"\}\})|s\d+ (?:-->|==>|-\.->)(?:\|".*"\|)? s\d+|classDef gated .*|class [s\d,]+ gated)$/,
    )
    // Inside a label nothing is left that could end it.
    for (const label of line.matchAll(/"(.*?)"(?=[|)\]}])/g)) expect(label[1]).not.toMatch(/["`\\|;](?<!#\d+;)/)
  }
  for (const line of drawDot(hostileGraph).trimEnd().split('\n')) {
    const outside = line.replace(/"(?:[^"\\]|\\.)*"/g, '""')
    expect(outside).toMatch(/^(?:digraph "" \{| {2}[\w\s=,;>"[\]-]*|\})$/)
  }
})

test('[REP-4] Korean names keep the columns of the text drawing together', () => {
  const made = workflow([{ name: '표본' }, { name: 'fit', dependencies: [whole(0)] }])
  const rows = drawText(graphOf(made), 'ko')
    .split('\n')
    .filter((row) => row.includes('●'))
  const columns = rows.map((row) => columnsOf(row.slice(0, row.indexOf('작업'))))
  expect(new Set(columns).size).toBe(1)
})

test('[REP-5] drawings are the same every time, and complete', () => {
  fc.assert(
    fc.property(workflows, (made) => {
      const drawn = graphOf(made)
      const svg = drawSvg(drawn, { language: 'en' })
      expect(drawSvg(drawn, { language: 'en' })).toBe(svg)
      expect(svg.match(/class="box"/g)).toHaveLength(drawn.nodes.length)
      expect(svg.match(/class="edge /g) ?? []).toHaveLength(drawn.edges.length)
      const text = drawText(drawn, 'en')
      for (const node of drawn.nodes) expect(text.split('\n').filter((line) => line.includes(`${node.name} `))).not.toHaveLength(0)
    }),
    { numRuns: 50 },
  )
})

test('[REP-5] boxes of a layer keep apart, and edges go forward', () => {
  fc.assert(
    fc.property(workflows, (made) => {
      const drawn = graphOf(made)
      const layout = layOut(drawn, {
        sizes: drawn.nodes.map((_, at) => ({ along: 40, across: 30 + (at % 5) * 20 })),
        gapAlong: 20,
        gapAcross: 10,
      })
      for (const [at, a] of layout.nodes.entries()) {
        expect(a.across - a.acrossSize / 2).toBeGreaterThanOrEqual(-1e-6)
        expect(a.across + a.acrossSize / 2).toBeLessThanOrEqual(layout.across + 1e-6)
        for (const b of layout.nodes.slice(at + 1)) {
          const apartAlong = Math.abs(a.along - b.along) >= (a.alongSize + b.alongSize) / 2 - 1e-6
          const apartAcross = Math.abs(a.across - b.across) >= (a.acrossSize + b.acrossSize) / 2 + 9.9
          expect(apartAlong || apartAcross).toBe(true)
        }
      }
      for (const way of layout.edges)
        for (const [at, point] of way.entries()) if (at > 0) expect(point.along).toBeGreaterThanOrEqual(way[at - 1]!.along)
    }),
    { numRuns: 50 },
  )
})

test('[REP-6] a chain of 100,000 stages is drawn as an outline', () => {
  const chain = graphOf(
    workflow(Array.from({ length: 100_000 }, (_, at) => ({ name: `s${at}`, dependencies: at === 0 ? [] : [whole(at - 1)] }))),
  )
  const svg = drawSvg(chain, { language: 'en' })
  expect(svg.match(/class="box"/g)!.length).toBeLessThanOrEqual(24)
  expect(svg).toContain('4,167 tasks')
  expect(svg.length).toBeLessThan(50_000)
  expect(drawText(chain, 'en').split('\n').length).toBeLessThan(60)
})
