import { attach } from '#operations/attach.ts'
import type { Answer } from '../answer.ts'
import { checkedInput } from '../answering.ts'
import { following } from '../following.ts'

export const attachAnswer: Answer = async (given, door) => {
  const input = checkedInput(attach, { run: given.positional[0] })
  return following(
    door,
    (host) => attach.handle(input, host),
    (output) => [output],
  )
}
