import type { ExitName } from '#operations/exit-statuses.ts'
import { Failure } from '#operations/failure.ts'
import type { Operation } from '#operations/operation.ts'
import type { Answer, Look } from './answer.ts'
import type { Given } from './given.ts'

interface Presentation<Input, Output> {
  readonly operation: Operation<Input, Output>
  /** What was given, in the form the operation takes; it is checked there. */
  readonly input: (given: Given) => { readonly [name in keyof Input]: unknown }
  readonly render: (output: Output, look: Look) => readonly string[]
  readonly exit?: (output: Output) => ExitName
}

/** The usual command: one question, one answer. */
export function answering<Input, Output>(presentation: Presentation<Input, Output>): Answer {
  return async (given, door) => {
    const input = checkedInput(presentation.operation, presentation.input(given))
    const output = await presentation.operation.handle(input, door.host({ report: () => undefined }))
    if (door.json) door.say(JSON.stringify(output))
    else for (const line of presentation.render(output, door.look)) door.say(line)
    return presentation.exit?.(output) ?? 'ok'
  }
}

/** The input as the operation's schema has it; what does not fit is a mistake on the command line. */
export function checkedInput<Input>(operation: { readonly input: Operation<Input, unknown>['input'] }, given: unknown): Input {
  const checked = operation.input.safeParse(given)
  if (checked.success) return checked.data
  const issue = checked.error.issues[0]
  const where = issue?.path.join('.') ?? ''
  throw new Failure('usage', { en: `${where}: ${issue?.message ?? ''}`, ko: `${where}: ${issue?.message ?? ''}` })
}

/** The text of an option, where it was given. */
export function textOf(given: Given, name: string): string | undefined {
  const value = given.options[name]
  return typeof value === 'string' ? value : undefined
}

export function flagOf(given: Given, name: string): boolean {
  return given.options[name] === true
}

export function manyOf(given: Given, name: string): readonly string[] {
  const value = given.options[name]
  return Array.isArray(value) ? value : []
}

/** A whole number that was given as text; what is no number is left for the schema to refuse. */
export function numberOf(given: Given, name: string): number | string | undefined {
  const text = textOf(given, name)
  return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : text
}
