import { sendersOf } from '#model/senders.ts'
import type { Effect } from '#run/effect.ts'
import type { SignalCommand } from '#run/inputs.ts'
import type { State } from '#run/state.ts'
import { plausibleAnswers } from './plausible.ts'

/** The signals that a stage awaits and that no stage of the run sends, as someone outside would send them. */
export function signalsFromOutside(
  { run: id, stage, signals }: Extract<Effect, { type: 'await' }>,
  state: State,
): readonly SignalCommand[] {
  const workflow = state.runs.get(id)?.workflow
  if (workflow === undefined) return []
  const senders = sendersOf(workflow).get(stage) ?? []
  const declared = workflow.coordination?.signals ?? []
  const sent = new Set(senders.flatMap((sender) => workflow.stages[sender]?.coordination?.sends.map(({ signal }) => signal) ?? []))
  return declared.flatMap(({ name, fields }, index): SignalCommand[] => {
    if (!signals.includes(name) || sent.has(index)) return []
    const values = plausibleAnswers({ form: fields }, undefined)
    return [{ type: 'signal', run: id, signal: name, values, id: `outside/${name}`, from: 'outside' }]
  })
}
