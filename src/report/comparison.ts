/** One comparison of a check, such as `abs(tc - 2.27) < 3 * tc_error`, taken apart as text. */
export interface Comparison {
  readonly left: string
  readonly operator: Operator
  readonly right: string
}

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!='

export const operatorSigns: { readonly [operator in Operator]: string } = { '<': '<', '<=': '≤', '>': '>', '>=': '≥', '==': '=', '!=': '≠' }

/**
 * The comparisons that must all hold for the check to hold; none where it is put together otherwise (`or`, `not`,
 * `? :`), because then no single one of them has a margin.
 */
export function comparisonsOf(check: string): readonly Comparison[] {
  const comparisons: Comparison[] = []
  for (const part of conjuncts(check) ?? []) {
    const comparison = split(part)
    if (comparison === undefined) return []
    comparisons.push(comparison)
  }
  return comparisons
}

/** The parts that `and` joins, outside brackets; undefined where something else than `and` joins them. */
function conjuncts(check: string): readonly string[] | undefined {
  const parts: string[] = []
  let from = 0
  for (const { at, text } of topLevel(check)) {
    if (isOperator(text)) continue
    if (text !== 'and' && text !== '&&') return undefined
    parts.push(check.slice(from, at))
    from = at + text.length
  }
  return [...parts, check.slice(from)]
}

function split(part: string): Comparison | undefined {
  const [token, ...others] = topLevel(part)
  if (token === undefined || others.length > 0 || !isOperator(token.text)) return undefined
  const left = part.slice(0, token.at).trim()
  const right = part.slice(token.at + token.text.length).trim()
  return left === '' || right === '' ? undefined : { left, operator: token.text, right }
}

function isOperator(text: string): text is Operator {
  return /^(?:[<>]=?|[=!]=)$/.test(text)
}

/** Comparisons, and what joins them or turns them round, outside brackets and strings. */
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
