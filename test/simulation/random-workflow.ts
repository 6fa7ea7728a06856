import { loadWorkflow } from '#define/load.ts'
import type { Random } from '#worlds/simulated/random.ts'

/** What the generator remembers of a stage it has written. */
interface Written {
  readonly name: string
  readonly axis: string | undefined
  readonly many: boolean
  readonly list: boolean
  readonly temporary: boolean
  readonly loop: boolean
  /** It hands on pieces. */
  readonly streams?: boolean
}

/** Left out: none. */
export interface Spice {
  /** A gate of one stage may have earlier ones done again. */
  readonly rework?: boolean
  /** Gates may be good for a time only: then how often something is done hangs on when. */
  readonly validity?: boolean
  /** The first stage hands on pieces, and the next takes them. */
  readonly streams?: boolean
}

/** A random but valid workflow file: every way of fanning out, waiting, skipping, gating and retrying, in small. */
export function randomWorkflow(random: Random, { rework = false, validity = false, streams = false }: Spice = {}): string {
  const stages: Written[] = []
  const texts: string[] = []
  const count = 2 + random.below(7)
  for (let index = 0; index < count; index++) {
    const stage = streams && index < 2 ? streaming(index) : header(random, index, stages)
    if (stage.streams !== true && random.chance(0.2)) {
      const group = { ...stage, list: false, temporary: false, axis: undefined }
      texts.push(`  ${stage.name}:\n${indented(groupOf(random, stage, stages), 4)}`)
      stages.push(group)
      continue
    }
    const body = `  ${stage.name}:\n${indented(bodyOf(random, stage, stages), 4)}`
    texts.push(validity && !stage.loop && !stage.list && stage.streams !== true ? withValidity(random, body) : body)
    stages.push(stage)
  }
  const head =
    'pwos: 1\nname: random\nparameters:\n  p: 1\n  q: 2\nresources: { gpu: 2 }\nlocks: { one: 1, few: 2 }\nsignals: { told: { v: number }, outside: {} }\n'
  const text = withDecisions(random, atBarriers(random, head, rework ? withRework(random, head, texts) : texts), stages)
  return rework && random.chance(0.5) ? text.replace('name: random\n', 'name: random\nfailures: shop\n') : text
}

/** What a random workflow's programs fail of, and what helps: by exit code, as nature prints nothing. */
export const packs = {
  shop: `pack: 1
name: shop
title: The shop's programs
rules:
  - id: one
    title: It ended with 1
    when: { exit_code: 1 }
    cause: not_converged
    repairs:
      - { with: { q: "\${{ q + 100 }}" }, at_most: 2 }
      - { with: { p: "\${{ p + 7 }}" }, at_most: 1 }
    stop: Look at it.
    source: { kind: measured, where: here }
`,
}

/** Some stages with locks, some at a barrier, some with signals, where these do not wait for each other. */
function atBarriers(random: Random, head: string, texts: readonly string[]): string {
  const locked = texts.map((text) => text + (random.chance(0.25) ? `    locks: ${locksOf(random)}\n` : ''))
  const barred = locked.map((text) => text + (random.chance(0.3) ? `    barrier: ${random.chance(0.7) ? 'first' : 'second'}\n` : ''))
  const told = barred.map((text) => text + signalsOf(random) + suspensionOf(random))
  const weather = `conditions: { storm: { command: x, steady: 2 s, running: stop }, fog: { file: f, unknown: ${random.chance(0.5) ? 'hold' : 'go'} } }\n`
  const choices = [told, barred, locked].map((stages) => `${head}${weather}stages:\n${stages.join('')}`)
  return choices.find((text) => loadWorkflow(text, 'random.yaml').workflow !== undefined) ?? `${head}stages:\n${texts.join('')}`
}

function suspensionOf(random: Random): string {
  if (random.chance(0.6)) return ''
  const all = ['storm', 'fog', '[storm, fog]']
  return `    suspend_while: ${all[random.below(all.length)]}\n`
}

/** What is told is always the same, so that it does not matter who told it first. */
function signalsOf(random: Random): string {
  const sends = random.chance(0.2) ? `    send: { told: { data: { v: 1 }${random.chance(0.3) ? ', to: all' : ''} } }\n` : ''
  if (random.chance(0.75)) return sends
  const reads = '    env: { TOLD: "${{ signals.told.v }}" }\n'
  return `${sends}    await: ${random.chance(0.5) ? `told\n${reads}` : `{ outside: { within: 30 s }, told: {} }\n${reads}`}`
}

/** Some decisions, over numbers and over parameters, with branches to any stages that do not wait for them already. */
function withDecisions(random: Random, text: string, stages: readonly Written[]): string {
  let grown = text
  for (let index = 0; index < 2 && random.chance(0.5); index++) {
    const more = grown + decision(random, `d${index}`, stages)
    if (loadWorkflow(more, 'random.yaml').workflow !== undefined) grown = more
  }
  return grown
}

