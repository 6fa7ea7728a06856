import type { RunEvent } from '#run/events.ts'
import { type State, taskStatuses } from '#run/state.ts'
import { places } from './places.ts'

interface Stream {
  /** By task: what piece it is of. */
  readonly slots: string[]
  heldAt: number | undefined
}

/** What must hold of outputs that are handed on piece by piece, kept apart from how the core keeps it. */
export function createStreamCheckers(published: Set<string>, done: Set<string>) {
  const streams = new Map<string, Stream>()

  function note(event: RunEvent): void {
    if (!('stage' in event)) return
    const id = `${event.run}/${event.stage}`
    const stream = streams.get(id) ?? { slots: [], heldAt: undefined }
    if (event.type === 'PiecesPublished') {
      if (stream.heldAt !== undefined && event.at > stream.heldAt) throw new Error(`${id} is held, and hands on`)
      for (const piece of event.pieces) {
        const place = places.artefact(piece)
        // The newest of a name: what was there before with another content is another task.
        const known = stream.slots.findLastIndex((slot) => slot.endsWith(`/${piece.name}`))
        const slot = stream.slots[known] === place ? known : stream.slots.push(place) - 1
        published.add(place)
        done.add(`${id}/${slot}`)
      }
    } else if (event.type === 'StreamEnded') {
      if (event.rest === true) stream.slots.push('rest')
      stream.heldAt = undefined
    } else if (event.type === 'TasksSkipped' && stream.slots.length > 0) {
      // Should such a piece come again, it is another task.
      for (const task of event.tasks) stream.slots[task] = 'gone'
    } else if (event.type === 'ProducerHeld') stream.heldAt = event.at
    else if (event.type === 'ProducerReleased') stream.heldAt = undefined
    else return
    streams.set(id, stream)
  }

  return { note, look: (state: State) => look(streams, state) }
}

function look(streams: ReadonlyMap<string, Stream>, state: State): void {
  for (const run of state.runs.values()) {
    for (const { index, name, fanout } of run.workflow.stages) {
      if (fanout.kind !== 'pieces') continue
      const stage = run.stages[index]
      const slots = streams.get(`${run.id}/${index}`)?.slots ?? []
      if ((stage?.count ?? 0) !== slots.length) throw new Error(`${name} has ${stage?.count} tasks for ${slots.length} pieces`)
      slots.forEach((place, task) => {
        const piece = stage?.results.get(task)?.outputs[fanout.output]
        const status = taskStatuses[stage?.status[task] ?? 0]
        if (status === 'done' && (piece === undefined || places.artefact(piece) !== place))
          throw new Error(`${name}/${task} is not ${place}`)
        if (status !== 'done' && status !== 'waiting' && status !== 'skipped') throw new Error(`${name}/${task} is ${status}`)
      })
      const most = run.workflow.stages[fanout.stage]?.outputs.find((output) => output.stream !== undefined)?.stream?.atMost ?? 0
      // A result that is used again may have been made under another bound.
      const isMade = taskStatuses[run.stages[fanout.stage]?.status[0] ?? 0] === 'running'
      if (isMade && (stage?.counts.done ?? 0) > most) throw new Error(`${name} has ${stage?.counts.done} pieces of ${most} at most`)
    }
  }
}
