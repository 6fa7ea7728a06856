import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Failure } from '#operations/failure.ts'

export interface Authority {
  /** Whoever has it may do all that the account of the service may: what a workflow runs is any command. */
  readonly token: string
  /** The header in which a proxy that has the token says who asks; undefined: nobody says. */
  readonly userHeader?: string | undefined
  /** Whoever has this one may post webhooks and nothing else. Undefined: webhooks need the token. */
  readonly webhookToken?: string | undefined
}

/** Whether a webhook comes from somebody who has a token: it is sent along, or the body is signed with it as GitHub and Gitea do. */
export function refuseStrangeWebhook(request: IncomingMessage, body: string, { token, webhookToken }: Authority): void {
  const given = bearerIn(request) ?? ''
  if (isSame(given, token) || (webhookToken !== undefined && isSame(given, webhookToken))) return
  const signature = request.headers['x-hub-signature-256']
  if (webhookToken !== undefined && typeof signature === 'string') {
    const right = `sha256=${createHmac('sha256', webhookToken).update(body).digest('hex')}`
    if (isSame(signature, right)) return
  }
  throw notAuthorised(given)
}

/** Who asks, as far as the proxy tells. Throws where the token is missing or another, or no name is told where one should be. */
export function whoAsks(request: IncomingMessage, { token, userHeader }: Authority): string | undefined {
  const given = bearerIn(request) ?? ''
  if (!isSame(given, token)) throw notAuthorised(given)
  if (userHeader === undefined) return undefined
  const name = request.headers[userHeader.toLowerCase()]
  if (typeof name === 'string' && name.trim() !== '') return name.trim()
  throw new Failure('not_authorised', {
    en: `The header ${userHeader} does not say who asks.`,
    ko: `${userHeader} 머리글에 누가 요청하는지 없습니다.`,
  })
}

function bearerIn(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
}

function notAuthorised(given: string): Failure {
  return new Failure('not_authorised', {
    en: given === '' ? 'The request has no token.' : 'The token is another one.',
    ko: given === '' ? '요청에 토큰이 없습니다.' : '토큰이 다릅니다.',
  })
}

/** In a time that does not tell how much of it was right. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

/** Refuses a question in the name of somebody else than the one whom the proxy has let in. */
export function refuseOthers(body: unknown, user: string | undefined): void {
  const as = typeof body === 'object' && body !== null && 'as' in body ? body.as : undefined
  if (user === undefined || as === undefined || as === user) return
  throw new Failure('other_user', {
    en: `You are ${user}, and asked as ${String(as)}.`,
    ko: `${user}(으)로 들어와서 ${String(as)}의 이름으로 요청했습니다.`,
  })
}
