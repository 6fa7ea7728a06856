import type { RecordValue } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { plainText } from './code-quote.ts'
import type { OwnedStage } from './owned.ts'

/**
 * What the key of people's work is made of: everything that is shown to them, with the content of others' outputs. Two stages that ask
 * the same are two questions, so the stage's own name is part of it. `names` write artefacts by fingerprint.
 */
export function humanParts({ definition, run }: OwnedStage, names: RecordValue): { readonly [part: string]: Json } {
  const { human, name } = definition
  if (human === undefined) return {}
  const asked = { workflow: run.workflow.name, stage: name, by: human.by }
  if (human.kind === 'approval') {
    const { quorum, independent, of } = human
    return { human: { ...asked, approval: of.map((template) => template.render(names, plainText)), quorum, independent } }
  }
  const { instructions, attachments, form } = human
  const fields = form.map(({ name: field, label = null, type, array, unit = null, min, max, choices = null, optional }): Json => {
    return { field, label, type, array, unit, min: min?.source ?? null, max: max?.source ?? null, choices, optional }
  })
  const task = instructions?.render(names, plainText) ?? null
  return { human: { ...asked, task, attachments: attachments.map((template) => template.render(names, plainText)), form: fields } }
}
