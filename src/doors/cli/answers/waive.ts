import { waive } from '#operations/waive.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf, textOf } from '../answering.ts'
import { following } from '../following.ts'

export const waiveAnswer: Answer = async (given, door) => {
  const [run, of] = given.positional
  const input = checkedInput(waive, {
    run,
    of,
    reason: textOf(given, 'reason') ?? '',
    as: textOf(given, 'as'),
    detach: flagOf(given, 'detach'),
  })
  return following(
    door,
    (host) => waive.handle(input, host),
    (output) => [output],
  )
}
