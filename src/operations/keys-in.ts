import type { RunEvent } from '#run/events.ts'

/** By stage: keys of tasks, as they were last found. */
export function keysIn(events: Iterable<RunEvent>): ReadonlyMap<number, ReadonlyMap<number, string>> {
  const stages = new Map<number, Map<number, string>>()
  for (const event of events) {
    if (event.type !== 'TasksQueued') continue
    const keys = stages.get(event.stage) ?? new Map<number, string>()
    stages.set(event.stage, keys)
    for (const [at, task] of event.tasks.entries()) keys.set(task, event.keys[at] ?? '')
  }
  return stages
}
