import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure } from '#operations/failure.ts'
import type { WaitingWork } from '#operations/waiting-work.ts'
import type { Door } from './answer.ts'
import { fieldText, renderWaiting } from './render/waiting-work.ts'

/** Answers and files, in the form in which they stand on a command line. */
export interface FilledIn {
  readonly values: string[]
  readonly attach: string[]
}

/** Goes through a form in the terminal. Throws where the person turns away (the end of input): nothing was sent. */
export async function fillIn(work: WaitingWork, door: Door): Promise<FilledIn> {
  for (const line of renderWaiting(work, door.look)) door.note(line)
  const values: string[] = []
  const attach: string[] = []
  for (const field of work.form) {
    const text = await asked(door, `${fieldText(field, door.look)}: `, (answer) => answer !== '' || field.optional)
    if (text !== '') values.push(`${field.name}=${text}`)
  }
  for (const { name, path, optional } of work.outputs) {
    const question = door.look.speak({ en: `File to hand in as ${name} (${path}): `, ko: `${name}(${path})(으)로 낼 파일: ` })
    const there = (answer: string) => (answer === '' ? optional : existsSync(resolve(door.look.folder, answer)))
    const text = await asked(door, question, there)
    if (text !== '') attach.push(`${name}=${text}`)
  }
  return { values, attach }
}

async function asked(door: Door, question: string, fits: (answer: string) => boolean): Promise<string> {
  for (;;) {
    const line = await door.prompt(question)
    if (line === undefined) throw new Failure('usage', { en: 'Nothing was sent.', ko: '보내지 않았습니다.' })
    const answer = line.trim()
    if (fits(answer)) return answer
    door.note(
      door.look.speak({
        en: '  An answer is needed (for a file: one that exists).',
        ko: '  답이 필요합니다(파일은 있는 것이어야 합니다).',
      }),
    )
  }
}
