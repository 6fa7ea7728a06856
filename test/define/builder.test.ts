import { expect, test } from 'vitest'
import {
  definitionOf,
  expression,
  file,
  files,
  folder,
  integer,
  integers,
  json,
  metric,
  number,
  numbers,
  script,
  text,
  workflow,
} from '#define/builder.ts'
import type { Workflow } from '#model/workflow.ts'
import { ising, loaded } from './loading.ts'

/** The study of `loading.ts`, written with the builder. */
function isingBuilt() {
  const wf = workflow('ising-critical-point', {
    title: 'Critical temperature of the 2D Ising model',
    domain: 'statistical-mechanics',
    question: 'At which temperature does the 2D Ising model order?',
    challenges: ['Critical slowing down near the transition'],
    parameters: {
      sizes: integers([8, 16, 32]),
      temperatures: numbers(expression<number[]>`linspace(2.0, 2.6, 13)`),
      sweeps: integer(20000, { min: 100 }),
      mixing: number(0.5),
    },
    resources: { cpu: 4, memory: '16 GB', licence: 2 },
  })
  const { sizes, temperatures } = wf.parameters
  const sample = wf.stage('sample', {
    objectives: ['Sample magnetisation at each size and temperature'],
    foreach: { L: sizes, T: temperatures },
    inputs: { code: 'ising.mjs' },
    outputs: { series: json('series.json') },
    run: ({ inputs, L, T, sweeps, outputs }) =>
      script`node ${inputs.code} --size ${L} --temperature ${T} --sweeps ${sweeps} --out ${outputs.series}`,
    needs: { cpu: 1, memory: '200 MB', time: '30 s', licence: 1 },
    gates: ({ sweeps }) => [
      {
        name: 'thermalised',
        check: expression`tau_int < ${sweeps} / 50`,
        level: 'required',
        else: { retry: { with: { sweeps: expression`${sweeps} * 4` }, atMost: 2 } },
      },
    ],
    onError: ({ needs, mixing }) => [
      { cause: 'out_of_memory', retry: { needs: { memory: expression`${needs.memory ?? 0} * 2` }, atMost: 3 } },
      { cause: ['preempted', 'node_failure'], retry: { atMost: 10, delay: '30 s' } },
      { matches: 'SCF not converged', retry: { with: { mixing: expression`${mixing} / 2` } } },
    ],
  })
  const binder = wf.stage('binder', {
    each: sample,
    inputs: { binder: 'binder.mjs' },
    run: ({ sample: one }) => script`node binder.mjs ${one.outputs.series} --L ${one.L}`,
    metrics: { u4: metric.number({ uncertainty: true }) },
    gates: ({ u4, u4_error }) => [{ name: 'bounded', check: expression`${u4} <= 2 / 3 + 3 * ${u4_error}`, level: 'expected' }],
  })
  const fit = wf.stage('fit', {
    inputs: { fit: 'fit.mjs' },
    outputs: { result: file('result.json'), figure: file('binder.svg') },
    run: ({ outputs }) =>
      script`node fit.mjs --manifest ${sample.outputs.series.manifest} --binders ${expression<number>`len(${binder.metrics.u4})`} \\
  --out ${outputs.result} --figure ${outputs.figure}
`,
    gates: [{ name: 'agrees-with-onsager', check: 'abs(tc - 2.269185) < 3 * tc_error' }],
  })
  wf.stage('refit', {
    when: 'stages.fit.metrics.tc_error > 0.01',
    foreach: { start: expression<number[]>`${fit.outputs.result.json}.starts` },
    after: binder,
    env: { OMP_NUM_THREADS: 1, START: expression`start` },
    outputs: { log: file('log.txt') },
    run: ({ outputs }) => script`echo "$START" > ${outputs.log}`,
    stall: '10 min',
    cache: false,
  })
  return wf
}

/** A workflow without places, each expression as its text. */
function comparable(given: Workflow): unknown {
  return JSON.parse(
    JSON.stringify(given, (key, value: unknown) => {
      if (key === 'at' || key === 'references') return undefined
      if (value instanceof Map) return [...value]
      return typeof value === 'object' && value !== null && 'source' in value ? value.source : value
    }),
  )
}

