import { metrics } from '#operations/metrics.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf } from '../answering.ts'
import { renderMetrics } from '../render/metrics.ts'
import { metricsCsv } from '../render/metrics-csv.ts'

/** One argument is a run if there is such a run, else a metric of the newest one. */
export const metricsAnswer: Answer = async (given, door) => {
  const [run, name] = given.positional
  const ask = (of: { readonly run: string | undefined; readonly name: string | undefined }) =>
    metrics.handle(checkedInput(metrics, of), door.host({ report: () => undefined }))
  const answer = await ask({ run, name }).catch((error: unknown) => {
    if (run === undefined || name !== undefined || !isUnknownRun(error)) throw error
    return ask({ run: undefined, name: run })
  })
  if (door.json) door.say(JSON.stringify(answer))
  else for (const line of flagOf(given, 'csv') ? metricsCsv(answer) : renderMetrics(answer, door.look, name !== undefined)) door.say(line)
  return 'ok'
}

function isUnknownRun(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unknown_run'
}
