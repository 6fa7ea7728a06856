import type { Language, Text } from '#expression/text.ts'

type Environment = { readonly [name: string]: string | undefined }

/** The language to speak: `--lang`, else PWOS_LANG, else the locale variables in their usual order, else English. */
export function pickLanguage(option: string | undefined, env: Environment): Language {
  const wanted = [option, env.PWOS_LANG, env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '')
  return wanted !== undefined && /^ko/i.test(wanted) ? 'ko' : 'en'
}

/** The one of a text's languages that is spoken here. */
export type Speak = (text: Text) => string

export function speakerOf(language: Language): Speak {
  return (text) => text[language]
}