test('[LANG-33] the builder gives the workflow that the file gives', () => {
  expect(comparable(loaded(isingBuilt().definition()))).toEqual(comparable(loaded(ising)))
})

test('[LANG-33] stages with hyphens, folders and patterns are named as they must be', () => {
  const wf = workflow('hyphens', { parameters: { seed: integer(1) } })
  const first = wf.stage('first-step', {
    outputs: { 'raw-data': folder('raw'), frames: files('frame-*.txt'), note: text('note.txt') },
    run: ({ outputs, seed }) => `make ${seed} ${outputs['raw-data']} ${outputs.frames} ${outputs.note}`,
  })
  wf.stage('second', {
    run: `use ${first.outputs['raw-data']} ${first.outputs.frames.paths} ${first.outputs.note.text} ${first.count}`,
    when: expression<boolean>`${first.outputs.note.text} == ${"it's\nso"}`,
  })
  const second = loaded(wf.definition()).stages[1]
  expect(second?.when?.source).toBe("stages['first-step'].outputs.note.text == 'it\\'s\\nso'")
  expect(second?.run?.source).toBe(
    "use ${{ stages['first-step'].outputs['raw-data'] }} ${{ stages['first-step'].outputs.frames.paths }} " +
      "${{ stages['first-step'].outputs.note.text }} ${{ stages['first-step'].count }}",
  )
})

test('[LANG-33] a module that exports a builder, or text, has a definition', () => {
  const wf = workflow('small')
  wf.stage('only', { run: 'true' })
  expect(definitionOf({ default: wf })).toBe(wf.definition())
  expect(definitionOf({ default: 'pwos: 1' })).toBe('pwos: 1')
  expect(definitionOf(wf)).toBe(wf.definition())
  for (const other of [undefined, null, 3, {}, { default: {} }, { default: { definition: 4 } }]) expect(definitionOf(other)).toBe(undefined)
})

test('[LANG-33] a second stage of one name is refused', () => {
  const wf = workflow('twice')
  wf.stage('a', { run: 'true' })
  expect(() => wf.stage('a', { run: 'true' })).toThrow('a stage named a already')
})

test('[LANG-34] a wrong reference does not compile', () => {
  const wf = workflow('wrong', { parameters: { sizes: integers([8]), name: { ...integer(3) } } })
  const sample = wf.stage('sample', {
    foreach: { L: wf.parameters.sizes },
    outputs: { series: json('series.json') },
    metrics: { tau: metric.number() },
    // @ts-expect-error there is no variable T
    run: ({ L, T, outputs }) => script`${L} ${T} ${outputs.series}`,
  })
  const single = wf.stage('single', { outputs: { result: json('r.json'), plots: folder('plots') }, run: 'x' })
  wf.stage('follows', {
    each: sample,
    run: ({ sample: one }) => {
      // @ts-expect-error the output is called series
      void one.outputs.serie
      // @ts-expect-error the variable is called L
      void one.M
      return script`${one.outputs.series} ${one.L} ${one.metrics.tau}`
    },
  })
  // @ts-expect-error a single stage has nothing to follow one by one
  wf.stage('follows-single', { each: single, run: 'x' })
  // @ts-expect-error there is no parameter size
  void wf.parameters.size
  // @ts-expect-error the outputs of a fan-out are many: .manifest, .paths or .json
  void script`cat ${sample.outputs.series}`
  // @ts-expect-error a single output has no manifest
  void single.outputs.result.manifest
  // @ts-expect-error a folder has no JSON
  void single.outputs.plots.json
  // @ts-expect-error the metric is called tau
  void sample.metrics.tua
  wf.stage('gated', {
    metrics: { energy: metric.number({ uncertainty: true }) },
    run: 'x',
    gates: ({ energy, energy_error }) => [{ name: 'small', check: expression`${energy} < ${energy_error}` }],
    // @ts-expect-error no such cause
    onError: [{ cause: 'bad_luck', fail: true }],
  })
  wf.stage('levelled', {
    run: 'x',
    // @ts-expect-error no such level
    gates: [{ name: 'level', check: 'energy < 1', level: 'maybe' }],
  })
  expect(sample.name).toBe('sample')
})
