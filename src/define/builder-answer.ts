import type { MetricSpec } from './builder-stage.ts'

/** What a form says of one answer, beside its type. */
export interface AnswerOptions<Element> {
  /** What people read. */
  readonly label?: string
  readonly choices?: readonly Element[]
  /** It may be left unanswered. */
  readonly optional?: boolean
}

export interface NumberAnswerOptions extends AnswerOptions<number> {
  readonly unit?: string
  readonly min?: number | string
  readonly max?: number | string
}

function declare<T, Options>(type: string) {
  return (options?: Options): MetricSpec<T, false> => ({ document: { type, ...options } })
}

/** Answers that a person gives, by type: `form: { mass: answer.number({ unit: 'mg', min: 0 }) }`. Each is a metric of the stage. */
export const answer = {
  number: declare<number, NumberAnswerOptions>('number'),
  integer: declare<number, Omit<NumberAnswerOptions, 'unit'>>('integer'),
  string: declare<string, AnswerOptions<string>>('string'),
  boolean: declare<boolean, Omit<AnswerOptions<boolean>, 'choices'>>('boolean'),
  numbers: declare<readonly number[], NumberAnswerOptions>('number[]'),
  strings: declare<readonly string[], AnswerOptions<string>>('string[]'),
} as const
