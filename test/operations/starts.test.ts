import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import { check } from '#operations/check.ts'
import type { Host } from '#operations/operation.ts'
import { attendTo } from '#operations/starts/attending.ts'
import { deliver } from '#operations/starts/deliveries.ts'
import type { ServeUpdate } from '#operations/starts/update.ts'
import { scratch } from '../scratch.ts'

/** A service over a journal that nobody leads: what it begins stays in the inbox, as a run that is under way. */
function serving(starts: string, { at = '2026-11-23T10:00:30Z', folder = scratch() } = {}) {
  const file = join(folder, 'workflow.yaml')
  const write = (text: string) =>
    writeFileSync(
      file,
      `pwos: 1\nname: study\nparameters: { file: none, energy: 1.5 }\nstarts:\n  s: ${text}\nstages:\n  a: { run: "echo \${{ file }} \${{ energy }}" }\n`,
    )
  write(starts)
  const store = join(folder, '.pwos')
  const journal = createMemoryJournal()
  const told: ServeUpdate[] = []
  let now = Date.parse(at)
  const never = new AbortController().signal
  const host: Host<ServeUpdate> = {
    ...{ folder, store: undefined, now: () => now, chance: () => 0, version: '0', everyTask: false, snapshotMs: undefined },
    ...{ report: (update) => told.push(update), detach: never, cancel: never, startController: () => undefined },
  }
  const start = () => attendTo({ store, journal, files: [file], since: now, host })
  let service = start()
  const began = () => journal.inbox().flatMap(({ command }) => (command.type === 'start' ? [command] : []))
  return {
    folder,
    journal,
    store,
    write,
    began,
    told: () => told.flatMap((one) => (one.type === 'occasion' ? [one.did] : [])),
    updates: told,
    look: () => service.look(),
    /** The service is killed, and started anew after some time. */
    async again(afterMs: number) {
      now += afterMs
      service = start()
      await service.look()
    },
    async pass(ms: number) {
      now += ms
      await service.look()
    },
    now: () => now,
    over: () =>
      journal.takeLead() &&
      journal.append(
        [],
        journal.inbox().map(({ id }) => id),
      ),
  }
}

const minute = 60_000

test('[START-2] a moment begins one run, also when the service is killed in between or looks again', async () => {
  const { look, pass, again, began, told } = serving('{ schedule: "* * * * *", overlap: parallel }')
  await look()
  expect(began()).toEqual([])
  await pass(minute)
  await look()
  await again(0)
  expect(began().map(({ occasion }) => occasion?.id)).toEqual(['2026-11-23T10:01:00.000Z'])
  await pass(minute)
  expect(told()).toEqual(['started', 'started'])
  expect(new Set(began().map(({ run }) => run)).size).toBe(2)
})

