import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Input } from '#run/inputs.ts'
import type { Artefact } from '#run/outcome.ts'
import { type Bench, type Ended, openBench, output, succeeded } from './stage.ts'

vi.setConfig({ testTimeout: 60_000 })

type Pieces = Extract<Input, { type: 'pieces' }>

const frames = (partial: Parameters<typeof output>[1] = {}) =>
  output('frame-*', { name: 'frames', kind: 'glob', stream: { atMost: 100, backlog: 10, expect: undefined }, ...partial })

const handOn = (name: string, content = name) => `echo ${content} > ${name}; echo ${name} >> "$PWOS_STREAM"; `

/** What is told until so many pieces have come, or the attempt has ended. */
async function told(
  bench: Bench,
  pieces = Number.POSITIVE_INFINITY,
): Promise<{ readonly pieces: readonly Pieces[]; readonly end: Ended | undefined }> {
  const inputs: Input[] = []
  const come = () => inputs.filter((input) => input.type === 'pieces')
  const enough = () => come().reduce((sum, input) => sum + input.pieces.length, 0) >= pieces
  const end = () => inputs.find((input) => input.type === 'ended')
  for (let turn = 0; turn < 600 && end() === undefined && !enough(); turn++) inputs.push(...((await bench.world.next()) ?? []))
  return { pieces: come(), end: end() }
}

const namesOf = (all: readonly Pieces[]) => all.flatMap(({ pieces }) => pieces.map(({ name }) => name))
const contentOf = (bench: Bench, piece: Artefact | undefined) =>
  piece === undefined ? undefined : readFileSync(bench.world.places.artefact(piece), 'utf8')

/** The program goes on. */
const writeGo = (work: string) => writeFileSync(join(work, 'go'), '')

test('[LOCAL-50] pieces come while the program runs, and stay what they were; the rest comes when it has ended', async () => {
  const bench = openBench()
  const script = `${handOn('frame-1')}until test -e go; do sleep 0.02; done; echo late > frame-2; chmod u+w frame-1; echo other > frame-1`
  bench.specs.set(0, { script, outputs: [frames()] })
  bench.start([0])
  const first = await told(bench, 1)
  const [piece] = first.pieces[0]?.pieces ?? []
  expect([first.end, namesOf(first.pieces), piece?.bytes]).toEqual([undefined, ['frame-1'], 8])
  await bench.world.next()
  const work = join(bench.store, 'runs/r1/sample/0-1/work')
  writeGo(work)
  const { end } = await told(bench)
  expect(contentOf(bench, piece)).toBe('frame-1\n')
  const all = end === undefined ? undefined : succeeded(end.outcome).outputs.frames
  expect(all?.pieces?.map(({ name }) => name)).toEqual(['frame-1', 'frame-2'])
  // That it was changed is told by another fingerprint: what follows is decided elsewhere.
  expect(all?.pieces?.[0]?.fingerprint).not.toBe(piece?.fingerprint)
})

test('[LOCAL-51] a name that is not there, does not match, lies outside or is no file, and a wrong format stop it', async () => {
  const wrong: readonly (readonly [string, string])[] = [
    ['echo frame-9 >> "$PWOS_STREAM"', 'output frames: frame-9 was handed on, and is not there'],
    [handOn('other'), 'output frames: other was handed on, and does not match frame-*'],
    ['echo ../frame-1 >> "$PWOS_STREAM"', 'output frames: ../frame-1 was handed on, and does not match frame-*'],
    ['mkdir frame-1; echo frame-1 >> "$PWOS_STREAM"', 'output frames: frame-1 was handed on, and is no file'],
  ]
  for (const [script, detail] of wrong) {
    const bench = openBench()
    bench.specs.set(0, { script: `${script}\nsleep 30`, outputs: [frames()] })
    bench.start([0])
    const { pieces } = await untilTrouble(bench)
    expect(pieces.at(-1)?.trouble).toBe(detail)
  }
  const bench = openBench()
  bench.specs.set(0, { script: `${handOn('frame-1', "'{'")}sleep 30`, outputs: [frames({ format: 'json' })] })
  bench.start([0])
  const { pieces } = await untilTrouble(bench)
  expect(pieces.at(-1)?.trouble).toMatch(/^output frames: frame-1 /)
})

async function untilTrouble(bench: Bench): Promise<{ readonly pieces: readonly Pieces[] }> {
  const found: Pieces[] = []
  for (let turn = 0; turn < 600 && found.at(-1)?.trouble === undefined; turn++) {
    for (const input of (await bench.world.next()) ?? []) if (input.type === 'pieces') found.push(input)
  }
  return { pieces: found }
}

test('[LOCAL-52] pieces and all of them together are one content on the disk', async () => {
  const bench = openBench()
  bench.specs.set(0, { script: `${handOn('frame-1')}sleep 0.5; echo late > frame-2`, outputs: [frames()] })
  bench.start([0])
  const { end } = await told(bench)
  const all = end === undefined ? undefined : succeeded(end.outcome).outputs.frames
  for (const piece of all?.pieces ?? []) {
    const inode = statSync(bench.world.places.artefact(piece)).ino
    expect(statSync(join(bench.world.places.artefact(all as Artefact), piece.name)).ino).toBe(inode)
    expect(statSync(join(bench.store, 'runs/r1/sample/0-1/work', piece.name)).ino).toBe(inode)
  }
  expect(all?.pieces).toHaveLength(2)
})

test('[LOCAL-53] after a crash it is read from its beginning, and only what is not journalled is told', async () => {
  const bench = openBench()
  const script = `${handOn('frame-1')}${handOn('frame-2')}until test -e go; do sleep 0.02; done; ${handOn('frame-3')}sleep 0.5`
  bench.specs.set(0, { script, outputs: [frames()] })
  bench.start([0])
  expect(namesOf((await told(bench, 2)).pieces)).toEqual(['frame-1', 'frame-2'])
  await bench.world.next()
  bench.specs.set(0, { script, outputs: [frames()], handedOn: ['frame-1'] })
  await bench.reopen()
  bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
  expect(namesOf((await told(bench, 1)).pieces)).toEqual(['frame-2'])
  writeGo(join(bench.store, 'runs/r1/sample/0-1/work'))
  const { pieces, end } = await told(bench)
  expect([...namesOf(pieces), end?.outcome.kind]).toEqual(['frame-3', 'succeeded'])
})
