import { Failure } from '#operations/failure.ts'
import { serve, storeToServe } from '#operations/serve.ts'
import type { HttpDoor } from '../../http/server.ts'
import type { Answer, Door } from '../answer.ts'
import { checkedInput, flagOf, textOf } from '../answering.ts'
import type { Given } from '../given.ts'
import { renderAnswered, renderListening, renderServeUpdate } from '../render/serving.ts'

export const serveAnswer: Answer = async (given, door) => {
  const input = checkedInput(serve, { files: given.positional })
  const end = new AbortController()
  const stopListening = door.onInterrupt(() => end.abort())
  let http: HttpDoor | undefined
  try {
    http = await openIfAsked(given, door, input.files)
    await serve.handle(
      input,
      door.host({
        report: (update) => (door.json ? door.say(JSON.stringify(update)) : door.say(renderServeUpdate(update, door.look))),
        detach: end.signal,
      }),
    )
    return 'ok'
  } finally {
    await http?.close()
    stopListening()
  }
}

/** The door over HTTP beside this one. */
async function openIfAsked(given: Given, door: Door, files: readonly string[]): Promise<HttpDoor | undefined> {
  const token = taken('PWOS_TOKEN') ?? ''
  const webhookToken = taken('PWOS_WEBHOOK_TOKEN')
  const http = textOf(given, 'http')
  if (http === undefined) return undefined
  const host = door.host({ report: () => undefined })
  const store = storeToServe(files, host)
  const { openHttp } = await import('../../http/server.ts')
  const opened = await openHttp({
    ...{ ...placeOf(http), token, webhookToken, open: flagOf(given, 'open'), userHeader: textOf(given, 'user-header') },
    // The service itself leads, or waits to; what it leaves when it ends waits for the next one.
    surroundings: { ...host, store, startController: () => undefined },
    onAnswered: (answered) => {
      if (door.json) door.say(JSON.stringify({ type: 'answered', at: host.now(), ...answered }))
      else if (answered.path !== '/v1/health') door.say(renderAnswered(answered, host.now(), door.look))
    },
  })
  if (door.json) door.say(JSON.stringify({ type: 'listening', at: host.now(), url: opened.url }))
  else door.say(renderListening(opened.url, host.now(), door.look))
  return opened
}

/** A secret of the surroundings, which no task that this process starts is given. */
function taken(name: string): string | undefined {
  const value = process.env[name]
  delete process.env[name]
  return value
}

/** `8377`, `192.0.2.7:8377`, `[::1]:8377`. */
function placeOf(text: string): { readonly address: string; readonly port: number } {
  const found = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):)?(\d{1,5})$/.exec(text)
  const port = Number(found?.[3])
  if (found !== null && port <= 65535) return { address: found[1] ?? found[2] ?? '127.0.0.1', port }
  throw new Failure('usage', {
    en: `--http takes [ADDRESS:]PORT, such as 8377, not “${text}”.`,
    ko: `--http의 값은 8377처럼 [주소:]포트 꼴이어야 합니다(“${text}”은 안 됩니다).`,
  })
}
