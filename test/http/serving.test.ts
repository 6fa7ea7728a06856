import { beforeAll, expect, test } from 'vitest'
import { build, workspace } from '../cli/pwos.ts'

beforeAll(build, 180_000)

const token = 'a-token-for-the-tests-only'

const study = `pwos: 1
name: long
stages:
  hold: { run: "env; while [ ! -e '$LAB/go' ]; do sleep 0.05; done" }
`

test('[HTTP-8] [HTTP-14] pwos serve answers over HTTP, says so, and leaves what runs to the next service', async () => {
  await using lab = workspace({}, { PWOS_TOKEN: token, PWOS_WEBHOOK_TOKEN: 'another-token-for-webhooks' })
  lab.write('workflow.yaml', study.replace('$LAB', lab.folder))
  lab.write('.pwos/.keep', '')
  const service = lab.start('serve', '--http', '0')
  const said = await service.shows(/answers at http/)
  const url = /answers at (\S+)/.exec(said)?.[1] ?? ''
  const ask = (name: string, body: unknown = {}) =>
    fetch(`${url}${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const begun = (await (await ask('run', { file: 'workflow.yaml', detach: true })).text()).trimEnd().split('\n')
  expect(JSON.parse(begun.at(-1) ?? '')).toMatchObject({ type: 'result', result: { type: 'detached' } })
  const following = (await ask('logs', { of: 'hold', follow: true })).text()
  await service.shows(/run \S+ began/)
  service.process.kill('SIGTERM')
  const ended = await service.ended
  expect(ended.status).toBe(0)
  expect((await following).trimEnd().split('\n').at(-1)).toContain('"type":"result"')
  expect(ended.stdout).toMatch(/POST \/v1\/run: 200, \d+ ms/)
  const next = lab.start('serve')
  await next.shows(/leads/)
  lab.write('go', '')
  await next.shows(/ended: succeeded/)
  const printed = lab.pwos('logs', 'hold').stdout
  expect(printed).toContain('PATH=')
  expect(printed).not.toContain('token')
})

test('[HTTP-7] [CLI-8] a service that cannot open the door as asked says why and ends', async () => {
  await using lab = workspace({ '.pwos/.keep': '' })
  const { status, lines } = lab.json('serve', '--http', '8377')
  expect([status, lines.at(-1).error.code]).toEqual([2, 'no_token'])
  await using withToken = workspace({ '.pwos/.keep': '' }, { PWOS_TOKEN: token })
  const codes = (...words: string[]) => withToken.json('serve', ...words).lines.at(-1).error.code
  expect(codes('--http', '0.0.0.0:8377')).toBe('open_address')
  expect(codes('--http', 'here')).toBe('usage')
  expect(codes('--http', '99999')).toBe('usage')
  expect(codes('--http', '192.0.2.7:8377', '--open')).toBe('bad_address')
})
