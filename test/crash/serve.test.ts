import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { build, workspace } from '../cli/pwos.ts'

beforeAll(build)

const rounds = Number(process.env.PWOS_ROUNDS ?? 6)

const definition = `pwos: 1
name: arrivals
parameters: { file: none }
starts:
  data: { files: "incoming/*.dat", settle: 0.1 s, with: { file: "\${{ occasion.name }}" } }
stages:
  look: { run: "cat \${{ file }}", inputs: { data: "incoming/\${{ file }}" } }
`

/** Not waited for by the clock alone: the next kill comes some tens of ms later, wherever the service then is. */
const some = (ms: number) => new Promise((done) => setTimeout(done, ms))

test('[START-2] a service that is killed again and again while files arrive begins one run for each of them', async () => {
  await using lab = workspace({ 'workflow.yaml': definition })
  mkdirSync(lab.path('incoming'))
  let files = 0
  const arrive = () => {
    const name = `run-${++files}.dat`
    writeFileSync(lab.path(name), `frame ${files}\n`)
    renameSync(lab.path(name), lab.path(`incoming/${name}`))
  }
  for (let round = 0; round < rounds; round++) {
    const service = lab.start('serve', 'workflow.yaml')
    await service.shows(/leads/)
    arrive()
    await some(Math.random() * 900)
    arrive()
    await some(Math.random() * 600)
    service.process.kill('SIGKILL')
    await service.ended
  }
  const last = lab.start('serve', 'workflow.yaml')
  await last.shows(/leads/)
  const over = () => {
    const runs = lab.json('runs').lines[0].runs as { run: string; outcome?: string }[]
    return runs.length >= files && runs.every(({ outcome }) => outcome !== undefined && outcome !== null) ? runs : undefined
  }
  let runs = over()
  for (let tries = 0; runs === undefined && tries < 60; tries++) {
    await some(500)
    runs = over()
  }
  expect(runs?.length, last.output()).toBe(files)
  expect(new Set(runs?.map(({ outcome }) => outcome))).toEqual(new Set(['succeeded']))
  const record = readdirSync(lab.path('.pwos/starts')).filter((name) => name.endsWith('.jsonl'))
  const begun = record
    .flatMap((name) => lab.read(`.pwos/starts/${name}`).trimEnd().split('\n'))
    .map((line) => JSON.parse(line))
    .filter(({ did }) => did === 'started')
  expect(new Set(begun.map(({ path }) => path)).size).toBe(files)
  expect(new Set(begun.map(({ run }) => run))).toEqual(new Set(runs?.map(({ run }) => run)))
  last.process.kill('SIGTERM')
  expect((await last.ended).status).toBe(0)
}, 180_000)
