import { resume } from '#operations/resume.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf } from '../answering.ts'
import { following } from '../following.ts'

export const resumeAnswer: Answer = async (given, door) => {
  const input = checkedInput(resume, { run: given.positional[0], detach: flagOf(given, 'detach') })
  return following(
    door,
    (host) => resume.handle(input, host),
    (output) => output.runs,
  )
}
