import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openHttp } from '#doors/http/server.ts'
import { summaries } from '#operations/catalogue.ts'
import { failureCodes } from '#operations/failure-codes.ts'
import { httpStatusOf } from '#operations/http-statuses.ts'
import { build, until, workspace } from '../cli/pwos.ts'
import { serve, token } from './answering-here.ts'

const study = `pwos: 1
name: halves
parameters:
  n: { type: integer, default: 2, max: 9 }
stages:
  count:
    foreach: { i: "\${{ range(n) }}" }
    run: echo "{\\"half\\":$((\${{ i }} * 2))}" > $PWOS_METRICS
    metrics: { half: number }
`

const waits = `pwos: 1
name: waits
stages:
  hold:
    run: sleep 600
`

const people = `pwos: 1
name: signed
resources:
  people: [{ name: kim, roles: [pi] }, { name: lee, roles: [pi] }]
stages:
  sign: { approval: { by: kim } }
`

test('[HTTP-1] [HTTP-2] operations are asked with JSON and answer as the command line does with --json', async () => {
  await using service = await serve({ 'workflow.yaml': study })
  const ran = await service.ask('run', { file: 'workflow.yaml', set: ['n=3'] })
  expect(ran.status).toBe(200)
  expect(ran.headers.get('content-type')).toContain('application/x-ndjson')
  expect(ran.json[0]).toMatchObject({ type: 'began', how: 'new' })
  expect(ran.json.filter((line: { type: string; what: string }) => line.type === 'task' && line.what === 'done')).toHaveLength(3)
  expect(ran.json.at(-1)).toMatchObject({ type: 'result', result: { type: 'over', status: { phase: 'succeeded' } } })
  build()
  await using here = workspace({ 'workflow.yaml': study })
  for (const [name, input, words] of [
    ['check', { file: 'workflow.yaml' }, ['check', 'workflow.yaml']],
    ['runs', undefined, ['runs']],
    ['status', undefined, ['status']],
    ['explain', { of: 'count/1' }, ['explain', 'count/1']],
    ['inbox', {}, ['inbox']],
  ] as const) {
    const { status, json } = await service.ask(name, input)
    const store = name === 'check' ? [] : ['--store', `${service.folder}/.pwos`]
    const [line] = here.json(...words, ...store).lines
    expect(status, name).toBe(200)
    expect(Object.keys(json).sort(), name).toEqual(Object.keys(line).sort())
    if (name === 'runs' || name === 'inbox') expect(json, name).toEqual(line)
  }
})

test('[HTTP-2] what goes wrong before the first line of an operation that lasts has a status of its own', async () => {
  await using service = await serve({ 'workflow.yaml': study })
  const missing = await service.ask('run', { file: 'worklow.yaml' })
  expect([missing.status, missing.json.error.code]).toEqual([404, 'file_not_found'])
  const wrong = await service.ask('run', { file: 'workflow.yaml', set: ['n=99'] })
  expect([wrong.status, wrong.json.error.code]).toEqual([422, 'bad_parameters'])
  expect(wrong.json.error.problems[0].message).toHaveProperty('ko')
})

test('[HTTP-3] a failure has the JSON of the command line, and every code a status', async () => {
  await using service = await serve({ 'workflow.yaml': study })
  const { status, json } = await service.ask('check', { file: 'none.yaml' })
  build()
  await using here = workspace({})
  expect(status).toBe(404)
  expect(json).toEqual(here.json('check', 'none.yaml').lines[0])
  for (const code of Object.keys(failureCodes) as (keyof typeof failureCodes)[])
    expect([200, 400, 401, 403, 404, 405, 409, 413, 422, 500, 503]).toContain(httpStatusOf(code))
})

test('[HTTP-4] without the token nothing is answered but that the service is there, and how it is asked', async () => {
  await using service = await serve({})
  for (const authorization of ['', 'Bearer another-token-altogether', `Basic ${token}`, token]) {
    const { status, headers, json } = await service.ask('runs', {}, { authorization })
    expect([status, headers.get('www-authenticate'), json.error.code]).toEqual([401, 'Bearer', 'not_authorised'])
  }
  expect((await service.ask('nothing', {}, { authorization: '' })).status).toBe(401)
  expect(await (await fetch(`${service.url}/v1/health`)).json()).toEqual({ ok: true, version: 'test' })
  expect((await fetch(`${service.url}/v1/openapi.json`)).status).toBe(200)
  expect((await fetch(`${service.url}/v1/health`, { method: 'DELETE' })).status).toBe(405)
  await until(() => service.answered.length === 8)
  expect(service.answered[0]).toMatchObject({ method: 'POST', path: '/v1/runs', status: 401 })
})

test('[HTTP-5] people are who the proxy says they are', async () => {
  await using service = await serve({ 'workflow.yaml': people }, { userHeader: 'X-Remote-User' })
  expect((await service.ask('runs')).status).toBe(401)
  const kim = { 'x-remote-user': 'kim' }
  const following = service.ask('run', { file: 'workflow.yaml' }, kim)
  let inbox = await service.ask('inbox', {}, kim)
  for (let turn = 0; turn < 600 && inbox.json.items?.length !== 1; turn++) inbox = await service.ask('inbox', {}, kim)
  expect(inbox.json.who).toMatchObject({ name: 'kim', by: 'login' })
  const stolen = await service.ask('approve', { of: 'sign', as: 'kim' }, { 'x-remote-user': 'lee' })
  expect([stolen.status, stolen.json.error.code]).toEqual([403, 'other_user'])
  expect((await service.ask('approve', { of: 'sign' }, { 'x-remote-user': 'lee' })).json.error.code).toBe('other_person')
  expect((await service.ask('approve', { of: 'sign' }, { 'x-remote-user': 'nobody' })).json.error.code).toBe('who_is_it')
  expect((await service.ask('approve', { of: 'sign' }, kim)).status).toBe(200)
  expect((await following).json.at(-1)).toMatchObject({ type: 'result', result: { status: { phase: 'succeeded' } } })
})

