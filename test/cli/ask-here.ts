import type { Door } from '#doors/cli/answer.ts'
import { parseCommandLine } from '#doors/cli/application.ts'
import { speakerOf } from '#doors/cli/language.ts'
import { renderFailure } from '#doors/cli/render/failure.ts'
import { plainPaint } from '#doors/cli/terminal/paint.ts'
import { failureOf } from '#operations/failure-of.ts'

/** Types words at the door in this process, which takes a hundredth of the time of one of its own; tells all that is said. */
export async function askHere(folder: string, words: readonly string[], language: 'en' | 'ko', json: boolean): Promise<string> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const never = new AbortController().signal
  const look = { language, speak: speakerOf(language), paint: plainPaint, width: 120, folder }
  const door: Door = {
    ...{ look, json, screen: undefined, canAsk: false, unread: never },
    ...{ say, write: say, note: say, ask: async () => undefined, prompt: async () => undefined, onInterrupt: () => () => undefined },
    host: ({ report }) => ({
      ...{ folder, store: undefined, user: {}, now: Date.now, chance: Math.random, version: 'test', report, detach: never, cancel: never },
      ...{ everyTask: true, snapshotMs: undefined, startController: () => undefined },
    }),
  }
  try {
    const { command, given } = await parseCommandLine(words, look.speak)
    const answer = await command.load()
    await answer(given, door)
  } catch (error) {
    const failure = failureOf(error)
    said.push(json ? JSON.stringify(failure) : '', ...renderFailure({ ...failure, hint: failure.hint }, new Map(), look))
  }
  return said.join('\n')
}
