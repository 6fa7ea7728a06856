import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { token } from './answering-here.ts'

/** What a page shows in this language, the first of it. */
export function shown(page: string, language: string): string {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1] ?? ''
}

export interface Proxy extends AsyncDisposable {
  readonly folder: string
  /** Asks through the proxy, with a name and a password where one is given; `onText` is told of each piece that comes. */
  ask(path: string, given?: Asked): Promise<{ readonly status: number; readonly text: string }>
}

export interface Asked {
  readonly user?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: unknown
  readonly onText?: (text: string) => void
}

/** A proxy with a certificate of its own, and the people kim and lee with the password `secret`. */
export async function startProxy(kind: 'nginx' | 'apache2', shownAs: string, upstream: string): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-proxy-'))
  // Workers are other users where the proxy is started by root.
  chmodSync(folder, 0o755)
  const port = await freePort()
  secrets(folder)
  const site = shownAs
    .replace(/127\.0\.0\.1:8377/g, new URL(upstream).host)
    .replace(/\/etc\/(?:ssl\/certs|ssl\/private|pwos)\//g, `${folder}/`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('*:443', `127.0.0.1:${port}`)
  writeFileSync(join(folder, 'proxy.conf'), kind === 'nginx' ? nginxConfiguration(folder, site) : apacheConfiguration(folder, port, site))
  const words = kind === 'nginx' ? ['-p', folder, '-c', join(folder, 'proxy.conf')] : ['-X', '-f', join(folder, 'proxy.conf')]
  const child = spawn(kind, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PWOS_TOKEN: token } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = new Promise<void>((done) => child.on('close', () => done()))
  const agent = new Agent({ rejectUnauthorized: false })
  const ask: Proxy['ask'] = (path, given = {}) => asked(agent, port, path, given)
  await untilAnswered(
    () => ask('/v1/health'),
    () => true,
    () => `${kind} (${child.exitCode}): ${said}${logOf(folder)}`,
  )
  return {
    folder,
    ask,
    async [Symbol.asyncDispose]() {
      agent.destroy()
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function secrets(folder: string): void {
  const hash = execFileSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' }).trim()
  writeFileSync(join(folder, 'people'), `kim:${hash}\nlee:${hash}\n`)
  writeFileSync(join(folder, 'token.conf'), `set $pwos_token "${token}";\n`)
  const key = ['-keyout', join(folder, 'pwos.key'), '-out', join(folder, 'pwos.pem')]
  const subject = ['-subj', '/CN=pwos.example.org', '-days', '2']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...key, ...subject], { stdio: 'pipe' })
}

const isRoot = process.getuid?.() === 0

const nginxConfiguration = (folder: string, site: string) => `${isRoot ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
${site}
}
`

const apacheModules = 'mpm_event authn_core authn_file authz_core authz_user auth_basic headers proxy proxy_http ssl socache_shmcb'

function apacheConfiguration(folder: string, port: number, site: string): string {
  const modules = process.env.PWOS_APACHE_MODULES ?? '/usr/lib/apache2/modules'
  return `ServerRoot ${folder}
ServerName pwos.example.org
DefaultRuntimeDir ${folder}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
${apacheModules
  .split(' ')
  .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`)
  .join('\n')}
${isRoot ? 'User daemon\nGroup daemon' : ''}
Listen 127.0.0.1:${port}
${site}
`
}

function logOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'error.log'), 'utf8')
  } catch {
    return ''
  }
}

function asked(agent: Agent, port: number, path: string, given: Asked): Promise<{ status: number; text: string }> {
  const basic = given.user === undefined ? {} : { authorization: `Basic ${Buffer.from(`${given.user}:secret`).toString('base64')}` }
  const headers = { 'content-type': 'application/json', ...basic, ...given.headers }
  const method = path === '/v1/health' ? 'GET' : 'POST'
  return new Promise((done, fail) => {
    const sent = request({ agent, host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
        given.onText?.(text)
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, text })).on('error', fail)
    })
    sent.on('error', fail)
    sent.end(JSON.stringify(given.body ?? {}))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const place = server.address()
  await new Promise((done) => server.close(done))
  return typeof place === 'object' && place !== null ? place.port : 0
}

/** Asks until the answer is the right one, for at most 20 s; says what was answered last. */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  isRight: (answer: Answer) => boolean,
  what: () => string = () => '',
): Promise<void> {
  const deadline = Date.now() + 20_000
  let last: unknown
  while (Date.now() < deadline) {
    try {
      const answer = await ask()
      if (isRight(answer)) return
      last = JSON.stringify(answer)
    } catch (error) {
      last = error
    }
    await new Promise((done) => setTimeout(done, 30))
  }
  throw new Error(`waited too long; the last answer: ${String(last)} ${what()}`)
}
