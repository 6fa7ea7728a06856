import type { RunEvent } from '#run/events.ts'
import { newer } from './database.ts'

/**
 * Version of the shapes in `run/events.ts`; every row of a journal says which one its events have. It is raised
 * when a shape changes, together with a step below and a new golden journal in `test/journal/golden/`.
 */
export const eventVersion = 1

type Step = (event: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>

/** `steps[n]` makes version n + 1 of version n. */
const steps: { readonly [from: number]: Step } = {}

/** An event as it was written, in the shape it has today. */
export function upcast(written: unknown, version: number, file: string): RunEvent {
  if (version > eventVersion) throw newer(file, version, eventVersion)
  let event = written as Readonly<Record<string, unknown>>
  for (let from = version; from < eventVersion; from++) event = steps[from]?.(event) ?? event
  return event as unknown as RunEvent
}