function decision(random: Random, name: string, stages: readonly Written[]): string {
  const of = stages[random.below(stages.length)]
  const element = of?.many === true && random.chance(0.6)
  const value = element ? `${of.name}.metrics.m` : of?.many === false ? `stages.${of.name}.metrics.m` : `p * ${random.below(10)} / 10`
  const some = () => stages.filter(() => random.chance(0.3)).map((stage) => stage.name)
  const lines = [`  ${name}:`, ...(element ? [`    each: ${of.name}`] : []), '    decide:']
  lines.push(`      - { if: "${value} < 0.${1 + random.below(9)}", then: [${some().join(', ')}], name: low }`)
  if (random.chance(0.5)) lines.push(`      - { if: "${value} < 0.${1 + random.below(9)}", then: [${some().join(', ')}], name: middle }`)
  if (random.chance(0.7)) lines.push(`      - { else: [${some().join(', ')}], name: high }`)
  return `${lines.join('\n')}\n`
}

function locksOf(random: Random): string {
  const all = ['one', '[one, few]', '{ few: 2 }', '{ few: 1, one: 1 }']
  return all[random.below(all.length)] ?? 'one'
}

/** One gate that has an earlier stage done again, where the workflow has a place for it. */
function withRework(random: Random, head: string, texts: readonly string[]): readonly string[] {
  const without = texts.flatMap((text, index) => (index > 0 && !text.includes('gates:') ? [index] : []))
  const at = without[random.below(without.length)]
  const from = at === undefined ? 0 : random.below(at)
  const action = `else: { rework: { from: s${from}, with: { p: "\${{ p + 10 }}" }, at_most: ${1 + random.below(2)} } }`
  const gate = `    gates: [{ name: again, check: "m < 0.${6 + random.below(3)}", ${action} }]\n`
  const gated = texts.map((one, index) => (index === at ? one + gate : one))
  return at !== undefined && loadWorkflow(`${head}stages:\n${gated.join('')}`, 'random.yaml').workflow !== undefined ? gated : texts
}

interface Head extends Written {
  readonly fanout: string | undefined
  /** It has the result of another run, which comes from outside. */
  readonly taken?: boolean
}

function withValidity(random: Random, body: string): string {
  if (!random.chance(0.5)) return body
  const valid = `valid_for: { time: ${1 + random.below(30)} s, at_most: ${1 + random.below(4)} }`
  return body.replace('{ name: good,', `{ name: good, ${valid},`)
}

function header(random: Random, index: number, before: readonly Written[]): Head {
  const name = `s${index}`
  const many = before.filter((stage) => stage.many)
  const lists = before.filter((stage) => stage.list && !stage.many)
  const kind = random.below(6)
  const loop = random.chance(0.2)
  const rest = { name, list: random.chance(0.4), temporary: !loop && random.chance(0.4), loop }
  const followed = many[random.below(many.length)]
  const source = lists[random.below(lists.length)]
  if (random.chance(0.1)) return { ...rest, temporary: false, loop: false, axis: undefined, many: false, fanout: undefined, taken: true }
  if (random.chance(0.15)) return { ...rest, temporary: false, loop: false, axis: undefined, many: false, fanout: undefined, streams: true }
  const streaming = before.filter((stage) => stage.streams === true)
  const taken = streaming[random.below(streaming.length)]
  if (taken !== undefined && random.chance(0.4)) return { ...rest, axis: undefined, many: true, fanout: `each: ${taken.name}.frames` }
  if (kind === 0) return { ...rest, axis: undefined, many: false, fanout: undefined }
  if (kind <= 2 && followed !== undefined) return { ...rest, axis: undefined, many: true, fanout: `each: ${followed.name}` }
  if (kind === 3 && source !== undefined) {
    return { ...rest, axis: 'x', many: true, fanout: `foreach: { x: "\${{ stages.${source.name}.outputs.list.json }}" }` }
  }
  if (kind === 4) return { ...rest, axis: 'x', many: true, fanout: `foreach: { x: [1, 2], y: "\${{ range(${1 + random.below(3)}) }}" }` }
  return { ...rest, axis: 'x', many: true, fanout: `foreach: { x: "\${{ range(${random.below(6)}) }}" }` }
}

/** Who hands on pieces, and who takes them. */
function streaming(index: number): Head {
  const rest = { name: `s${index}`, list: false, temporary: false, loop: false, axis: undefined }
  return index === 0 ? { ...rest, many: false, fanout: undefined, streams: true } : { ...rest, many: true, fanout: 'each: s0.frames' }
}

function bodyOf(random: Random, stage: Head, before: readonly Written[]): readonly string[] {
  return stage.taken === true ? takenBody(random, stage, before) : workBody(random, stage, before)
}

