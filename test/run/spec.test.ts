import { expect, test } from 'vitest'
import { specOf } from '#run/spec.ts'
import { places } from '../simulation/checkers.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'

const text = `pwos: 1
name: test
parameters: { title: { type: string, default: x }, unused: 1, seed: 7, sweeps: { type: number, default: 10 } }
stages:
  a:
    foreach: { L: [8, 16] }
    inputs: [tools/make.mjs]
    env: { SEED: "\${{ seed }}" }
    run: make \${{ inputs.make }} \${{ title }} "\${{ title }}" --L \${{ L }} \${{ label }} > \${{ outputs.o }}
    outputs: { o: { path: "out-\${{ L }}.json", format: json } }
    metrics: { m: number }
    needs: { cpu: 2, memory: 1 GB, time: 2 min }
    stall: 30 s
    gates: [{ name: g, check: m < sweeps, else: { retry: { with: { sweeps: "\${{ sweeps * 2 }}" } } } }]
    on_error: [{ matches: "SCF", retry: {} }]
  b:
    each: a
    run: use \${{ a.outputs.o }} \${{ a.outputs.o.json[0] }} \${{ a.L }} \${{ a.metrics.m }} $PWOS_seed
  c:
    run: gather \${{ stages.a.outputs.o.manifest }} \${{ stages.a.outputs.o.paths }} \${{ stages.a.count }} \${{ sum(stages.a.metrics.m) }}
  p:
    shell: python3
    run: print(\${{ title }}, "\${{ title }}", \${{ seed }})
`
const title = `it's "x" $(id) \`id\`\n한글`

async function finished() {
  const behaviour = acts({ 'a/0': { metrics: { m: 1 }, outputs: { o: [5] } }, 'a/1': { metrics: { m: 2 }, outputs: { o: [6] } } })
  const simulation = simulate({ behaviour })
  const parameters = { title, unused: 1, seed: 7, sweeps: 10 }
  await simulation.send(startOf(text, { pools: { cpu: 4, memory: 8e9 }, parameters }))
  return (stage: number, task = 0, where = places) => specOf(simulation.engine.state, 'r', stage, task, 1, where)
}

test('[RUN-31] a spec is the command with every value filled in, quoted so that none is read as code', async () => {
  const spec = await finished()
  const a = spec(0, 1)
  expect(a).toMatchObject({ stage: 'a', task: 1, label: 'L=16', limitMs: 120_000, memoryBytes: 1e9, stallMs: 30_000, env: [['SEED', '7']] })
  expect(a.inputs.map(({ path }) => path)).toEqual(['tools/make.mjs'])
  expect(a.outputs.map(({ path }) => path)).toEqual(['out-16.json'])
  expect(a.patterns).toEqual([{ rule: 0, pattern: 'SCF' }])
  const single = `'it'\\''s "x" $(id) \`id\`\n한글'`
  const double = `"it's \\"x\\" \\$(id) \\\`id\\\`\n한글"`
  expect(a.script).toBe(`make make.mjs ${single} ${double} --L 16 ${a.label} > out-16.json`.replace(a.label, "'L=16'"))
  expect(spec(3).script).toBe(
    `print("it\\u0027s \\u0022x\\u0022 \\u0024(id) \\u0060id\\u0060\\u000a한글", ""it\\u0027s \\u0022x\\u0022 \\u0024(id) \\u0060id\\u0060\\u000a한글"", 7)`,
  )
})

test("[RUN-31] others' outputs are paths in the command and fingerprints in the key, wherever the store lies", async () => {
  const spec = await finished()
  const b = spec(1, 1)
  expect(b.script).toBe("use '/objects/a/1.o=[6]/o' 6 16 2 $PWOS_seed")
  expect(b.keyParts.command).toBe("use 'a/1.o=[6]/o' 6 16 2 $PWOS_seed")
  expect(b.uses.map(({ fingerprint }) => fingerprint)).toEqual(['a/1.o=[6]'])
  const moved = spec(1, 1, { ...places, artefact: ({ name }) => `/elsewhere/${name}` })
  expect(moved.script).toContain('/elsewhere/')
  expect(moved.keyParts).toEqual(b.keyParts)
})

test('[RUN-31] a fan-in is a manifest or lists, made once for all tasks that read them', async () => {
  const spec = await finished()
  const c = spec(2)
  expect(c.script).toBe("gather /manifests/r/a.o '/objects/a/0.o=[5]/o' '/objects/a/1.o=[6]/o' 2 3")
  expect(c.manifests.map(({ stage, output }) => `${stage}.${output}`)).toEqual(['a.o'])
  expect([...c.manifests[0]!.elements()]).toMatchObject([
    { task: 0, label: 'L=8', parameters: { L: 8 }, metrics: { m: 1 }, artefact: { fingerprint: 'a/0.o=[5]' } },
    { task: 1, label: 'L=16', parameters: { L: 16 }, metrics: { m: 2 }, artefact: { fingerprint: 'a/1.o=[6]' } },
  ])
  expect(spec(2).uses).toBe(c.uses)
})

test('[RUN-32] the parameters that a program is given are exactly those in its key', async () => {
  const spec = await finished()
  expect(spec(0).parameters).toEqual({ title, seed: 7, L: 8 })
  expect(spec(0).keyParts.parameters).toEqual(spec(0).parameters)
  expect(spec(1).parameters).toEqual({ seed: 7 })
  expect(spec(2).parameters).toEqual({})
})

test('[METRIC-7] how metrics are found is part of the key, and nothing where none is', async () => {
  const from = '{ t: { from: { file: "log-${{ seed }}.txt", regex: "T = (.*)", which: first } } }'
  const simulation = simulate({ behaviour: acts({}) })
  const definition = `pwos: 1\nname: w\nparameters: { seed: 7 }\nstages:\n  a: { run: x, metrics: ${from} }\n  b: { run: x, metrics: { t: number } }\n`
  await simulation.send(startOf(definition, { pools: { cpu: 4 }, parameters: { seed: 7 } }))
  const [a, b] = [0, 1].map((stage) => specOf(simulation.engine.state, 'r', stage, 0, 1, places))
  expect(a?.extractions).toEqual([
    {
      ...{ name: 't', stream: 'file', file: 'log-7.txt', find: { kind: 'regex', pattern: 'T = (.*)' } },
      ...{ which: 'first', optional: false, type: 'number', array: false },
    },
  ])
  expect(a?.keyParts.extracted).toEqual(a?.extractions)
  expect(Object.keys(b?.keyParts ?? {})).toEqual(['command', 'shell', 'env', 'parameters', 'outputs'])
})
