import { isReference, type Reference } from './builder-reference.ts'
import type { GateActionSpec, GateSpec, RetrySpec } from './builder-stage.ts'

/** A gate of the builder as the file would hold it. */
export function gateDocument({ check, atLeast, validFor, else: otherwise, inconclusive, ...rest }: GateSpec): unknown {
  const validity = typeof validFor === 'object' ? { time: validFor.time, at_most: validFor.atMost } : validFor
  return {
    ...rest,
    check: bare(check),
    at_least: atLeast,
    valid_for: validity,
    else: actionsDocument(otherwise),
    inconclusive: actionsDocument(inconclusive),
  }
}

/** `check`, `when` and `if` take an expression without `${{ }}`. */
export function bare(condition: string | Reference<unknown> | undefined): string | undefined {
  return isReference(condition) ? condition.source : condition
}

export function retryDocument({ atMost, ...rest }: RetrySpec): unknown {
  return { ...rest, at_most: atMost }
}

function actionsDocument(actions: GateSpec['else']): unknown {
  return isList(actions) ? actions.map(actionDocument) : actions && actionDocument(actions)
}

function isList(actions: GateSpec['else']): actions is readonly GateActionSpec[] {
  return Array.isArray(actions)
}

function actionDocument(action: GateActionSpec): unknown {
  if (typeof action === 'string') return action
  if ('retry' in action) return { retry: retryDocument(action.retry) }
  if ('quarantine' in action) return { quarantine: { at_most: action.quarantine.atMost } }
  if (!('rework' in action)) return action
  const { from, atMost, ...rest } = action.rework
  return { rework: { ...rest, from: typeof from === 'string' ? from : from.name, at_most: atMost } }
}
