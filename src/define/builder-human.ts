import type { Reference } from './builder-reference.ts'
import { isReference } from './builder-reference.ts'

/** Work of people, as the builder takes it. */

type OneOrMore<T> = T | readonly T[]

/** `Form` are the answers, by name; `Names` is what the functions are given. */
export interface TaskSpec<Form, Names> {
  readonly by: OneOrMore<string>
  readonly instructions?: string | ((names: Names) => string)
  readonly attachments?: Attached | ((names: Names) => Attached)
  readonly form?: Form
  readonly due?: string
  readonly remind?: string
  readonly escalate?: OneOrMore<string>
}

type Attached = readonly (string | Reference<string>)[]

export interface ApprovalSpec<Names> {
  readonly by: OneOrMore<string>
  readonly quorum?: number
  /** Outputs that are approved. */
  readonly of?: Approved | ((names: Names) => Approved)
  readonly independent?: boolean
  readonly expires?: string
  /** Names of blind stages. */
  readonly unblinds?: OneOrMore<string>
  readonly due?: string
  readonly remind?: string
  readonly escalate?: OneOrMore<string>
}

type Approved = OneOrMore<Reference<unknown>>

/** An expected duration: a time, a range, three estimates, or an expression. */
export type EstimateSpec =
  | string
  | Reference<unknown>
  | {
      readonly optimistic: string | Reference<unknown>
      readonly likely: string | Reference<unknown>
      readonly pessimistic: string | Reference<unknown>
    }

function given<Value, Names>(value: Value | ((names: Names) => Value), names: () => Names): Value {
  return typeof value === 'function' ? (value as (names: Names) => Value)(names()) : value
}

/** A task as the file holds it. */
export function taskDocument<Names>(
  { instructions, attachments, form, ...rest }: TaskSpec<{ readonly [name: string]: { readonly document: unknown } }, Names>,
  names: () => Names,
): unknown {
  return {
    ...rest,
    instructions: instructions && given(instructions, names),
    attachments: attachments && given(attachments, names),
    form: form && Object.fromEntries(Object.entries(form).map(([name, { document }]) => [name, document])),
  }
}

/** An approval as the file holds it. */
export function approvalDocument<Names>({ of, ...rest }: ApprovalSpec<Names>, names: () => Names): unknown {
  const approved = of && (isReference(of) ? of : given<Approved, Names>(of, names))
  return { ...rest, of: approved }
}
