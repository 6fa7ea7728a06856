import { type SourceText, sourceText } from './source-text.ts'

/** The texts of a workflow file and of those that it names, one behind the other: an offset says which file it is in, too. */
export interface Sources extends SourceText {
  /** Takes in another file's text; its offsets begin at the number that is returned. */
  add(file: string, text: string): number
}

export function createSources(file: string, text: string): Sources {
  const parts = [{ base: 0, source: sourceText(file, text) }]
  let whole = text
  return {
    file,
    get text() {
      return whole
    },
    place: (start, end) => {
      const { base, source } = parts.findLast((part) => part.base <= start) ?? { base: 0, source: sourceText(file, text) }
      return source.place(start - base, end === undefined ? undefined : end - base)
    },
    add: (other, otherText) => {
      // One character between them, so that no place is in two files.
      const base = whole.length + 1
      whole = `${whole}\n${otherText}`
      parts.push({ base, source: sourceText(other, otherText) })
      return base
    },
  }
}
