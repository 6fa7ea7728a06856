import { logs } from '#operations/logs.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf, numberOf, textOf } from '../answering.ts'

/** What the task printed goes out as it is: this is `cat`, and may be fed to other programs. */
export const logsAnswer: Answer = async (given, door) => {
  const input = checkedInput(logs, {
    run: given.positional[0],
    of: given.positional[1],
    attempt: numberOf(given, 'attempt'),
    follow: flagOf(given, 'follow'),
    stream: textOf(given, 'stream'),
    lines: numberOf(given, 'lines'),
  })
  const stop = new AbortController()
  const forget = door.onInterrupt(() => stop.abort())
  door.unread.addEventListener('abort', () => stop.abort())
  try {
    const found = await logs.handle(
      input,
      door.host<{ type: 'text'; stream: 'out' | 'err'; text: string }>({
        report: (update) => (door.json ? door.say(JSON.stringify(update)) : door.write(update.text)),
        detach: stop.signal,
      }),
    )
    if (door.json) door.say(JSON.stringify({ type: 'result', result: found }))
    return 'ok'
  } finally {
    forget()
  }
}