test('[START-2] what a crash has lost of the record is written again, and begins nothing twice', async () => {
  const { pass, again, began, store, folder } = serving('{ schedule: "* * * * *", overlap: parallel }')
  await pass(minute)
  renameSync(join(store, 'starts'), join(folder, 'gone'))
  mkdirSync(join(store, 'starts'))
  await again(0)
  await pass(minute)
  const ids = began().map(({ occasion }) => occasion?.id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('[START-3] while a run is under way an occasion waits, is left out, cancels it, or begins beside it', async () => {
  const of = async (overlap: string) => {
    const served = serving(`{ schedule: "* * * * *", overlap: ${overlap} }`)
    for (let minutes = 0; minutes < 3; minutes++) await served.pass(minute)
    return served
  }
  expect((await of('queue')).told()).toEqual(['started', 'queued', 'queued'])
  expect((await of('skip')).told()).toEqual(['started', 'skipped', 'skipped'])
  expect((await of('parallel')).told()).toEqual(['started', 'started', 'started'])
  const replaced = await of('replace')
  expect(replaced.told()).toEqual(['started', 'started', 'started'])
  const cancelled = replaced.journal.inbox().flatMap(({ command }) => (command.type === 'cancel' ? [command.run] : []))
  expect(new Set(cancelled)).toEqual(
    new Set(
      replaced
        .began()
        .slice(0, 2)
        .map(({ run }) => run),
    ),
  )
})

test('[START-3] what waits begins in order once the run is over, one at a time, also after the service was killed', async () => {
  const { pass, again, began, over, told } = serving('{ schedule: "* * * * *" }')
  for (let minutes = 0; minutes < 3; minutes++) await pass(minute)
  over()
  await again(0)
  expect(began().map(({ occasion }) => occasion?.id)).toEqual(['2026-11-23T10:02:00.000Z'])
  over()
  await pass(0)
  expect(began().map(({ occasion }) => occasion?.id)).toEqual(['2026-11-23T10:03:00.000Z'])
  expect(told()).toEqual(['started', 'queued', 'queued', 'started', 'started'])
})

test.each([
  ['once', ['missed', 'missed', 'missed', 'started']],
  ['skip', ['missed', 'missed', 'missed', 'missed']],
  ['all', ['started', 'started', 'started', 'started']],
])('[START-4] moments that came while nobody served: %s', async (missed, expected) => {
  const { pass, again, told, over } = serving(`{ schedule: "*/10 * * * *", missed: ${missed}, overlap: parallel }`)
  await pass(10 * minute)
  expect(told()).toEqual(['started'])
  over()
  await again(45 * minute)
  expect(told().slice(1)).toEqual(expected)
})

test('[START-4] what was before the file was first served was not missed', async () => {
  const { look, told } = serving('{ schedule: "@hourly", missed: all }')
  await look()
  expect(told()).toEqual([])
})

test('[START-5] a file counts once it has stayed as it is, and written again it is a new one', async () => {
  const { folder, look, pass, began } = serving(
    '{ files: "in/*.dat", settle: 5 s, overlap: parallel, with: { file: "${{ occasion.name }}" } }',
    {
      at: new Date(Date.now() + 1000).toISOString(),
    },
  )
  mkdirSync(join(folder, 'in'))
  await look()
  writeFileSync(join(folder, 'in/a.dat'), 'one')
  writeFileSync(join(folder, 'in/a.txt'), 'another kind')
  await pass(1000)
  writeFileSync(join(folder, 'in/a.dat'), 'one and more')
  await pass(4000)
  expect(began()).toEqual([])
  await pass(5000)
  await pass(5000)
  expect(began().map(({ parameters }) => parameters.file)).toEqual(['a.dat'])
  writeFileSync(join(folder, 'in/a.dat'), 'two')
  await pass(5000)
  await pass(5000)
  expect(began().length).toBe(2)
})

test('[START-6] signals give their data, and are kept while nobody serves', async () => {
  const { store, again, look, began, now } = serving('{ signal: beam, overlap: parallel, with: { energy: "${{ occasion.data.energy }}" } }')
  await look()
  deliver(store, { id: 'one', at: now(), signal: 'beam', data: { energy: '12.5' } })
  deliver(store, { id: 'other', at: now() + 1, signal: 'vacuum', data: {} })
  await again(minute)
  await again(minute)
  expect(began().map(({ parameters }) => parameters.energy)).toEqual([12.5])
})

test('[START-7] a file that is changed is read again, as long as it is wrong the last version counts, and a run that cannot begin is told', async () => {
  const { write, pass, updates, told, began, store, now } = serving(
    '{ signal: a, overlap: parallel, with: { energy: "${{ occasion.data.e }}" } }',
  )
  write('{ sgnal: a }')
  await pass(1)
  expect(updates.map(({ type }) => type)).toContain('unreadable')
  write('{ signal: b, overlap: parallel, with: { energy: "${{ occasion.data.e }}" } }   ')
  await pass(1)
  expect(updates.map(({ type }) => type)).toContain('read')
  deliver(store, { id: 'one', at: now(), signal: 'b', data: { e: 'much' } })
  deliver(store, { id: 'two', at: now() + 1, signal: 'b', data: { e: 2 } })
  await pass(1)
  expect(told()).toEqual(['failed', 'started'])
  expect(began()[0]?.parameters.energy).toBe(2)
})

test('[START-8] mistakes are told at their place', () => {
  const text = `pwos: 1
name: bad
parameters: { file: { type: string }, n: 1 }
resources: { instruments: [{ name: beamline }] }
starts:
  a: { schedule: "61 * * * *", with: { file: x } }
  b: { files: "../x", with: { file: "\${{ occasion.pth }}", fil: y } }
  c: { signal: s, webhook: true }
  d: { signal: s, settle: 3 s, with: { file: x } }
  e: { schedule: "@daily", during: beemline, with: { file: x } }
  f: { webhook: true }
  g: { files: "*.h5", overlap: never, with: { file: x } }
stages:
  a: { run: "echo \${{ file }} \${{ n }}" }
`
  const { problems } = loadWorkflow(text, 'workflow.yaml')
  const places = problems.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
  expect(places).toEqual([
    'bad_time 6:19',
    'bad_value 7:15',
    'unknown_name 7:51',
    'unknown_parameter 7:60',
    'bad_value 8:3',
    'bad_value 9:19',
    'bad_value 10:36',
    'missing_key 11:3',
    'bad_value 12:32',
  ])
})

test('[START-10] check tells what begins runs and when, and that a start gives what has no default is no mistake', async () => {
  const folder = scratch()
  const text = `pwos: 1
name: shots
parameters: { shot: { type: integer } }
starts:
  taken: { webhook: true, with: { shot: "\${{ occasion.data.shot }}" } }
  nightly: { schedule: "0 6 * * mon-fri", timezone: Asia/Seoul, with: { shot: 1 } }
stages:
  a: { run: "echo \${{ shot }}" }
`
  writeFileSync(join(folder, 'workflow.yaml'), text)
  const never = new AbortController().signal
  const host: Host = {
    ...{ folder, store: undefined, now: () => Date.parse('2026-11-27T00:00:00Z'), chance: () => 0, version: '0', everyTask: false },
    ...{ snapshotMs: undefined, report: () => undefined, detach: never, cancel: never, startController: () => undefined },
  }
  const ask = (file: string) => check.handle(check.input.parse({ file }), host)
  const checked = await ask('workflow.yaml')
  expect([checked.ok, checked.problems, checked.workflow]).toEqual([true, [], undefined])
  expect(checked.starts?.map(({ name, on, next }) => [name, on, next.map((at) => new Date(at).toISOString())])).toEqual([
    ['taken', '/v1/webhooks/shots/taken', []],
    ['nightly', '0 6 * * mon-fri', ['2026-11-29T21:00:00.000Z', '2026-11-30T21:00:00.000Z', '2026-12-01T21:00:00.000Z']],
  ])
  writeFileSync(join(folder, 'by-hand.yaml'), text.replace(/starts:[\s\S]*stages:/, 'stages:'))
  const byHand = await ask('by-hand.yaml')
  expect([byHand.ok, byHand.problems[0]?.code, byHand.starts]).toEqual([false, 'missing_parameter', undefined])
})
