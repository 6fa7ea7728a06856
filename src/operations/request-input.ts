import { z } from 'zod'
import { nearest } from '#expression/nearest.ts'
import type { Text } from '#expression/text.ts'
import { Failure } from './failure.ts'

/** What an operation was asked with, as its schema has it. All that is wrong is said at once, and a misspelt key is not passed over. */
export function requestInput<Input>({ name, input }: { readonly name: string; readonly input: z.ZodType<Input> }, given: unknown): Input {
  const wrong = unknownKeys(input, given)
  const checked = input.safeParse(given)
  if (checked.success && wrong.length === 0) return checked.data
  for (const { path, message } of checked.error?.issues ?? []) {
    const where = path.length === 0 ? '' : `“${path.join('.')}”: `
    wrong.push({ en: `${where}${message}`, ko: `${where}${message}` })
  }
  const said = (language: keyof Text) => `${name}: ${wrong.map((one) => one[language]).join('; ')}`
  throw new Failure('bad_request', { en: said('en'), ko: said('ko') })
}

function unknownKeys(schema: z.ZodType, given: unknown): Text[] {
  if (!(schema instanceof z.ZodObject) || typeof given !== 'object' || given === null || Array.isArray(given)) return []
  const known = Object.keys(schema.shape)
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => unknownWord(key, known, { en: 'there is no key', ko: '없는 키입니다:' }))
}

/** “runn”: there is none, did you mean `run`? */
export function unknownWord(word: string, known: readonly string[], none: Text): Text {
  const meant = nearest(word, known)
  const list = known.length === 0 ? '–' : known.join(', ')
  if (meant === undefined) return { en: `${none.en} “${word}” (there are: ${list})`, ko: `${none.ko} “${word}” (있는 것: ${list})` }
  return { en: `${none.en} “${word}” (did you mean \`${meant}\`?)`, ko: `${none.ko} “${word}” (\`${meant}\`을(를) 뜻했나요?)` }
}
