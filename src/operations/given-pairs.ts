import type { Text } from '#expression/text.ts'
import { Failure } from './failure.ts'

/** Names and values that were given as `NAME=VALUE`, each; the last one counts. `shape` and `option` are for who gives something else. */
export function givenPairs(given: readonly string[], shape: Text, option = ''): { readonly [name: string]: string } {
  const values: { [name: string]: string } = Object.create(null)
  for (const each of given) {
    const at = each.indexOf('=')
    if (at < 1) {
      throw new Failure('usage', { en: `${option}${each}: ${shape.en} is expected.`, ko: `${option}${each}: ${shape.ko} 꼴이어야 합니다.` })
    }
    values[each.slice(0, at).trim()] = each.slice(at + 1)
  }
  return values
}

/** Of a form or a signal. */
export const fieldShape: Text = { en: 'FIELD=VALUE', ko: '항목=값' }
