import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Active } from '#worlds/attempt/active.ts'
import { laneFile, openLane } from '#worlds/attempt/lane.ts'
import { objectsOf } from '#worlds/attempt/objects.ts'
import { pathsOf } from '#worlds/attempt/paths.ts'
import { printedBy } from '#worlds/attempt/printed.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { simpleOutcome } from '#worlds/attempt/simple-ending.ts'
import { type Bench, failure, openBench, output, specOfTask, succeeded } from './stage.ts'

async function together(bench: Bench, ...scripts: string[]) {
  const first = bench.specs.size
  for (const [at, script] of scripts.entries()) bench.specs.set(first + at, { script, ...bench.specs.get(-1) })
  bench.start(scripts.map((_, at) => first + at))
  const ends = await bench.ended(scripts.length)
  return ends.sort((a, b) => a.task - b.task).map(({ outcome }) => outcome)
}

const own = (bench: Bench, task: number) => join(bench.store, `runs/r1/sample/${task}-1`)
const folders = (bench: Bench) => readdirSync(join(bench.store, 'runs/r1/sample')).filter((name) => !name.startsWith('bundle-'))

test('[LOCAL-30] attempts of a bundle that leave nothing leave no file, and have one folder after another', async () => {
  const bench = openBench()
  const log = join(bench.folder, 'log')
  const outcomes = await together(bench, ...Array.from({ length: 5 }, () => `pwd >> ${quoted(log)}; ls -A >> ${quoted(log)}`))
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('succeeded'))
  expect(folders(bench)).toEqual([])
  expect(new Set(readFileSync(log, 'utf8').trim().split('\n')).size).toBe(1)
})

test('[LOCAL-30] what left anything, failed, or changed its folder has a folder of its own; the next one sees nothing of it', async () => {
  const bench = openBench()
  const look = 'ls -A; [[ -w . ]]; cat "$PWOS_METRICS" 2>/dev/null || :'
  const outcomes = await together(
    bench,
    'echo 1 > file; mkdir d; touch d/.hidden',
    `${look}; echo said`,
    `${look}; echo told >&2; exit 3`,
    `${look}; chmod a-w .`,
    `${look}; rmdir "$PWD"`,
    `${look}; echo '{"x": 1}' > "$PWOS_METRICS"`,
    `${look}; touch .file`,
    look,
  )
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map((_, task) => (task === 2 ? 'failed' : 'succeeded')))
  const read = (task: number, file: string) => readFileSync(join(own(bench, task), file), 'utf8')
  expect(existsSync(join(own(bench, 0), 'work/d/.hidden'))).toBe(true)
  expect([read(1, 'stdout.txt'), read(2, 'stdout.txt'), read(2, 'stderr.txt')]).toEqual(['said\n', '', 'told\n'])
  expect(read(2, 'command.sh')).toContain('told')
  expect(failure(outcomes[2]!).detail).toBe('exit code 3: told')
  expect(succeeded(outcomes[5]!).metrics).toEqual({ x: 1 })
  expect(folders(bench)).not.toContain('7-1')
})

test('[LOCAL-30] while anything of an attempt still runs the next ones have folders and files of their own, and it is ended', async () => {
  const bench = openBench()
  const pid = join(bench.folder, 'pid')
  const daemon = `setsid bash -c 'echo $$ > "$0"; while :; do echo late; touch late; sleep 0.01; done' ${quoted(pid)} &`
  const outcomes = await together(
    bench,
    `${daemon} until [[ -s ${quoted(pid)} ]]; do sleep 0.01; done`,
    'sleep 0.2',
    'ls -A',
    'sleep 0.1; ls -A',
  )
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(4).fill('succeeded'))
  for (const task of [1, 2, 3]) {
    if (!existsSync(own(bench, task))) continue
    expect(readFileSync(join(own(bench, task), 'stdout.txt'), 'utf8')).toBe('')
    expect(readdirSync(join(own(bench, task), 'work'))).toEqual([])
  }
  expect(readFileSync(join(own(bench, 0), 'stdout.txt'), 'utf8')).toMatch(/^(late\n)+$/)
  for (let turns = 0; turns < 100 && existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}`); turns++) await bench.world.next()
  expect(existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}`)).toBe(false)
})

test('[LOCAL-30] any attempt of a bundle is repeated by hand from the bundle’s file', async () => {
  const bench = openBench()
  bench.specs.set(-1, { parameters: { v: 'ö 한 "x"' } })
  await together(bench, 'echo 0', 'echo "$PWOS_TASK $PWOS_v"; cat "$PWOS_PARAMETERS"; touch here; exit 3')
  const folder = join(bench.folder, 'by-hand')
  mkdirSync(folder)
  const [file = ''] = readdirSync(join(bench.store, 'runs/r1/sample')).filter((name) => name.startsWith('bundle-'))
  const again = spawnSync('bash', [join(bench.store, 'runs/r1/sample', file), '2-1'], { cwd: folder, encoding: 'utf8' })
  expect([again.status, again.stdout.split('\n')[0]]).toEqual([3, '2 ö 한 "x"'])
  expect(JSON.parse(again.stdout.split('\n')[1] ?? '')).toEqual({ v: 'ö 한 "x"' })
  expect(existsSync(join(folder, 'here'))).toBe(true)
})

