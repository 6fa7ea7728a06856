import type { ExitName } from '#operations/exit-statuses.ts'
import { Failure } from '#operations/failure.ts'
import type { Door } from './answer.ts'
import { commands } from './commands.ts'
import { renderCommandHelp, renderOverview } from './render/help.ts'

/** `pwos help`, `pwos help COMMAND`, `pwos COMMAND --help`. */
export function printHelp(words: readonly string[], door: Door): ExitName {
  const name = words.find((word) => !word.startsWith('-'))
  const command = commands.find((one) => one.name === name)
  if (name !== undefined && command === undefined) {
    throw new Failure('usage', { en: `There is no command “${name}”.`, ko: `“${name}”이라는 명령은 없습니다.` })
  }
  if (door.json) {
    const plain = (command === undefined ? commands : [command]).map(({ load: _load, ...shape }) => shape)
    door.say(JSON.stringify({ commands: plain }))
  } else
    for (const line of command === undefined ? renderOverview(commands, door.look) : renderCommandHelp(command, door.look)) door.say(line)
  return 'ok'
}
