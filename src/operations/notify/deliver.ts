import { spawn } from 'node:child_process'
import type { Given, Way } from '#model/notify.ts'
import type { Message } from './message.ts'
import { sendMail } from './send-mail.ts'
import { codeOf, tryMs, type Undelivered } from './trying.ts'

export type Environment = { readonly [name: string]: string | undefined }

/** Delivers a message once. Secrets are read from the environment here and nowhere else, and what went wrong is told without them. */
export async function deliver(message: Message, environment: Environment): Promise<Undelivered | undefined> {
  const { way } = message.channel
  const missing = givens(way).find((given) => given.kind === 'environment' && !environment[given.name])
  if (missing?.kind === 'environment') return { detail: `the environment variable ${missing.name} is not set`, permanent: true }
  const read = (given: Given) => (given.kind === 'text' ? given.text : (environment[given.name] ?? ''))
  const failed = await tried(message, way, read, environment)
  return failed && { ...failed, detail: without(failed.detail, way, environment) }
}

function tried(message: Message, way: Way, read: (given: Given) => string, environment: Environment): Promise<Undelivered | undefined> {
  if (way.kind === 'command') return runCommand(message, way.command, environment)
  if (way.kind === 'webhook') return post(message, way, read)
  if (message.addresses.length === 0) return Promise.resolve({ detail: 'nobody of those it is for has an e-mail address', permanent: true })
  return sendMail(message, way, read)
}

function givens(way: Way): readonly Given[] {
  if (way.kind === 'command') return []
  if (way.kind === 'webhook') return [way.url, ...way.headers.map(({ value }) => value)]
  return [way.server, ...[way.user, way.password].filter((given) => given !== undefined)]
}

/** Servers like to repeat what they were sent. */
function without(detail: string, way: Way, environment: Environment): string {
  let clean = detail
  for (const given of givens(way)) {
    const secret = given.kind === 'environment' ? environment[given.name] : undefined
    if (secret) clean = clean.split(secret).join('***')
  }
  return clean.replace(/\s+/g, ' ').slice(0, 200)
}

async function post(
  { json }: Message,
  { url, headers }: Extract<Way, { kind: 'webhook' }>,
  read: (given: Given) => string,
): Promise<Undelivered | undefined> {
  try {
    const own = Object.fromEntries(headers.map(({ name, value }) => [name, read(value)]))
    const answer = await fetch(read(url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...own },
      body: JSON.stringify(json),
      signal: AbortSignal.timeout(tryMs),
    })
    await answer.body?.cancel()
    if (answer.ok) return undefined
    // It understood and refuses; too many requests and time-outs pass.
    const permanent = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429
    return { detail: `HTTP ${answer.status}`, permanent }
  } catch (error) {
    return { detail: codeOf(error), permanent: error instanceof TypeError && codeOf(error).includes('INVALID') }
  }
}

function runCommand(
  { folder, json, title, text, notice }: Message,
  command: string,
  environment: Environment,
): Promise<Undelivered | undefined> {
  return new Promise((done) => {
    const about = { PWOS_TITLE: title, PWOS_TEXT: text, PWOS_KIND: notice.kind, PWOS_RUN: notice.run }
    const child = spawn('bash', ['-c', command], {
      cwd: folder,
      env: { ...environment, ...about },
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: tryMs,
      killSignal: 'SIGKILL',
    })
    // A command that does not read what it is given is none the worse for it.
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${JSON.stringify(json)}\n`)
    child.on('error', (error) => done({ detail: codeOf(error), permanent: false }))
    child.on('close', (status, signal) =>
      done(status === 0 ? undefined : { detail: `ended with ${status ?? signal}`, permanent: status === 127 }),
    )
  })
}
