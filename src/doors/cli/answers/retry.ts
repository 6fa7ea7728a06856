import { retry } from '#operations/retry.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf } from '../answering.ts'
import { following } from '../following.ts'

export const retryAnswer: Answer = async (given, door) => {
  const input = checkedInput(retry, { run: given.positional[0], of: given.positional[1], detach: flagOf(given, 'detach') })
  return following(
    door,
    (host) => retry.handle(input, host),
    (output) => [output],
  )
}
