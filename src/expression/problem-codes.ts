import type { Text } from './text.ts'

/** Everything that can be wrong with an expression or a template before it is evaluated, for `docs/errors.md`. */
export const expressionCodes = {
  expression_syntax: {
    en: 'An expression or template cannot be read.',
    ko: '식이나 템플릿을 읽을 수 없습니다.',
  },
  expression_too_large: {
    en: 'An expression is longer or nested deeper than allowed.',
    ko: '식이 허용된 것보다 길거나 깊게 중첩되어 있습니다.',
  },
  unknown_name: {
    en: 'A name in an expression means nothing where it stands.',
    ko: '식에 쓴 이름이 그 자리에서 아무것도 가리키지 않습니다.',
  },
  unknown_function: {
    en: 'There is no function of that name.',
    ko: '그런 이름의 함수가 없습니다.',
  },
  unknown_unit: {
    en: 'There is no unit of that name, or its name could mean several things.',
    ko: '그런 이름의 단위가 없거나, 이름이 여러 가지로 읽힐 수 있습니다.',
  },
  ambiguous_unit: {
    en: 'A name after a number could be a unit or a value: `2 m/L`.',
    ko: '숫자 뒤의 이름이 단위일 수도 값일 수도 있습니다. 예: `2 m/L`.',
  },
  wrong_arguments: {
    en: 'A function is called with too few or too many arguments.',
    ko: '함수에 준 인수가 모자라거나 많습니다.',
  },
  wrong_type: {
    en: 'A value is of another kind than what is needed where it stands.',
    ko: '값의 종류가 그 자리에 필요한 것과 다릅니다.',
  },
  wrong_unit: {
    en: 'Quantities that measure different things are added, compared or converted.',
    ko: '서로 다른 것을 재는 양을 더하거나 비교하거나 변환하려고 합니다.',
  },
  wrong_value: {
    en: 'An expression without names cannot be evaluated: an index out of range, text that is no number.',
    ko: '이름이 없는 식인데 계산할 수 없습니다. 범위를 벗어난 번호나 숫자가 아닌 글 때문입니다.',
  },
} as const satisfies { readonly [code: string]: Text }

export type ExpressionCode = keyof typeof expressionCodes
