/** A check that is one comparison, such as `abs(tc - 2.27) < 3 * tc_error`, taken apart as text. */
export interface Comparison {
  readonly left: string
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!='
  readonly right: string
}

/** Undefined where the check is not a single comparison; then it has no margin. */
export function comparisonOf(check: string): Comparison | undefined {
  let found: { readonly at: number; readonly operator: Comparison['operator'] } | undefined
  for (const token of topLevel(check)) {
    if (!isOperator(token.text)) return undefined
    if (found !== undefined) return undefined
    found = { at: token.at, operator: token.text }
  }
  if (found === undefined) return undefined
  const left = check.slice(0, found.at).trim()
  const right = check.slice(found.at + found.operator.length).trim()
  return left === '' || right === '' ? undefined : { left, operator: found.operator, right }
}

function isOperator(text: string): text is Comparison['operator'] {
  return /^(?:[<>]=?|[=!]=)$/.test(text)
}

/** Comparisons, and what makes a check more than one comparison (`&&`, `||`, `!`, `?`), outside brackets and strings. */
function* topLevel(check: string): Generator<{ readonly at: number; readonly text: string }> {
  const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[([{]|[)\]}]|[<>]=?|[=!]=|&&|\|\||\?|!|\b(?:and|or|not|in)\b/g
  let depth = 0
  for (const match of check.matchAll(tokens)) {
    const text = match[0]
    if (text === '(' || text === '[' || text === '{') depth++
    else if (text === ')' || text === ']' || text === '}') depth--
    else if (depth === 0 && !text.startsWith('"') && !text.startsWith("'")) yield { at: match.index, text }
  }
}