/** What is taken comes in seconds, so that nobody gives up in vain. */
function takenBody(random: Random, stage: Head, before: readonly Written[]): readonly string[] {
  const after = before.filter(() => random.chance(0.2)).map((other) => other.name)
  const from = random.chance(0.5) ? 'workflow: elsewhere' : 'run: "run-${{ p }}"'
  return [
    ...(after.length > 0 ? [`after: [${after.join(', ')}]`] : []),
    `take: { ${from}, stage: s${random.below(3)}${random.chance(0.5) ? ', within: 10 h' : ''} }`,
    'outputs:',
    '  file: file',
    ...(stage.list ? ['  list: { path: list.json, format: json }'] : []),
    'metrics: { m: number }',
    ...(random.chance(0.3) ? ['gates: [{ name: good, check: "m < 0.9", level: expected }]'] : []),
  ]
}

function workBody(random: Random, stage: Head, before: readonly Written[]): readonly string[] {
  const lines: string[] = []
  if (stage.fanout !== undefined) lines.push(stage.fanout)
  const used = before.filter(() => random.chance(0.3))
  const after = before.filter(() => random.chance(0.1)).map((other) => other.name)
  const words = used.map((other) => reading(random, other))
  const element = stage.fanout?.startsWith('each: ') ? before.find((other) => stage.fanout === `each: ${other.name}`) : undefined
  if (after.length > 0) {
    // What a stage reads of those that may have failed is another matter: see the rules on joins.
    const apart = after.filter((name) => name !== element?.name && !used.some((other) => other.name === name))
    lines.push(`after: ${apart.length > 0 ? joined(random, apart) : `[${after.join(', ')}]`}`)
  }
  if (stage.fanout?.startsWith('each: ')) words.push(elementOf(stage.fanout))
  if (stage.axis !== undefined) words.push('${{ x }}')
  if (random.chance(0.5)) words.push('${{ p }}')
  if (random.chance(0.7)) words.push('${{ q }}')
  if (stage.loop) {
    const otherwise = random.chance(0.7) ? ', else: go_on' : ''
    lines.push(`repeat: { until: "m < 0.${1 + random.below(9)}", at_most: ${1 + random.below(4)}${otherwise} }`)
    words.push("${{ iteration == 1 ? 'start' : previous.outputs.file }}")
  }
  if (stage.list) words.push('${{ outputs.list }}')
  lines.push(`run: "do ${words.join(' ')} > \${{ outputs.file }}"`)
  lines.push(`outputs:`, `  file: { path: file, temporary: ${stage.temporary} }`)
  if (stage.list) lines.push(`  list: { path: list.json, format: json }`)
  if (stage.streams === true)
    lines.push(`  frames: { path: "f-*", stream: { at_most: ${2 + random.below(12)}, backlog: ${1 + random.below(4)} } }`)
  lines.push('metrics: { m: number }')
  lines.push(...conditions(random, stage), ...needsOf(random), ...rules(random, stage))
  return stage.streams === true ? lines : withCheckpoint(lines)
}

function indented(lines: readonly string[], by: number): string {
  return lines.map((line) => `${' '.repeat(by)}${line}\n`).join('')
}

/** Some stages that go together: once, again and again, or for every element. They read each other, and what is around them. */
function groupOf(random: Random, group: Head, before: readonly Written[]): readonly string[] {
  const { fanout, loop, name } = group
  const lines: string[] = fanout === undefined ? [] : [fanout]
  const apart = before.filter((other) => fanout !== `each: ${other.name}` && random.chance(0.15)).map((other) => other.name)
  if (apart.length > 0) lines.push(`after: ${joined(random, apart)}`)
  if (random.chance(0.2)) lines.push(`when: p == ${random.below(2)}`)
  if (loop) {
    const otherwise = random.chance(0.7) ? ', else: go_on' : ''
    lines.push(
      `repeat: { until: "${random.chance(0.5) ? 'm' : 'stages.m1.metrics.m'} < 0.${1 + random.below(9)}", at_most: ${1 + random.below(3)}${otherwise} }`,
    )
  }
  lines.push('stages:')
  const count = 2 + random.below(2)
  for (let index = 0; index < count; index++) {
    const words = Array.from({ length: index }, (_, other) => other)
      .filter(() => random.chance(0.6))
      .map((other) => `\${{ stages.m${other}.outputs.file }}`)
    const around = before.filter(() => random.chance(0.15)).map((other) => reading(random, other))
    if (fanout?.includes('x:') && random.chance(0.5)) words.push('${{ x }}')
    if (fanout?.startsWith('each: ') && random.chance(0.5)) words.push(elementOf(fanout))
    if (loop && random.chance(0.5)) words.push("${{ iteration == 1 ? 'start' : previous.outputs.file }}")
    const run = `run: "do ${[name, index, ...words, ...around].join(' ')} > \${{ outputs.file }}"`
    const body = [run, 'outputs: { file: file }', 'metrics: { m: number }', ...needsOf(random), ...rules(random, group)]
    if (random.chance(0.2)) body.push(`when: q == ${1 + random.below(2)}`)
    lines.push(`  m${index}:`, ...body.map((line) => `    ${line}`))
  }
  const last = count - 1
  const shown = random.chance(0.3)
    ? `["\${{ stages.m${last}.outputs.file }}", "\${{ stages.m0.outputs.file }}"]`
    : `"\${{ stages.m${last}.outputs.file }}"`
  lines.push(`outputs: { file: ${shown} }`, `metrics: { m: "\${{ stages.m${random.below(count)}.metrics.m }}" }`)
  return lines
}

