/**
 * What one expression may cost. An expression has no loops, so its cost is bounded by its length times the
 * length of its arrays; these make that bound small enough that no workflow file can hang or fill a machine.
 */
export const limits = {
  /** UTF-16 units of one expression, and of a template (a whole script). */
  sourceLength: 20_000,
  templateLength: 1_000_000,
  /** Parentheses within parentheses, or links of one chain such as `a + b + c`: keeps every walk off the end of the stack. */
  depth: 200,
  /** Arrays within arrays, in a file's content and in values. */
  valueDepth: 200,
  /** Elements of one array. */
  elements: 10_000_000,
  /** UTF-16 units of one text that an expression makes. */
  textLength: 4_000_000,
  /** Elements and letters touched in one evaluation. */
  work: 20_000_000,
  /** UTF-16 units of a pattern. */
  patternLength: 1_000,
  /** Steps of a compiled pattern: `a{1000}` is a thousand of them. */
  patternSteps: 10_000,
} as const
