import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answered, openHttp } from '#doors/http/server.ts'
import { processesOf } from '../cli/pwos.ts'

export const token = 'a-token-for-the-tests-only'

export interface Service extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  readonly answered: readonly Answered[]
  /** Stores for which a process in the background was asked for. */
  readonly controllers: readonly string[]
  close(): Promise<void>
  ask(operation: string, body?: unknown, headers?: { readonly [name: string]: string }): Promise<Reply>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  /** A document, or the lines. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  readonly json: any
}

/** A service in this process, in a folder with the files. */
export async function serve(
  files: { readonly [name: string]: string },
  options: { readonly userHeader?: string; readonly webhookToken?: string } = {},
): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-http-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const answered: Answered[] = []
  const controllers: string[] = []
  const door = await openHttp({
    ...options,
    ...{ token, address: '127.0.0.1', port: 0, open: false, onAnswered: (one) => void answered.push(one) },
    surroundings: {
      ...{ folder, store: join(folder, '.pwos'), now: Date.now, chance: Math.random, version: 'test' },
      startController: (store) => void controllers.push(store),
    },
  })
  return {
    ...{ url: door.url, folder, answered, controllers, close: door.close },
    async ask(operation, body, headers = {}) {
      const response = await fetch(`${door.url}/v1/${operation}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body ?? {}),
      })
      return { status: response.status, headers: response.headers, json: parsed(response.headers, await response.text()) }
    },
    async [Symbol.asyncDispose]() {
      await door.close()
      for (const id of processesOf(folder)) process.kill(id, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function parsed(headers: Headers, text: string): unknown {
  if (!headers.get('content-type')?.includes('ndjson')) return JSON.parse(text)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
