import { EvaluationError } from './evaluation-error.ts'
import type { ShellPlace } from './shell-place.ts'

/** What a shell takes as one word and as nothing else, wherever it stands, within quotes or without. */
const plainWord = /^[A-Za-z0-9_@%+:,./-]+$/

const bare: ShellPlace = { kind: 'bare' }

/**
 * A value for a POSIX shell script, so that it stays one word (or part of the quotes that it stands in) and nothing in
 * it is expanded or run. A plain number, word or path stays as it is. Throws `EvaluationError` where no quoting is safe.
 */
export function shellQuote(value: string, place: ShellPlace = bare): string {
  if (plainWord.test(value) && place.kind !== 'heredoc') return value
  if (value.includes('\0')) {
    throw new EvaluationError('text', { en: 'A command cannot contain the character NUL.', ko: '명령에는 NUL 문자가 들어갈 수 없습니다.' })
  }
  switch (place.kind) {
    case 'bare':
      return `'${value.replaceAll("'", "'\\''")}'`
    case 'single':
      return value.replaceAll("'", "'\\''")
    case 'double':
      return value.replace(/[\\$"`]/g, '\\$&')
    case 'comment':
      return value.replace(/[\r\n]+/g, ' ')
    case 'heredoc':
      refuseEndOf(place.delimiter, value)
      return place.literal ? value : value.replace(/[\\$`]/g, '\\$&')
    default:
      throw new EvaluationError(
        'text',
        {
          en: "Only a plain word can be inserted within backticks, `$'…'` or `${…}`.",
          ko: "백틱, `$'…'`, `${…}` 안에는 단순한 단어만 넣을 수 있습니다.",
        },
        undefined,
        { en: 'Write `$(…)` instead of backticks, or set a variable first.', ko: '백틱 대신 `$(…)`를 쓰거나, 먼저 변수에 넣으세요.' },
      )
  }
}

/** A value must not end the heredoc that it stands in: what follows it would be run. */
function refuseEndOf(delimiter: string, value: string): void {
  const lines = value.split('\n').map((line) => line.replace(/^\t+/, ''))
  const last = lines.length > 1 ? (lines.at(-1) ?? '') : ''
  if (!lines.includes(delimiter) && !(last !== '' && delimiter.startsWith(last))) return
  throw new EvaluationError('text', {
    en: `The value contains the line that ends its heredoc, \`${delimiter}\`.`,
    ko: `값에 히어독을 끝내는 줄 \`${delimiter}\`이(가) 들어 있습니다.`,
  })
}

/** For text that no shell reads. */
export function noQuote(value: string): string {
  return value
}
