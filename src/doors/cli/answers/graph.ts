import { graph } from '#operations/graph.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, manyOf, textOf } from '../answering.ts'

export const graphAnswer: Answer = async (given, door) => {
  const input = checkedInput(graph, {
    file: given.positional[0],
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
    format: textOf(given, 'format'),
    to: textOf(given, 'output'),
    language: door.look.language,
  })
  const drawn = await graph.handle(input, door.host({ report: () => undefined }))
  if (door.json) door.say(JSON.stringify(drawn))
  else if (drawn.written === undefined) door.write(drawn.drawing.endsWith('\n') ? drawn.drawing : `${drawn.drawing}\n`)
  else door.note(door.look.speak({ en: `Wrote ${drawn.written}.`, ko: `${drawn.written} 파일을 썼습니다.` }))
  return 'ok'
}
