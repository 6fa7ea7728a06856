import { plan } from '#operations/plan.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf, manyOf, numberOf, textOf } from '../answering.ts'
import { renderPlan } from '../render/plan.ts'

export const planAnswer: Answer = async (given, door) => {
  const format = textOf(given, 'format')
  const input = checkedInput(plan, {
    file: given.positional[0],
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
    on: textOf(given, 'on'),
    site: textOf(given, 'site'),
    whatIf: manyOf(given, 'what-if'),
    deadline: flagOf(given, 'deadline'),
    rest: flagOf(given, 'rest'),
    start: textOf(given, 'start'),
    to: textOf(given, 'output'),
    force: flagOf(given, 'force'),
    format,
    seeds: numberOf(given, 'seeds'),
    effort: numberOf(given, 'effort'),
    language: door.look.language,
  })
  const answer = await plan.handle(input, door.host({ report: () => undefined }))
  if (door.json) door.say(JSON.stringify(answer))
  else if (answer.drawing !== undefined) door.write(answer.drawing)
  else {
    for (const line of renderPlan(answer, door.look)) door.say(line)
    for (const path of answer.written) door.note(door.look.speak({ en: `Wrote ${path}.`, ko: `${path} 파일을 썼습니다.` }))
  }
  return 'ok'
}
