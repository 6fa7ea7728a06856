import type { summaries } from '#operations/catalogue.ts'
import type { Operation } from '#operations/operation.ts'

/** An operation of any shape: what comes in and goes out is only known to its schemas. */
export type AnyOperation = Operation<unknown, unknown, unknown>

/** What can be asked over HTTP, by name: everything but to serve, which is what answers. Each is loaded when it is first asked. */
type Asked = Exclude<keyof typeof summaries, 'serve'>

const loaders: { readonly [name in Asked]: () => Promise<unknown> } = {
  init: async () => (await import('#operations/init.ts')).init,
  check: async () => (await import('#operations/check.ts')).check,
  graph: async () => (await import('#operations/graph.ts')).graph,
  plan: async () => (await import('#operations/plan.ts')).plan,
  export: async () => (await import('#operations/export.ts')).exportFeed,
  run: async () => (await import('#operations/run.ts')).run,
  why: async () => (await import('#operations/why.ts')).why,
  attach: async () => (await import('#operations/attach.ts')).attach,
  runs: async () => (await import('#operations/runs.ts')).runs,
  status: async () => (await import('#operations/status.ts')).status,
  logs: async () => (await import('#operations/logs.ts')).logs,
  metrics: async () => (await import('#operations/metrics.ts')).metrics,
  explain: async () => (await import('#operations/explain.ts')).explain,
  diagnose: async () => (await import('#operations/diagnose.ts')).diagnose,
  inbox: async () => (await import('#operations/inbox.ts')).inbox,
  answer: async () => (await import('#operations/answer.ts')).answer,
  approve: async () => (await import('#operations/approve.ts')).approve,
  reject: async () => (await import('#operations/reject.ts')).reject,
  delegate: async () => (await import('#operations/delegate.ts')).delegate,
  waive: async () => (await import('#operations/waive.ts')).waive,
  issues: async () => (await import('#operations/issues.ts')).issues,
  issue: async () => (await import('#operations/issue.ts')).issue,
  pause: async () => (await import('#operations/pause.ts')).pause,
  unpause: async () => (await import('#operations/unpause.ts')).unpause,
  hold: async () => (await import('#operations/hold.ts')).hold,
  release: async () => (await import('#operations/hold.ts')).release,
  skip: async () => (await import('#operations/skip.ts')).skip,
  adjust: async () => (await import('#operations/adjust.ts')).adjust,
  cancel: async () => (await import('#operations/cancel.ts')).cancel,
  starts: async () => (await import('#operations/starts.ts')).starts,
  signal: async () => (await import('#operations/signal.ts')).signal,
  edit: async () => (await import('#operations/edit.ts')).edit,
  retry: async () => (await import('#operations/retry.ts')).retry,
  resume: async () => (await import('#operations/resume.ts')).resume,
  report: async () => (await import('#operations/report.ts')).report,
  store: async () => (await import('#operations/store-copy.ts')).store,
  quality: async () => (await import('#operations/quality.ts')).quality,
  clean: async () => (await import('#operations/clean.ts')).clean,
}

export const operationNames = Object.keys(loaders) as readonly Asked[]

/** The operation of that name; undefined: there is none. */
export async function loadOperation(name: string): Promise<AnyOperation | undefined> {
  return Object.hasOwn(loaders, name) ? ((await loaders[name as Asked]()) as AnyOperation) : undefined
}
