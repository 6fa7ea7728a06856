import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeWith } from '../installed.ts'
import { serve, token } from './answering-here.ts'
import { shown, startProxy, untilAnswered } from './proxies.ts'

const guide = 'docs/guide/group-service.md'

const waits = `pwos: 1
name: waits
resources:
  people: [{ name: kim }, { name: lee }]
stages:
  sign: { approval: { by: kim } }
`

/** What the guide promises of its configurations, tried with the proxy itself. */
async function tried(kind: 'nginx' | 'apache2', language: string): Promise<void> {
  await using service = await serve({ 'workflow.yaml': waits }, { userHeader: 'X-Remote-User' })
  await using proxy = await startProxy(kind, shown(guide, language), service.url)
  expect((await proxy.ask('/v1/runs')).status).toBe(401)
  // Neither the token nor a name that somebody brings along counts.
  const brought = { authorization: `Bearer ${token}`, 'x-remote-user': 'kim' }
  expect((await proxy.ask('/v1/runs', { headers: brought })).status).toBe(401)
  let early = ''
  const body = { file: 'workflow.yaml' }
  const following = proxy.ask('/v1/run', { user: 'lee', body, onText: (text) => (early = text) })
  await untilAnswered(
    () => proxy.ask('/v1/inbox', { user: 'kim' }),
    ({ status, text }) => status === 200 && JSON.parse(text).items.length === 1,
  )
  // Lines come while the run waits, not when it is over.
  expect(early).toContain('"type":"began"')
  const posing = await proxy.ask('/v1/approve', { user: 'lee', headers: { 'x-remote-user': 'kim' }, body: { of: 'sign' } })
  expect(JSON.parse(posing.text).error.code).toBe('other_person')
  expect((await proxy.ask('/v1/approve', { user: 'kim', body: { of: 'sign' } })).status).toBe(200)
  const followed = await following
  expect(followed.status).toBe(200)
  expect(followed.text.trimEnd().split('\n').at(-1)).toContain('"phase":"succeeded"')
}

describeWith('nginx', 'nginx-light', () => {
  test('[HTTP-5] [HTTP-11] the configuration for nginx in the guide lets people in by name, and passes lines on as they come', () =>
    tried('nginx', 'nginx'))
})

describeWith('apache2', 'apache2-bin', () => {
  test('[HTTP-5] [HTTP-11] so does the one for Apache', () => tried('apache2', 'apache'))
})

describeWith('systemd-analyze', 'systemd', () => {
  test('[HTTP-11] systemd finds nothing wrong with the unit in the guide', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pwos-unit-'))
    const text = shown(guide, 'ini\\n\\[Unit\\]').replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`)
    const unit = join(folder, 'pwos-ising.service')
    writeFileSync(unit, `[Unit]\n${text}`)
    try {
      expect(text).toContain('KillMode=process')
      expect(execFileSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