test('[LOCAL-30] what an attempt of a bundle prints is found while it runs, and when it is over', async () => {
  const bench = openBench()
  const go = join(bench.folder, 'go')
  const paths = pathsOf(bench.store)
  bench.specs.set(0, { script: ':' })
  bench.specs.set(1, { script: `echo printed; until [[ -e ${quoted(go)} ]]; do sleep 0.02; done` })
  bench.start([0, 1])
  const said = () => {
    const { out } = printedBy(paths, 'r1/sample/1-1')
    return existsSync(out) ? readFileSync(out, 'utf8') : ''
  }
  for (let turns = 0; turns < 100 && said() === ''; turns++) await bench.world.next()
  expect(said()).toBe('printed\n')
  expect(readFileSync(printedBy(paths, 'r1/sample/1-1').err, 'utf8')).toBe('')
  spawnSync('touch', [go])
  await bench.ended(1)
  expect(said()).toBe('printed\n')
  expect(existsSync(printedBy(paths, 'r1/sample/0-1').out)).toBe(false)
})

test('[LOCAL-31] the one file of an attempt is published by one move; after a crash at any point it is there once', async () => {
  for (const state of ['not published', 'named', 'moved'] as const) {
    const bench = openBench()
    const paths = pathsOf(bench.store)
    bench.specs.set(0, { script: 'echo 0 > a', outputs: [output('a')] })
    bench.specs.set(1, { script: 'echo 1 > a', outputs: [output('a')] })
    bench.start([0, 1])
    const ends = await bench.ended(2)
    const first = succeeded(ends.find(({ task }) => task === 1)!.outcome)
    const published = paths.artefact(first.outputs.out!)
    expect(readFileSync(published, 'utf8')).toBe('1\n')
    expect([statSync(published).mode & 0o777, existsSync(own(bench, 1))]).toEqual([0o444, false])
    // Back to what it was when a controller died before, or after it had named what it was about to publish.
    const lane = readdirSync(paths.lanes).find((name) => !name.endsWith('.log')) ?? ''
    if (state !== 'moved') renameSync(paths.object(first.outputs.out!.fingerprint), join(paths.lanes, lane, 'w2'))
    if (state === 'not published') {
      const record = join(paths.lanes, `${lane}.log`)
      spawnSync('sed', ['-i', '/^P.*1-1/d', record])
    }
    await bench.reopen()
    bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0, 1], attempts: [1, 1] })
    const again = (await bench.ended(2)).find(({ task }) => task === 1)
    expect({ ...succeeded(again!.outcome), usage: 0 }, state).toEqual({ ...first, usage: 0 })
    expect(readFileSync(published, 'utf8'), state).toBe('1\n')
  }
})

test('[LOCAL-31] a controller that has lost the lead publishes the file under the hands of the next one: both find it', async () => {
  const bench = openBench()
  const paths = pathsOf(bench.store)
  const outputs = [output('a')]
  for (const task of [0, 1]) bench.specs.set(task, { script: `echo ${task} > a`, outputs })
  bench.start([0, 1])
  const first = succeeded((await bench.ended(2)).find(({ task }) => task === 1)!.outcome)
  const name = readdirSync(paths.lanes).find((each) => !each.endsWith('.log')) ?? ''
  const [folder, record] = [join(paths.lanes, name, 'w2'), laneFile(paths.lanes, name)]
  const naming = /^P.*1-1.*\n/m.exec(readFileSync(record, 'utf8'))?.[0] ?? ''
  const published = paths.object(first.outputs.out!.fingerprint)
  // Both have read that it ended when the other one names and moves it.
  renameSync(published, folder)
  spawnSync('sed', ['-i', '/^P.*1-1/d', record])
  const lane = openLane(record)!
  const course = lane.read().find((ended) => ended.name === 'r1/sample/1-1')!
  expect([naming.startsWith('P '), course.published]).toEqual([true, undefined])
  appendFileSync(record, naming)
  renameSync(folder, published)
  const active = { name: course.name, folder: own(bench, 1), spec: specOfTask(1, 1, { outputs }) } as Active
  const outcome = await simpleOutcome(active, course as never, first.usage, objectsOf(paths, join(bench.folder, 'incoming')))
  expect(outcome && succeeded(outcome)).toEqual(first)
})

test('[LOCAL-31] what was made twice is published once, and what someone keeps does not go with what another lets go of', async () => {
  const bench = openBench()
  const paths = pathsOf(bench.store)
  const kept = { script: 'echo same > a', outputs: [output('a')] }
  const passing = { script: 'echo same > a', outputs: [output('a', { temporary: true })] }
  for (const [task, spec] of [kept, kept, passing, passing].entries()) bench.specs.set(task, spec)
  bench.start([0, 1])
  bench.start([2, 3])
  const ends = await bench.ended(4)
  for (const { task, outcome } of ends) bench.results.set(task, succeeded(outcome))
  const published = paths.artefact(bench.results.get(0)!.outputs.out!)
  bench.perform({ type: 'discard', run: 'r1', stage: 0, tasks: [2, 3], outputs: ['out'] })
  expect(readFileSync(published, 'utf8')).toBe('same\n')
})
