import type { ServerResponse } from 'node:http'
import { type FailureJson, failureJson } from '#operations/failure-json.ts'
import { httpStatusOf } from '#operations/http-statuses.ts'

/** More than so much that nobody reads is not kept for them: they are let go. */
const mostUnreadBytes = 16_000_000

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** One document. */
export function reply(
  response: ServerResponse,
  status: number,
  document: unknown,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, { ...always, 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(`${JSON.stringify(document)}\n`)
}

/** What goes wrong before the first line has its status; after it, it is the last line. */
export function replyFailure(response: ServerResponse, error: unknown, allow = ''): FailureJson {
  const told = failureJson(error)
  const { code } = told.error
  if (response.headersSent) {
    if (!response.writableEnded) response.end(`${JSON.stringify(told)}\n`)
    return told
  }
  // What is left of a body is not read: the connection is of no more use.
  const close = code === 'body_too_large' ? { connection: 'close' } : undefined
  const who = code === 'not_authorised' ? { 'www-authenticate': 'Bearer' } : undefined
  const how = code === 'wrong_method' ? { allow } : undefined
  const when = code === 'too_many_requests' ? { 'retry-after': '2' } : undefined
  reply(response, httpStatusOf(code), told, { ...close, ...who, ...how, ...when })
  return told
}

/** A line for each thing that happens. */
export interface Lines {
  add(line: unknown): void
  end(line: unknown): void
}

export function replyInLines(response: ServerResponse): Lines {
  const write = (line: unknown) => {
    if (response.destroyed) return
    // A proxy that collects an answer before it passes it on would make it late: nginx heeds the last one.
    const headers = { ...always, 'content-type': 'application/x-ndjson; charset=utf-8', 'x-accel-buffering': 'no' }
    if (!response.headersSent) response.writeHead(200, headers)
    response.write(`${JSON.stringify(line)}\n`)
    if (response.writableLength > mostUnreadBytes) response.destroy()
  }
  return {
    add: write,
    end(line) {
      write(line)
      response.end()
    },
  }
}
