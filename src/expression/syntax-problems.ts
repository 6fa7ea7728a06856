import type { ExpressionProblem } from './compiled.ts'
import type { Span } from './evaluation-error.ts'
import { limits } from './limits.ts'
import { problemAt } from './problem.ts'
import type { Text } from './text.ts'
import type { Token } from './token.ts'

export function unexpectedToken(token: Token, wanted: Text): ExpressionProblem {
  if (token.kind === 'end') {
    const message = { en: `The expression ends where ${wanted.en} is expected.`, ko: `${wanted.ko}이(가) 와야 할 곳에서 식이 끝났습니다.` }
    return problemAt('expression_syntax', token, message)
  }
  const found = token.text.length <= 24 ? token.text : `${token.text.slice(0, 24)}…`
  const message = {
    en: `\`${found}\` stands where ${wanted.en} is expected.`,
    ko: `${wanted.ko}이(가) 와야 할 곳에 \`${found}\`이(가) 있습니다.`,
  }
  return problemAt('expression_syntax', token, message)
}

export function chainedComparison(span: Span): ExpressionProblem {
  const message = { en: 'Comparisons cannot be chained.', ko: '비교는 이어 쓸 수 없습니다.' }
  return problemAt('expression_syntax', span, message, { en: 'Write `a < b and b < c`.', ko: '`a < b and b < c`처럼 쓰세요.' })
}

export function powerOfWhat(span: Span): ExpressionProblem {
  const message = { en: 'The power of the unit, or of the quantity?', ko: '단위의 거듭제곱인가요, 양의 거듭제곱인가요?' }
  return problemAt('expression_syntax', span, message, { en: 'Write `2 m^2` or `(2 m)^2`.', ko: '`2 m^2` 또는 `(2 m)^2`처럼 쓰세요.' })
}

export function tooDeep(span: Span): ExpressionProblem {
  const message = {
    en: `More than ${limits.depth} levels, or links of one chain.`,
    ko: `${limits.depth}단계보다 깊거나 길게 이어져 있습니다.`,
  }
  const hint = {
    en: 'Use an array, such as `sum([a, b, c])`, or put a part into a parameter.',
    ko: '`sum([a, b, c])`처럼 배열을 쓰거나, 일부를 매개변수로 옮기세요.',
  }
  return problemAt('expression_too_large', span, message, hint)
}

export function tooLong(most: number, base: number, length: number): ExpressionProblem {
  const message = { en: `At most ${most} characters are read here.`, ko: `${most}자까지만 쓸 수 있습니다.` }
  return problemAt('expression_too_large', { start: base + most, end: base + length }, message)
}
