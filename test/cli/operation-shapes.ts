import type { z } from 'zod'
import { adjust } from '#operations/adjust.ts'
import { answer } from '#operations/answer.ts'
import { approve } from '#operations/approve.ts'
import { attach } from '#operations/attach.ts'
import { cancel } from '#operations/cancel.ts'
import type { summaries } from '#operations/catalogue.ts'
import { check } from '#operations/check.ts'
import { clean } from '#operations/clean.ts'
import { delegate } from '#operations/delegate.ts'
import { diagnose } from '#operations/diagnose.ts'
import { edit } from '#operations/edit.ts'
import { explain } from '#operations/explain.ts'
import { exportFeed } from '#operations/export.ts'
import { graph } from '#operations/graph.ts'
import { hold, release } from '#operations/hold.ts'
import { inbox } from '#operations/inbox.ts'
import { init } from '#operations/init.ts'
import { issue } from '#operations/issue.ts'
import { issues } from '#operations/issues.ts'
import { logs } from '#operations/logs.ts'
import { metrics } from '#operations/metrics.ts'
import { pause } from '#operations/pause.ts'
import { plan } from '#operations/plan.ts'
import { quality } from '#operations/quality.ts'
import { reject } from '#operations/reject.ts'
import { report } from '#operations/report.ts'
import { resume } from '#operations/resume.ts'
import { retry } from '#operations/retry.ts'
import { run } from '#operations/run.ts'
import { runs } from '#operations/runs.ts'
import { serve } from '#operations/serve.ts'
import { signal } from '#operations/signal.ts'
import { skip } from '#operations/skip.ts'
import { starts } from '#operations/starts.ts'
import { status } from '#operations/status.ts'
import { store } from '#operations/store-copy.ts'
import { unpause } from '#operations/unpause.ts'
import { waive } from '#operations/waive.ts'
import { why } from '#operations/why.ts'

export interface Shapes {
  readonly name: string
  readonly summary: { readonly en: string; readonly ko: string }
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly update?: z.ZodType
}

/** All operations, by name. */
export const operations: { readonly [name in keyof typeof summaries]: Shapes } = {
  init,
  check,
  graph,
  plan,
  export: exportFeed,
  run,
  edit,
  why,
  attach,
  runs,
  status,
  logs,
  metrics,
  explain,
  diagnose,
  inbox,
  answer,
  approve,
  waive,
  issues,
  issue,
  reject,
  delegate,
  pause,
  unpause,
  hold,
  release,
  skip,
  adjust,
  cancel,
  serve,
  starts,
  signal,
  retry,
  resume,
  report,
  quality,
  store,
  clean,
}

export function operationShapes(name: string): Shapes | undefined {
  return name in operations ? operations[name as keyof typeof operations] : undefined
}
