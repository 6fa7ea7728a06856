import { serve } from '#operations/serve.ts'
import type { Answer } from '../answer.ts'
import { checkedInput } from '../answering.ts'
import { renderServeUpdate } from '../render/serving.ts'

export const serveAnswer: Answer = async (given, door) => {
  const input = checkedInput(serve, { files: given.positional })
  const end = new AbortController()
  const stopListening = door.onInterrupt(() => end.abort())
  try {
    await serve.handle(
      input,
      door.host({
        report: (update) => (door.json ? door.say(JSON.stringify(update)) : door.say(renderServeUpdate(update, door.look))),
        detach: end.signal,
      }),
    )
    return 'ok'
  } finally {
    stopListening()
  }
}
