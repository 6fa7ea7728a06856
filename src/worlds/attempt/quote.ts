/** A text as one word of a POSIX shell: whatever it holds, nothing in it is read as a command. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** What no command line, environment or path can hold. */
export function hasNul(text: string): boolean {
  return text.includes('\0')
}
