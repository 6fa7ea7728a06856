import { signalOfExit } from '#diagnosis/signals.ts'
import type { Cause } from '#model/cause.ts'
import type { Remedy } from '#model/remedy.ts'
import type { Outcome } from './outcome.ts'
import type { OwnedStage } from './owned.ts'

type Failed = Extract<Outcome, { kind: 'failed' }>

/** What these mean only the output can say; the others the world has seen for itself. */
const vague: readonly Cause[] = ['program_error', 'killed', 'missing_output', 'bad_format', 'bad_metrics']

/** How a program failed, with what the stage's packs know of it: a cause that nothing but the output tells is theirs. */
export function diagnosed(stage: OwnedStage, outcome: Outcome): Outcome {
  if (outcome.kind === 'succeeded' || outcome.goesOn) return outcome
  const { onError, remedies = [] } = stage.definition
  const isVague = vague.includes(outcome.cause)
  const found = remedies.find(
    (remedy, index) => (isVague || remedy.cause === outcome.cause) && holds(remedy, onError.length + index, outcome),
  )
  if (found === undefined) return outcome
  const { pack, rule, title, cause } = found
  return {
    ...outcome,
    cause: isVague ? cause : outcome.cause,
    detail: `${title} (${pack}/${rule}); ${outcome.detail}`,
    known: { pack, rule },
  }
}

function holds({ when }: Remedy, pattern: number, { exitCode, signal, matched }: Failed): boolean {
  if (when.patterns.length > 0 && !matched.includes(pattern)) return false
  if (when.exitCodes.length > 0 && (exitCode === null || !when.exitCodes.includes(exitCode))) return false
  const ended = signal ?? (exitCode === null ? undefined : signalOfExit(exitCode))
  return when.signals.length === 0 || (ended !== undefined && when.signals.includes(ended))
}

/** The rule that knows this failure, as the stage has it. */
export function remedyOf({ definition }: OwnedStage, outcome: Outcome): Remedy | undefined {
  if (outcome.kind === 'succeeded' || outcome.known === undefined) return undefined
  const { pack, rule } = outcome.known
  return definition.remedies?.find((remedy) => remedy.pack === pack && remedy.rule === rule)
}
