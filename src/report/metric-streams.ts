import type { StreamPoint } from '#quality/thinned.ts'
import type { RunEvent } from '#run/events.ts'

/** A metric of one attempt as it came while that ran, thinned. */
export interface MetricStream {
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly name: string
  readonly points: readonly StreamPoint[]
}

/** The metrics that came while tasks ran, of the newest attempt of each task; in the order in which they began to come. */
export function metricStreams(events: Iterable<RunEvent>): readonly MetricStream[] {
  const found = new Map<string, { stage: number; task: number; attempt: number; name: string; points: StreamPoint[] }>()
  for (const event of events) {
    if (event.type !== 'MetricsStreamed') continue
    const { stage, task, attempt } = event
    for (const [name, points] of Object.entries(event.points)) {
      const key = `${stage}/${task}/${name}`
      const known = found.get(key)
      if (known !== undefined && known.attempt === attempt) known.points.push(...points)
      else found.set(key, { stage, task, attempt, name, points: [...points] })
    }
  }
  return [...found.values()]
}
