import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { Failure } from '#operations/failure.ts'
import type { Host } from '#operations/operation.ts'
import { requestInput, unknownWord } from '#operations/request-input.ts'
import { type Received, receiveWebhook } from '#operations/starts/webhook.ts'
import { type Authority, refuseOthers, refuseStrangeWebhook, whoAsks } from './authority.ts'
import { jsonOf, readBody, readText, refuseOtherTypes } from './body.ts'
import { openApi } from './open-api.ts'
import { loadOperation, operationNames } from './operations.ts'
import { reply, replyFailure, replyInLines } from './reply.ts'

/** `store`: the folder of the one that is served. */
type Surroundings = Pick<Host, 'folder' | 'now' | 'chance' | 'version' | 'startController'> & { readonly store: string }

export interface HttpOptions extends Authority {
  /** Where to listen; port 0 is any that is free. */
  readonly address: string
  readonly port: number
  /** It is meant that other machines reach it. */
  readonly open: boolean
  /** What operations are given of their surroundings, whoever asks. */
  readonly surroundings: Surroundings
  /** Told of each request when it has been answered. */
  readonly onAnswered: (answered: Answered) => void
}

export interface Answered {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly user: string | undefined
  readonly ms: number
}

/** The door over HTTP while it is open. */
export interface HttpDoor {
  readonly url: string
  /** Takes no more questions, lets go of runs that are followed, and is done when all have been answered. */
  close(): Promise<void>
}

/** More at once are refused: each may hold the journal open. */
const mostAtOnce = 128

const patienceMs = 5000

/**
 * Opens the door: `POST /v1/OPERATION` with the operation's input as JSON answers what the command line answers with `--json`. Throws where
 * it may not be opened as asked, or the address is not to be had.
 */
export async function openHttp(options: HttpOptions): Promise<HttpDoor> {
  refuseUnsafe(options)
  const underWay = new Set<AbortController>()
  const server = createServer((request, response) => {
    // A connection that is kept for the next question would hold up the end.
    response.on('close', () => server.listening || server.closeIdleConnections())
    void answer(request, response, options, underWay)
  })
  await listening(server, options)
  const place = server.address()
  const port = typeof place === 'object' && place !== null ? place.port : options.port
  const host = isIP(options.address) === 6 ? `[${options.address}]` : options.address
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((done) => {
        const late = setTimeout(() => server.closeAllConnections(), patienceMs)
        server.close(() => {
          clearTimeout(late)
          done()
        })
        for (const one of underWay) one.abort()
      }),
  }
}

function refuseUnsafe({ token, webhookToken = token, address, open }: HttpOptions): void {
  if (webhookToken.length < 16)
    throw new Failure('no_token', { en: 'PWOS_WEBHOOK_TOKEN is too short.', ko: 'PWOS_WEBHOOK_TOKEN이 너무 짧습니다.' })
  if (token.length < 16) throw new Failure('no_token', { en: 'PWOS_TOKEN has no token.', ko: 'PWOS_TOKEN에 토큰이 없습니다.' })
  const isLoopback = address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
  if (isLoopback || open) return
  throw new Failure('open_address', { en: `${address} is reached from other machines.`, ko: `${address}은(는) 다른 컴퓨터에서 닿습니다.` })
}

function listening(server: Server, { address, port }: HttpOptions): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      fail(new Failure('bad_address', { en: `${address}:${port}: ${error.message}`, ko: `${address}:${port}: ${error.message}` }))
    })
    server.listen({ host: address, port }, done)
  })
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
  underWay: Set<AbortController>,
): Promise<void> {
  const { onAnswered, surroundings } = options
  const began = performance.now()
  const gone = new AbortController()
  let user: string | undefined
  const { method = '' } = request
  const path = (request.url ?? '').split('?')[0] ?? ''
  response.on('close', () => {
    gone.abort()
    underWay.delete(gone)
    onAnswered({ method, path, status: response.statusCode, user, ms: performance.now() - began })
  })
  // Whoever asked has gone: that is no error.
  response.on('error', () => gone.abort())
  underWay.add(gone)
  try {
    if (underWay.size > mostAtOnce) throw tooMany()
    if (openPaths.includes(path)) return await replyOpenly(request, response, path, surroundings.version)
    if (path.startsWith('/v1/webhooks/')) return reply(response, 202, await takeWebhook(request, path, options))
    user = whoAsks(request, options)
    await carryOut({ request, response, path, user, gone: gone.signal }, options)
  } catch (error) {
    replyFailure(response, error, openPaths.includes(path) ? 'GET' : 'POST')
  }
}

