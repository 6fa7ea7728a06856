import { quality } from '#operations/quality.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, numberOf, textOf } from '../answering.ts'
import { renderQuality } from '../render/quality.ts'

export const qualityAnswer: Answer = async (given, door) => {
  const input = checkedInput(quality, {
    of: given.positional[0],
    baseline: numberOf(given, 'baseline'),
    rules: textOf(given, 'rules'),
    svg: textOf(given, 'svg'),
    language: door.look.language,
  })
  const answer = await quality.handle(input, door.host({ report: () => undefined }))
  if (door.json) door.say(JSON.stringify(answer))
  else for (const line of renderQuality(answer, door.look)) door.say(line)
  return 'ok'
}
