import { type MetricsUpdate, metrics } from '#operations/metrics.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf } from '../answering.ts'
import { renderMetrics, renderPoints } from '../render/metrics.ts'
import { metricsCsv } from '../render/metrics-csv.ts'

/** One argument is a run if there is such a run, else a metric of the newest one. */
export const metricsAnswer: Answer = async (given, door) => {
  const [run, name] = given.positional
  const follow = flagOf(given, 'follow')
  const stop = new AbortController()
  const forget = door.onInterrupt(() => stop.abort())
  door.unread.addEventListener('abort', () => stop.abort())
  const report = (update: MetricsUpdate) => {
    if (door.json) door.say(JSON.stringify({ type: 'points', ...update }))
    else for (const line of renderPoints(update)) door.say(line)
  }
  const ask = (of: { readonly run: string | undefined; readonly name: string | undefined }) =>
    metrics.handle(checkedInput(metrics, { ...of, follow }), door.host<MetricsUpdate>({ report, detach: stop.signal }))
  try {
    const answer = await ask({ run, name }).catch((error: unknown) => {
      if (run === undefined || name !== undefined || !isUnknownRun(error)) throw error
      return ask({ run: undefined, name: run })
    })
    if (door.json) door.say(JSON.stringify(follow ? { type: 'result', result: answer } : answer))
    else for (const line of flagOf(given, 'csv') ? metricsCsv(answer) : renderMetrics(answer, door.look, run !== undefined)) door.say(line)
    return 'ok'
  } finally {
    forget()
  }
}

function isUnknownRun(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unknown_run'
}
