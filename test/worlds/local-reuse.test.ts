import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '#run/events.ts'
import { openStudy, type Study } from './engine-bench.ts'

const study = `
pwos: 1
name: study
parameters:
  n: 3
  unused: 1
stages:
  make:
    foreach: { i: "\${{ range(n) }}" }
    inputs: { code: code.sh }
    run: bash code.sh \${{ i }} > \${{ outputs.number }}
    outputs: { number: { path: number.txt } }
  gather:
    run: |
      test "$(grep -c number.txt \${{ stages.make.outputs.number.manifest }})" = \${{ stages.make.count }}
      cat \${{ stages.make.outputs.number.paths }} | awk '{ s += $1 } END { printf "{\\"sum\\": %d}", s }' > "$PWOS_METRICS"
`
const defaults = { n: 3, unused: 1 }
const everything = ['0/0', '0/1', '0/2', '1/0']

function prepared(): Study {
  const bench = openStudy()
  bench.write('code.sh', 'echo "$1"\n')
  return bench
}

/** Published files of a store. */
function objects(store: string): string[] {
  return readdirSync(join(store, 'objects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

test('[LOCAL-22] what was computed is not computed again, in any later run of the store', async () => {
  const bench = prepared()
  const first = await bench.run(study, defaults)
  expect([first.outcome, first.computed, first.metrics(1)]).toEqual(['succeeded', everything, { sum: 3 }])
  const second = await bench.run(study, defaults)
  expect([second.outcome, second.computed, second.metrics(1)]).toEqual(['succeeded', [], { sum: 3 }])
  const larger = await bench.run(study, { ...defaults, n: 4, unused: 2 })
  expect([larger.computed, larger.metrics(1)]).toEqual([['0/3', '1/0'], { sum: 6 }])
})

test('[LOCAL-22] content that nobody read when it was made is there for whom reads it now', async () => {
  const bench = openStudy()
  const text = (gates: string) =>
    `pwos: 1\nname: x\nstages:\n  a:\n    run: echo '{"e":-1}' > r.json\n    outputs: { r: { path: r.json, format: json } }\n    gates: [${gates}]\n`
  expect((await bench.run(text(''), {})).computed).toEqual(['0/0'])
  const judged = await bench.run(text('{ name: g, check: outputs.r.json.e < 0 }'), {})
  expect([judged.outcome, judged.computed]).toEqual(['succeeded', []])
  expect((await bench.run(text('{ name: g, check: outputs.r.json.e > 0 }'), {})).outcome).toBe('failed')
})

test('[LOCAL-22] a key changes with command, environment, parameters and content of inputs; not with needs or where it lies', async () => {
  const bench = prepared()
  await bench.run(study, defaults)
  const computed = async (text: string, parameters = defaults) => (await bench.run(text, parameters)).computed
  expect(await computed(study.replace('    outputs: { number', '    needs: { memory: 1 GB, time: 1 h }\n    outputs: { number'))).toEqual(
    [],
  )
  expect(await computed(study.replace('bash code.sh', 'bash ./code.sh'))).toEqual(['0/0', '0/1', '0/2'])
  expect(await computed(study.replace('    outputs: { number', '    env: { MODE: fast }\n    outputs: { number'))).toEqual([
    '0/0',
    '0/1',
    '0/2',
  ])
  bench.write('code.sh', 'echo "$1" # commented\n')
  expect(await computed(study)).toEqual(['0/0', '0/1', '0/2'])
  bench.write('code.sh', 'echo "$(($1 + 1))"\n')
  expect(await computed(study)).toEqual(everything)
  bench.write('code.sh', 'echo "$1"\n')
  expect(await computed(study)).toEqual([])
})

test('[LOCAL-22] a result whose published output is gone or cut short is computed again', async () => {
  const bench = prepared()
  await bench.run(study, defaults)
  const [first, second] = objects(bench.store).sort()
  rmSync(first!)
  truncateSync(second!, 0)
  const again = await bench.run(study, defaults)
  expect([again.outcome, again.computed.filter((task) => task.startsWith('0')).length]).toEqual(['succeeded', 2])
  expect(objects(bench.store).map((path) => statSync(path).size)).toEqual([2, 2, 2])
})

test('[LOCAL-22] a missing input is said before anything is started', async () => {
  const bench = openStudy()
  const run = await bench.run(study, defaults)
  expect(run.outcome).toBe('failed')
  expect(run.events.some((event) => event.type === 'AttemptsStarted')).toBe(false)
  const details = run.events.flatMap((event) =>
    event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : [],
  )
  for (const detail of details) expect(detail).toMatch(/code\.sh does not exist/)
})

test('[LOCAL-22] `cache: false` computes every time', async () => {
  const bench = prepared()
  const text = study.replace('    inputs: { code', '    cache: false\n    inputs: { code')
  await bench.run(text, defaults)
  expect((await bench.run(text, defaults)).computed).toEqual(['0/0', '0/1', '0/2'])
})

test('[LOCAL-23] a manifest lists a whole fan-out: task, label, parameters, metrics, path', async () => {
  const bench = prepared()
  await bench.run(study, defaults)
  const manifest = JSON.parse(readFileSync(join(bench.store, 'runs/r1/manifests/make.number.json'), 'utf8'))
  expect(manifest.length).toBe(3)
  expect(manifest[1]).toEqual({ task: 1, label: 'i=1', parameters: { i: 1 }, metrics: {}, path: expect.stringMatching(/number\.txt$/) })
  expect(readFileSync(manifest[1].path, 'utf8')).toBe('1\n')
})

const temporary = `
pwos: 1
name: temporary
stages:
  make:
    foreach: { i: "\${{ range(3) }}" }
    run: |
      echo "number \${{ i }}" > \${{ outputs.big }}
      echo same > \${{ outputs.same }}
      echo \${{ i }} > \${{ outputs.small }}
    outputs:
      big: { path: deep/big.txt, temporary: true }
      same: { path: same.txt, temporary: true }
      small: { path: small.txt }
  keep:
    run: echo same > \${{ outputs.same }}
    outputs: { same: { path: same.txt } }
  use:
    each: make
    run: cat \${{ make.outputs.big }} \${{ make.outputs.same }} > \${{ outputs.copy }}
    outputs: { copy: { path: copy.txt } }
`.replace('echo "number', 'mkdir deep; echo "number')

test('[LOCAL-24] temporary outputs go once nobody needs them, also where they were made; what someone else made the same stays', async () => {
  const bench = openStudy()
  const first = await bench.run(temporary)
  expect(first.outcome).toBe('succeeded')
  const left = objects(bench.store)
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
    .sort()
  expect(left).toEqual(['copy.txt', 'copy.txt', 'copy.txt', 'same.txt', 'small.txt', 'small.txt', 'small.txt'])
  expect(existsSync(join(bench.store, 'runs/r1/make/0-1/work/deep/big.txt'))).toBe(false)
  expect((await bench.run(temporary)).computed).toEqual([])
  const needed = await bench.run(temporary.replace('cat ${{ make', 'cat -n ${{ make'))
  expect([needed.outcome, needed.computed]).toEqual(['succeeded', ['0/0', '0/1', '0/2', '2/0', '2/1', '2/2']])
})

test('[LOCAL-25] what was published before the machine last started is read and compared before it is trusted', async () => {
  const bench = prepared()
  await bench.run(study, defaults)
  const [victim] = objects(bench.store)
  const size = statSync(victim!).size
  writeFileSync(victim!, 'x'.repeat(size))
  expect((await bench.run(study, defaults)).computed).toEqual([])
  expect((await bench.run(study, defaults, { bootedAt: Date.now() + 1000 })).computed.length).toBe(1)
  expect((await bench.run(study, defaults, { bootedAt: Date.now() + 1000 })).computed).toEqual([])
})

test('[LOCAL-26] what a run hands on is in its journal: nothing has to be looked up again', async () => {
  const bench = prepared()
  const { events } = await bench.run(study, defaults)
  const queued = events.find((event): event is Extract<RunEvent, { type: 'TasksQueued' }> => event.type === 'TasksQueued')
  expect(Object.keys(queued?.inputs ?? {})).toEqual([join(bench.folder, 'code.sh')])
  expect(queued?.keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true)
  const ended = events.find((event): event is Extract<RunEvent, { type: 'AttemptEnded' }> => event.type === 'AttemptEnded')
  expect(ended?.outcome).toMatchObject({ kind: 'succeeded', result: { origin: expect.stringMatching(/^r1\/make\/\d-1$/) } })
})
