import { exportFeed } from '#operations/export.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, manyOf, textOf } from '../answering.ts'

export const exportAnswer: Answer = async (given, door) => {
  const input = checkedInput(exportFeed, {
    file: given.positional[0],
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
    for: textOf(given, 'for'),
    format: textOf(given, 'format'),
    to: textOf(given, 'output'),
    start: textOf(given, 'start'),
    language: door.look.language,
  })
  const answer = await exportFeed.handle(input, door.host({ report: () => undefined }))
  if (door.json) door.say(JSON.stringify(answer))
  else if (answer.written === undefined) door.write(answer.text)
  else door.note(door.look.speak({ en: `Wrote ${answer.written}.`, ko: `${answer.written} 파일을 썼습니다.` }))
  return 'ok'
}
