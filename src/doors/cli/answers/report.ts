import { report } from '#operations/report.ts'
import { formatBytes } from '#report/format.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, textOf } from '../answering.ts'

export const reportAnswer: Answer = async (given, door) => {
  const input = checkedInput(report, { run: given.positional[0], to: textOf(given, 'output'), language: door.look.language })
  const { run, written, bytes } = await report.handle(input, door.host({ report: () => undefined }))
  if (door.json) door.say(JSON.stringify({ run, written, bytes }))
  else
    door.say(door.look.speak({ en: `Wrote ${written} (${formatBytes(bytes)}).`, ko: `${written} 파일을 썼습니다(${formatBytes(bytes)}).` }))
  return 'ok'
}