/** What anybody may know: that the service is there, and how it is asked. */
const openPaths = ['/v1/health', '/v1/openapi.json']

async function replyOpenly(request: IncomingMessage, response: ServerResponse, path: string, version: string): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw wrongMethod('GET')
  reply(response, 200, path === '/v1/health' ? { ok: true, version } : await openApi(version))
}

interface Question {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly user: string | undefined
  /** Nobody waits for the answer any more. */
  readonly gone: AbortSignal
}

async function carryOut({ request, response, path, user, gone }: Question, { surroundings }: HttpOptions): Promise<void> {
  const name = /^\/v1\/([^/]+)$/.exec(path)?.[1] ?? ''
  const operation = await loadOperation(name)
  if (operation === undefined) {
    const said = unknownWord(name === '' ? path : name, operationNames, { en: 'There is no operation', ko: '없는 작업입니다:' })
    throw new Failure('unknown_operation', said)
  }
  if (request.method !== 'POST') throw wrongMethod('POST')
  const body = await readBody(request)
  refuseOthers(body, user)
  const input = requestInput(operation, body)
  const lines = operation.update === undefined ? undefined : replyInLines(response)
  const output = await operation.handle(input, {
    ...surroundings,
    // As if logged in: people of a workflow are known by that name, and nobody is taken for the account of the service.
    user: user === undefined ? {} : { login: user },
    report: (update) => lines?.add(update),
    detach: gone,
    cancel: new AbortController().signal,
    everyTask: true,
    snapshotMs: undefined,
  })
  if (lines === undefined) reply(response, 200, output)
  else lines.end({ type: 'result', result: output })
}

/** `POST /v1/webhooks/WORKFLOW/START`: any JSON, which the file makes parameters of. */
async function takeWebhook(request: IncomingMessage, path: string, options: HttpOptions): Promise<Received> {
  const { surroundings } = options
  if (request.method !== 'POST') throw wrongMethod('POST')
  refuseOtherTypes(request)
  const text = await readText(request)
  refuseStrangeWebhook(request, text, options)
  const [workflow = '', start = '', ...more] = path.slice('/v1/webhooks/'.length).split('/').map(decoded)
  if (more.length > 0) throw new Failure('unknown_start', { en: `${path} has too many parts.`, ko: `${path}: 이름이 너무 많습니다.` })
  return receiveWebhook(surroundings.store, { workflow, start, id: deliveryOf(request), data: jsonOf(text) }, surroundings)
}

/** What tells a delivery that is sent again from another one; where the sender names none, each is another one. */
function deliveryOf({ headers }: IncomingMessage): string {
  const named = ['idempotency-key', 'x-github-delivery', 'x-gitea-delivery', 'x-gitlab-event-uuid'].map((name) => headers[name])
  const given = named.find((value) => typeof value === 'string' && value !== '')
  return typeof given === 'string' ? given.slice(0, 200) : randomUUID()
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function wrongMethod(right: string): Failure {
  return new Failure('wrong_method', { en: `Ask with ${right}.`, ko: `${right}(으)로 요청하세요.` })
}

function tooMany(): Failure {
  return new Failure('too_many_requests', {
    en: `${mostAtOnce} requests are being answered already.`,
    ko: `이미 요청 ${mostAtOnce}개에 응답하고 있습니다.`,
  })
}
