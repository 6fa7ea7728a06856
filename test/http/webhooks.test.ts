import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import type { Host } from '#operations/operation.ts'
import { attendTo } from '#operations/starts/attending.ts'
import type { ServeUpdate } from '#operations/starts/update.ts'
import { type Service, serve } from './answering-here.ts'

const shots = `pwos: 1
name: shots
parameters: { shot: { type: integer, min: 1 } }
starts:
  taken: { webhook: true, with: { shot: "\${{ occasion.data.shot }}" }, overlap: parallel }
  nightly: { schedule: "@daily", with: { shot: 1 } }
stages:
  reduce: { run: "echo \${{ shot }}" }
`

const webhookToken = 'only-for-webhooks-in-tests'
const bearer = { authorization: `Bearer ${webhookToken}` }

/** Looks for occasions of the service's folder, over a journal that nobody leads. */
function looking(service: Service, files = ['workflow.yaml']) {
  const told: ServeUpdate[] = []
  const never = new AbortController().signal
  const host: Host<ServeUpdate> = {
    ...{ folder: service.folder, store: undefined, now: Date.now, chance: () => 0, version: '0', everyTask: false, snapshotMs: undefined },
    ...{ report: (update) => told.push(update), detach: never, cancel: never, startController: () => undefined },
  }
  const journal = createMemoryJournal()
  const store = join(service.folder, '.pwos')
  const start = () => attendTo({ store, journal, files: files.map((name) => join(service.folder, name)), since: Date.now(), host })
  const began = () => journal.inbox().flatMap(({ command }) => (command.type === 'start' ? [command] : []))
  return { told, start, began }
}

test('[HTTP-12] a webhook begins a run with what it tells, and whoever has its token may do nothing else', async () => {
  await using service = await serve({ 'workflow.yaml': shots }, { webhookToken })
  const { start, began } = looking(service)
  const serving = start()
  const { status, json } = await service.ask('webhooks/shots/taken', { shot: 7 }, bearer)
  expect([status, json.repeated]).toEqual([202, false])
  const body = '{ "shot": 8 }'
  const signature = `sha256=${createHmac('sha256', webhookToken).update(body).digest('hex')}`
  const signed = await service.ask('webhooks/shots/taken', body, { authorization: '', 'x-hub-signature-256': signature })
  expect(signed.status).toBe(202)
  await serving.look()
  expect(began().map(({ run, parameters }) => [run, parameters])).toEqual([
    [json.run, { shot: 7 }],
    [signed.json.run, { shot: 8 }],
  ])
  const forged = await service.ask('webhooks/shots/taken', '{ "shot": 9 }', { authorization: '', 'x-hub-signature-256': signature })
  const nobody = await service.ask('webhooks/shots/taken', { shot: 9 }, { authorization: '' })
  const more = await service.ask('runs', {}, bearer)
  expect([forged.status, nobody.status, more.status]).toEqual([401, 401, 401])
  expect((await service.ask('webhooks/shots/taken', { shot: 10 })).status).toBe(202)
})

test('[HTTP-12] what could begin no run is refused at once', async () => {
  await using service = await serve({ 'workflow.yaml': shots }, { webhookToken })
  expect((await service.ask('webhooks/shots/taken', { shot: 7 }, bearer)).json.error.code).toBe('unknown_start')
  const { start, began } = looking(service)
  const serving = start()
  const refusals = [
    ['webhooks/shots/takn', { shot: 7 }, 404, '`shots/taken`'],
    ['webhooks/shots/nightly', { shot: 7 }, 404, 'shots/taken'],
    ['webhooks/%73hot/taken/x', { shot: 7 }, 404, ''],
    ['webhooks/shots/taken', '{"shot":', 400, ''],
    ['webhooks/shots/taken', {}, 422, ''],
    ['webhooks/shots/taken', { shot: 0 }, 422, ''],
    ['webhooks/shots/taken', { shot: 'many' }, 422, ''],
  ] as const
  for (const [path, body, status, hint] of refusals) {
    const refused = await service.ask(path, body, bearer)
    expect([path, body, refused.status]).toEqual([path, body, status])
    expect(JSON.stringify(refused.json.error.hint ?? '')).toContain(hint)
  }
  const { json } = await service.ask('webhooks/shots/taken', { shot: 0 }, bearer)
  expect(json.error.problems[0].message.en).toContain('shot')
  await serving.look()
  expect(began()).toEqual([])
})

test('[HTTP-13] [START-2] a webhook that is sent again begins no other run, before and after the first has begun', async () => {
  await using service = await serve({ 'workflow.yaml': shots }, { webhookToken })
  const { start, began } = looking(service)
  let serving = start()
  const send = (key: string) => service.ask('webhooks/shots/taken', { shot: 7 }, { ...bearer, 'idempotency-key': key })
  const first = await send('one')
  const again = await send('one')
  const other = await send('other')
  await serving.look()
  serving = start()
  await serving.look()
  const late = await send('one')
  await serving.look()
  expect([first, again, late, other].map(({ json }) => [json.run === first.json.run, json.repeated])).toEqual([
    [true, false],
    [true, true],
    [true, true],
    [false, false],
  ])
  expect(began().map(({ run }) => run)).toEqual([first.json.run, other.json.run])
})

test('[START-9] what lacks a value stops nobody, and what another service is to begin is left to that one', async () => {
  const signalled = shots.replace('webhook: true', 'signal: taken').replace('shots', 'others')
  await using service = await serve({ 'workflow.yaml': shots, 'other.yaml': signalled }, { webhookToken })
  const here = looking(service)
  const there = looking(service, ['other.yaml'])
  const [serving, other] = [here.start(), there.start()]
  const sent = await service.ask('signal', { name: 'taken' })
  expect(sent.json.starts).toEqual([join(service.folder, 'other.yaml')])
  await service.ask('webhooks/shots/taken', { shot: 3 }, bearer)
  await other.look()
  expect(there.told).toMatchObject([{ type: 'occasion', did: 'failed', start: 'taken' }])
  expect(there.told[0]).toHaveProperty('why', expect.stringContaining('`shot` has no value'))
  await serving.look()
  expect(here.began().map(({ parameters }) => parameters)).toEqual([{ shot: 3 }])
  await other.look()
  expect(there.told).toHaveLength(1)
})

test('[START-2] a service that is to end begins nothing more, and what is left is begun by the next one', async () => {
  await using service = await serve({ 'workflow.yaml': shots }, { webhookToken })
  const { start, began } = looking(service)
  const serving = start()
  await service.ask('webhooks/shots/taken', { shot: 3 }, bearer)
  await service.ask('webhooks/shots/taken', { shot: 4 }, bearer)
  await serving.look(AbortSignal.abort())
  expect(began()).toEqual([])
  const end = new AbortController()
  const looks = serving.look(end.signal)
  end.abort()
  await looks
  expect(began().length).toBeLessThan(2)
  await start().look()
  expect(began().map(({ parameters }) => parameters)).toEqual([{ shot: 3 }, { shot: 4 }])
})
