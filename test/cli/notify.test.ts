import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { build, until, type Workspace, workspace } from './pwos.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 120_000 })

interface Posted {
  readonly authorization: string | undefined
  readonly body: { readonly kind: string; readonly title: { readonly en: string } }
}

/** Takes what is posted; the first answers are errors. */
async function hook(errors: number) {
  const posted: Posted[] = []
  const seen = { requests: 0 }
  let left = errors
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      seen.requests++
      response.statusCode = left-- > 0 ? 503 : 200
      if (response.statusCode === 200) posted.push({ authorization: request.headers.authorization, body: JSON.parse(text) })
      response.end('your token is secret-token')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { posted, seen, url: `http://127.0.0.1:${port}/hook/secret-path`, [Symbol.asyncDispose]: async () => void server.close() }
}

/** As much of an SMTP server as takes mail: recipients and text. */
async function mailbox() {
  const mails: { readonly to: readonly string[]; readonly text: string }[] = []
  const server = createSocketServer((socket) => {
    let to: string[] = []
    let data: string | undefined
    let rest = ''
    const say = (line: string) => socket.write(`${line}\r\n`)
    const take = (line: string) => {
      if (data !== undefined) {
        if (line !== '.') data += `${line}\n`
        else {
          mails.push({ to, text: data })
          data = undefined
          to = []
          say('250 taken')
        }
      } else if (/^(EHLO|HELO)/i.test(line)) {
        say('250-here')
        say('250 AUTH PLAIN')
      } else if (/^AUTH PLAIN /i.test(line)) {
        const [, user, password] = Buffer.from(line.slice(11), 'base64').toString().split('\0')
        say(user === 'beam' && password === 'secret-password' ? '235 welcome' : '535 no')
      } else if (/^RCPT TO:/i.test(line)) {
        to.push(/<(.*?)>/.exec(line)?.[1] ?? '')
        say('250 ok')
      } else if (/^DATA/i.test(line)) {
        data = ''
        say('354 go on')
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      else say('250 ok')
    }
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
    socket.on('error', () => undefined)
    say('220 here')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { mails, server: `127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() }
}

function ends(study: Workspace) {
  if (!existsSync(study.path('.pwos/journal.db'))) return []
  const journal = openSqliteJournal(study.path('.pwos'), { readOnly: true })
  try {
    return [...journal.read(undefined)].flatMap(({ event }) => (event.type === 'NoticeEnded' ? [event] : []))
  } finally {
    journal.close()
  }
}

/** Everything that is written anywhere below the folder. */
function allText(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? allText(path) : readFileSync(path, 'latin1')))
    .join('\n')
}

const computing = `pwos: 1
name: computing
notify:
  - { when: [gate_failed, finished], webhook: { url_from: HOOK, headers_from: { Authorization: TOKEN } } }
  - { when: finished, webhook: { url_from: NOT_SET } }
stages:
  count:
    run: echo '{"n":3}' > "$PWOS_METRICS"
    gates: [{ name: many, check: n > 5, level: expected }]
`

test('[CLI-60,CLI-61] a webhook is told, again when it did not answer, and no secret is written anywhere', async () => {
  await using server = await hook(1)
  await using study = workspace({ 'workflow.yaml': computing }, { HOOK: server.url, TOKEN: 'secret-token' })
  const run = study.start('run', 'workflow.yaml')
  // The run does not wait for them.
  expect((await run.ended).status).toBe(0)
  await until(() => ends(study).length === 3)
  expect(server.posted.map(({ body }) => body.kind).sort()).toEqual(['finished', 'gate_failed'])
  expect(server.posted[0]?.authorization).toBe('secret-token')
  const told = ends(study)
  expect(told.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(2)
  expect(server.seen.requests).toBe(3)
  expect(told.find(({ outcome }) => outcome === 'failed')?.detail).toBe('the environment variable NOT_SET is not set')
  expect((await run.ended).stdout + allText(study.path('.pwos'))).not.toMatch(/secret-(token|path)/)
  expect(study.pwos('status').stdout).toContain('NOT_SET')
})

const mailing = (server: string) => `pwos: 1
name: mailing
notify:
  - { email: { to: [asked, group@example.org], from: pwos@example.org, server: "${server}", user_from: SMTP_USER, password_from: SMTP_PASSWORD, security: none } }
resources:
  people:
    - { name: sora, roles: [analyst], email: sora@example.org }
    - { name: kim, roles: [pi], email: kim@example.org }
stages:
  weigh:
    task: { by: analyst, form: { mass: number }, due: 1 s, escalate: pi }
`

test('[CLI-60,CLI-62] people get mail when they are asked, when it is overdue, and when the run is over', async () => {
  await using box = await mailbox()
  await using study = workspace({ 'workflow.yaml': mailing(box.server) }, { SMTP_USER: 'beam', SMTP_PASSWORD: 'secret-password' })
  const run = study.start('run', 'workflow.yaml')
  await until(
    () => box.mails.length === 2,
    () => `two mails, not ${JSON.stringify(box.mails)} ${JSON.stringify(ends(study))}`,
  )
  expect(box.mails.map(({ to }) => to)).toEqual([
    ['sora@example.org', 'group@example.org'],
    ['sora@example.org', 'kim@example.org', 'group@example.org'],
  ])
  expect(box.mails[0]?.text).toMatch(/Subject: mailing: weigh waits for sora/)
  expect(box.mails[0]?.text).toMatch(/pwos answer \S+ weigh/)
  expect(box.mails[1]?.text).toContain('overdue')
  expect(study.pwos('inbox').stdout).toContain('overdue')
  const answered = study.start('answer', 'weigh', 'mass=1', '--as', 'sora')
  expect((await answered.ended).status).toBe(0)
  expect((await run.ended).status).toBe(0)
  expect(box.mails[2]?.to).toEqual(['group@example.org'])
  expect(ends(study).every(({ outcome }) => outcome === 'delivered')).toBe(true)
  expect(allText(study.path('.pwos'))).not.toContain('secret-password')
})

test('[CLI-61] what could not be told before everything was killed is told by who leads next', async () => {
  const command = 'test -e up && cat >> told'
  const text = mailing('').replace(/notify:[\s\S]*?resources/, `notify:\n  - { when: waiting, command: "${command}" }\nresources`)
  await using study = workspace({ 'workflow.yaml': text })
  const run = study.start('run', 'workflow.yaml')
  await run.shows(/waits for sora/)
  run.process.kill('SIGKILL')
  await run.ended
  expect(existsSync(study.path('told'))).toBe(false)
  study.write('up', '')
  expect(study.pwos('resume', '--detach').status).toBe(0)
  await until(() => ends(study).length > 0)
  expect(JSON.parse(study.read('told'))).toMatchObject({ kind: 'waiting', stage: 'weigh', persons: ['sora'] })
})
