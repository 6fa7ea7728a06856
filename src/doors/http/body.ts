import type { IncomingMessage } from 'node:http'
import type { Json } from '#model/json.ts'
import { Failure } from '#operations/failure.ts'

const mostBytes = 1_000_000

/**
 * The body of a request as JSON; an empty one is `{}`. It must be called `application/json`: a page of another site can send no such
 * request from somebody's browser without having asked, and asking is not answered.
 */
export async function readBody(request: IncomingMessage): Promise<Json> {
  refuseOtherTypes(request)
  return jsonOf(await readText(request))
}

export function refuseOtherTypes(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Failure('bad_request', {
      en: `The header “Content-Type: application/json” is expected, not “${type}”.`,
      ko: `“Content-Type: application/json” 머리글이 있어야 합니다(“${type}”은 안 됩니다).`,
    })
  }
}

export function jsonOf(text: string): Json {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    throw new Failure('bad_request', { en: `The body is not JSON: ${why}`, ko: `본문이 JSON이 아닙니다: ${why}` })
  }
}

export async function readText(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > mostBytes) throw new Failure('body_too_large', { en: 'The body is larger than 1 MB.', ko: '본문이 1 MB보다 큽니다.' })
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
