/** What a shell takes as one word and as nothing else, wherever it stands. */
const plainWord = /^[A-Za-z0-9_@%+:,./-]+$/

/** A value as one word of a POSIX shell. A plain number, word or path stays as it is. */
export function shellQuote(value: string): string {
  return plainWord.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}

/** For text that no shell reads. */
export function noQuote(value: string): string {
  return value
}
