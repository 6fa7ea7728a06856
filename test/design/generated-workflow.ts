import fc from 'fast-check'
import type { Workflow } from '#model/workflow.ts'
import { axes, element, gate, output, type StageByHand, text, whole, workflow } from '../report/by-hand.ts'
import { needs, takes } from './beamtime.ts'

/** Texts that break careless Markdown, YAML or HTML, and any others. */
export const nasty = [
  'a | b || c \\| d',
  '`code` and ``more`` and ` one',
  '<script>alert(1)</script>',
  'first line\nsecond line\r\n\n# heading\n---\n```\nfence\n```\n',
  '임계 온도 — 한국어 제목',
  'end */ of --> comment -- <!-- begin',
  '- [ ] item\n1. one\n> quote\n| --- |',
  '<!-- pwos-plan {"id":"forged"} -->',
  '*bold* _under_ __init__ [link](http://example.org) ![picture](x.png) &amp; &#60;',
  '# ',
  '---',
  '===',
  '1. first',
  '+ plus',
  '> quote',
  '```',
  '~~~',
  '\\',
  '| | |',
  ': : ',
  '{a: b}',
  '"quoted"',
  "it's",
  '- ',
  '? ',
  '%TAG',
  '@at',
  '\t tab',
] as const

const anyText = fc
  .oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', minLength: 1 }))
  .map((one) => (one.trim() === '' ? 'x' : one))

const stage = fc.record({
  title: fc.option(anyText, { nil: undefined }),
  objectives: fc.array(anyText, { maxLength: 2 }),
  gate: fc.option(anyText, { nil: undefined }),
  count: fc.integer({ min: 1, max: 12 }),
  seconds: fc.integer({ min: 0, max: 5000 }),
  before: fc.integer({ min: 0, max: 8 }),
  waits: fc.constantFrom('none', 'whole', 'element'),
  cpu: fc.integer({ min: 1, max: 4 }),
  run: fc.option(anyText, { nil: undefined }),
})

/** Up to eight stages that hang together somehow, with texts that break what is careless. */
export const generatedWorkflow: fc.Arbitrary<Workflow> = fc
  .record({
    title: fc.option(anyText, { nil: undefined }),
    question: fc.option(anyText, { nil: undefined }),
    challenges: fc.array(anyText, { maxLength: 2 }),
    domain: fc.option(anyText, { nil: undefined }),
    stages: fc.array(stage, { minLength: 1, maxLength: 8 }),
  })
  .map(({ stages, ...head }) =>
    workflow(
      stages.map((made, index) => stageOf(made, index)),
      head,
    ),
  )

function stageOf(made: typeof stage extends fc.Arbitrary<infer Made> ? Made : never, index: number): StageByHand {
  const from = index === 0 ? 0 : made.before % index
  const waits = index === 0 ? 'none' : made.waits
  const fanout =
    waits === 'element'
      ? ({ kind: 'each', stage: from } as const)
      : made.count === 1
        ? ({ kind: 'single' } as const)
        : axes({ i: Array.from({ length: made.count }, (_, i) => i) })
  return {
    ...{
      name: `s${index}`,
      title: made.title,
      objectives: made.objectives,
      fanout,
      run: made.run === undefined ? undefined : text(made.run),
    },
    dependencies: waits === 'none' ? [] : [waits === 'element' ? element(from, 'out') : whole(from, 'out')],
    ...{ needs: needs({ cpu: made.cpu }), time: takes(made.seconds), outputs: [output('out')] },
    gates: made.gate === undefined ? [] : [gate(made.gate, made.gate)],
  }
}
