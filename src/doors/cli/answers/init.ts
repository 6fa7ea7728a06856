import { init } from '#operations/init.ts'
import { answering, flagOf, textOf } from '../answering.ts'
import { padEnd, widthOf } from '../terminal/width.ts'

export const initAnswer = answering({
  operation: init,
  input: (given) => ({ template: given.positional[0], list: flagOf(given, 'list'), into: textOf(given, 'into') }),
  render: ({ written, template, templates }, { speak, paint }) => {
    if (written === undefined) {
      const width = Math.max(0, ...templates.map((one) => widthOf(one.name)))
      return templates.map((one) => `${padEnd(one.name, width)}  ${speak(one.description)}`)
    }
    return [
      speak({ en: `Wrote ${written} (${template ?? ''}).`, ko: `${written} 파일을 썼습니다(${template ?? ''}).` }),
      `  pwos check ${written}    ${paint.dim(speak({ en: 'check it', ko: '검사하기' }))}`,
      `  pwos run ${written}    ${paint.dim(speak({ en: 'run it', ko: '실행하기' }))}`,
    ]
  },
})
