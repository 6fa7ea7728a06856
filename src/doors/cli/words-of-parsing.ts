import {
  type AliasNotFoundError,
  type ApplicationText,
  ArgumentScannerError,
  type FlagNotFoundError,
  formatMessageForArgumentScannerError,
  text_en,
} from '@stricli/core'
import type { Text } from '#expression/text.ts'
import type { Speak } from './language.ts'

const nearest = (corrections: readonly string[]): Text =>
  corrections.length === 0
    ? { en: '', ko: '' }
    : { en: ` Did you mean ${corrections.join(', ')}?`, ko: ` 혹시 ${corrections.join(', ')}인가요?` }

const flagUnknown = (error: FlagNotFoundError): Text => {
  const near = nearest(error.corrections.map((one) => `--${one}`))
  return { en: `There is no option --${error.input}.${near.en}`, ko: `--${error.input}라는 옵션은 없습니다.${near.ko}` }
}

const letterUnknown = (error: AliasNotFoundError): Text => ({
  en: `There is no option -${error.input}.`,
  ko: `-${error.input}라는 옵션은 없습니다.`,
})

/** What was wrong with a command line, in the product's languages. */
export function parsingMessage(error: unknown, speak: Speak): string {
  if (!(error instanceof ArgumentScannerError)) return error instanceof Error ? error.message : String(error)
  return formatMessageForArgumentScannerError(error, {
    FlagNotFoundError: (one) => speak(flagUnknown(one)),
    AliasNotFoundError: (one) => speak(letterUnknown(one)),
    EnumValidationError: (one) =>
      speak({
        en: `--${one.externalFlagName} takes ${one.values.join(', ')}, not “${one.input}”.`,
        ko: `--${one.externalFlagName}의 값은 ${one.values.join(', ')} 가운데 하나여야 합니다(“${one.input}”은 안 됩니다).`,
      }),
    UnsatisfiedFlagError: (one) =>
      speak({ en: `--${one.externalFlagName} needs a value.`, ko: `--${one.externalFlagName}에는 값이 필요합니다.` }),
    UnexpectedFlagError: (one) =>
      speak({ en: `--${one.externalFlagName} is given twice.`, ko: `--${one.externalFlagName}이 두 번 나왔습니다.` }),
    UnexpectedPositionalError: (one) =>
      speak({ en: `“${one.input}” is one argument too many.`, ko: `“${one.input}”은 필요 없는 인수입니다.` }),
    UnsatisfiedPositionalError: (one) => speak({ en: `${one.placeholder} is missing.`, ko: `${one.placeholder}이(가) 빠졌습니다.` }),
    InvalidNegatedFlagSyntaxError: (one) =>
      speak({ en: `--${one.externalFlagName} takes no value.`, ko: `--${one.externalFlagName}에는 값을 줄 수 없습니다.` }),
  })
}

export function commandUnknown(input: string, corrections: readonly string[]): Text {
  const near = nearest(corrections)
  return { en: `There is no command “${input}”.${near.en}`, ko: `“${input}”이라는 명령은 없습니다.${near.ko}` }
}

/** Everything that the parser itself would say is caught and said by us; this is the rest. */
export function quietText(
  onMistake: (error: unknown) => void,
  onUnknown: (input: string, corrections: readonly string[]) => void,
): ApplicationText {
  return {
    ...text_en,
    exceptionWhileParsingArguments: (error) => {
      onMistake(error)
      return ''
    },
    noCommandRegisteredForInput: ({ input, corrections }) => {
      onUnknown(input, corrections)
      return ''
    },
  }
}