test('[HTTP-6] what does not fit is refused, all of it at once', async () => {
  await using service = await serve({ 'workflow.yaml': study })
  const bodies: readonly (readonly [string, unknown, string])[] = [
    ['run', '{"file": ', 'not JSON'],
    ['run', [], 'run: '],
    ['run', { fil: 'workflow.yaml', new: 'yes' }, 'did you mean `file`?'],
    ['run', { fil: 'workflow.yaml', new: 'yes' }, '“new”'],
  ]
  for (const [name, body, says] of bodies) {
    const { status, json } = await service.ask(name, body)
    expect([status, json.error.code]).toEqual([400, 'bad_request'])
    expect(json.error.message.en).toContain(says)
  }
  expect((await service.ask('runs', {}, { 'content-type': 'text/plain' })).json.error.code).toBe('bad_request')
  expect((await service.ask('runs', ' '.repeat(1_000_001))).status).toBe(413)
  const near = await service.ask('rnus')
  expect([near.status, near.json.error.code]).toEqual([404, 'unknown_operation'])
  expect(near.json.error.message.en).toContain('`runs`')
  expect((await service.ask('constructor')).status).toBe(404)
  expect((await service.ask('runs/../../etc')).status).toBe(404)
  const got = await fetch(`${service.url}/v1/runs`, { headers: { authorization: `Bearer ${token}` } })
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
})

test('[HTTP-7] the door opens with a token, on a loopback address, where nobody else listens', async () => {
  await using service = await serve({})
  const port = Number(new URL(service.url).port)
  const surroundings = {
    folder: '/',
    store: '/none',
    now: Date.now,
    chance: Math.random,
    version: 'test',
    startController: () => undefined,
  }
  const options = { token, address: '127.0.0.1', port: 0, open: false, surroundings, onAnswered: () => undefined }
  await expect(openHttp({ ...options, token: 'short' })).rejects.toMatchObject({ code: 'no_token' })
  for (const address of ['0.0.0.0', '::', '192.0.2.7', 'db.example'])
    await expect(openHttp({ ...options, address })).rejects.toMatchObject({ code: 'open_address' })
  await expect(openHttp({ ...options, address: '192.0.2.7', open: true })).rejects.toMatchObject({ code: 'bad_address' })
  await expect(openHttp({ ...options, port })).rejects.toMatchObject({ code: 'bad_address' })
})

test('[HTTP-8] who goes away leaves the run to the background, and so does a service that ends', async () => {
  await using service = await serve({ 'workflow.yaml': waits })
  const gone = new AbortController()
  const begin = (signal: AbortSignal) =>
    fetch(`${service.url}/v1/run`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ file: 'workflow.yaml' }),
      signal,
    })
  const first = await begin(gone.signal)
  await first.body?.getReader().read()
  gone.abort()
  await until(() => service.controllers.length === 1)
  const second = await begin(new AbortController().signal)
  const reader = second.body?.getReader()
  const began = new TextDecoder().decode((await reader?.read())?.value)
  expect(JSON.parse(began.split('\n')[0] ?? '')).toMatchObject({ type: 'began', how: 'continued' })
  const cancelled = await service.ask('cancel')
  expect(cancelled.status).toBe(200)
  const third = begin(new AbortController().signal)
  const told = (await third).text()
  const closed = service.close()
  expect((await told).trimEnd().split('\n').at(-1)).toMatch(/"type":"(result|error)"/)
  await closed
  await expect(service.ask('runs')).rejects.toThrow()
  await reader?.cancel().catch(() => undefined)
})

test('[HTTP-9] the description names every operation, and all that it refers to is there', async () => {
  await using service = await serve({})
  const text = await (await fetch(`${service.url}/v1/openapi.json`)).text()
  const { paths, components } = JSON.parse(text)
  expect(Object.keys(paths).sort()).toEqual(
    Object.keys(summaries)
      .filter((name) => name !== 'serve')
      .map((name) => `/v1/${name}`)
      .sort(),
  )
  const places = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1] ?? '')
  expect(places.filter((place) => !Object.keys(components.schemas).some((name) => place === `#/components/schemas/${name}`))).toEqual([])
  expect(components.schemas['run-input'].properties.file).toEqual({ type: 'string' })
  expect(components.schemas['run-input'].required).toEqual(['file'])
})

test('[HTTP-10] more than it can answer at once is refused for now', async () => {
  await using service = await serve({})
  const { hostname, port } = new URL(service.url)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': '2' }
  const slow = Array.from({ length: 128 }, () => {
    const one = request({ hostname, port, path: '/v1/runs', method: 'POST', headers })
    one.on('error', () => undefined)
    one.write('{')
    return one
  })
  let refused = await service.ask('runs')
  for (let turn = 0; turn < 500 && refused.status !== 503; turn++) refused = await service.ask('runs')
  expect([refused.status, refused.headers.get('retry-after'), refused.json.error.code]).toEqual([503, '2', 'too_many_requests'])
  for (const one of slow) one.destroy()
})