/** What is followed element by element: an output of a task, or a piece. */
function elementOf(fanout: string): string {
  const [name = '', pieces] = fanout.slice('each: '.length).split('.')
  return `\${{ ${name}.outputs.${pieces ?? 'file'} }}`
}

function joined(random: Random, names: readonly string[]): string {
  const list = `[${names.join(', ')}]`
  return [list, list, `{ any: ${list} }`, `{ all: ${list} }`, `{ finished: ${list} }`][random.below(5)] ?? list
}

function reading(random: Random, other: Written): string {
  if (!other.many) return random.chance(0.5) ? `\${{ stages.${other.name}.outputs.file }}` : `\${{ stages.${other.name}.metrics.m }}`
  const how = random.below(3)
  if (how === 0) return `\${{ stages.${other.name}.outputs.file.manifest }}`
  return how === 1 ? `\${{ stages.${other.name}.outputs.file.paths }}` : `\${{ stages.${other.name}.count }}`
}

function conditions(random: Random, stage: Head): readonly string[] {
  if (!random.chance(0.15)) return []
  return [stage.axis === undefined ? `when: p == ${random.below(2)}` : `when: x != ${random.below(4)}`]
}

function needsOf(random: Random): readonly string[] {
  const needs = [`cpu: ${random.chance(0.2) ? 3 : 1 + random.below(2)}`]
  if (random.chance(0.2)) needs.push('gpu: 1')
  if (random.chance(0.3)) needs.push(`memory: ${1 + random.below(4)} GB`)
  if (random.chance(0.3)) needs.push(`time: ${1 + random.below(20)} s`)
  return [`needs: { ${needs.join(', ')} }`]
}

/** Some take the place of others, and some of those with a short time limit save their state before it; which ones is told by how much they say. */
function withCheckpoint(lines: readonly string[]): readonly string[] {
  const length = lines.join().length
  if (length % 7 === 1) return [...lines, 'priority: 5', `preempt: ${length % 2 === 0 ? 'lower' : 'restart'}`]
  if (length % 3 !== 0) return lines
  const limited = lines.map((line) =>
    line.startsWith('needs: { ') ? `${line.replace(/, time: \d+ s/, '').slice(0, -2)}, time: ${1 + (length % 2)} s }` : line,
  )
  return [...limited, `checkpoint: { grace: ${length % 2 === 0 ? '0.2 s' : '0.7 s'} }`]
}

function rules(random: Random, stage: Head): readonly string[] {
  const lines: string[] = []
  if (random.chance(0.4)) {
    const retry = `{ retry: { with: { q: "\${{ q * 2 }}" }, at_most: ${1 + random.below(3)} } }`
    const last = ['fail', 'ask', ...(stage.many ? ['{ quarantine: { at_most: 100 % } }'] : [])][random.below(stage.many ? 3 : 2)] ?? 'fail'
    const again = random.chance(0.6)
      ? `, else: ${random.chance(0.5) ? retry : `[${retry}, ${last}]`}`
      : random.chance(0.5)
        ? `, else: ${last}`
        : ''
    const level = random.chance(0.3) ? ', level: expected' : ''
    if (random.chance(0.3)) lines.push(`watch: [{ stop_if: "m > 0.9${random.below(8)}", cause: drifted }]`)
    lines.push('gates:', `  - { name: good, check: "m < 0.${5 + random.below(5)}"${level}${again} }`)
  }
  if (random.chance(0.5)) {
    lines.push('on_error:')
    lines.push(`  - { cause: out_of_memory, retry: { needs: { memory: "\${{ 2 * ${1 + random.below(2)} GB }}" }, at_most: 2 } }`)
    if (random.chance(0.5)) lines.push(`  - { exit_code: 1, retry: { at_most: 2, delay: ${random.below(5)} s, factor: 2 } }`)
    if (random.chance(0.3)) lines.push('  - { cause: [diverged, program_error], ignore: true }')
  }
  return lines
}
