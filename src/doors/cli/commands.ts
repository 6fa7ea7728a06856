import type { CommandShape } from './command.ts'
import { adjustCommand } from './commands/adjust.ts'
import { answerCommand } from './commands/answer.ts'
import { approveCommand } from './commands/approve.ts'
import { attachCommand } from './commands/attach.ts'
import { cancelCommand } from './commands/cancel.ts'
import { checkCommand } from './commands/check.ts'
import { cleanCommand } from './commands/clean.ts'
import { completionCommand } from './commands/completion.ts'
import { delegateCommand } from './commands/delegate.ts'
import { diagnoseCommand } from './commands/diagnose.ts'
import { editCommand } from './commands/edit.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { graphCommand } from './commands/graph.ts'
import { holdCommand, releaseCommand } from './commands/hold.ts'
import { inboxCommand } from './commands/inbox.ts'
import { initCommand } from './commands/init.ts'
import { issueCommand, issuesCommand } from './commands/issues.ts'
import { logsCommand } from './commands/logs.ts'
import { metricsCommand } from './commands/metrics.ts'
import { pauseCommand } from './commands/pause.ts'
import { planCommand } from './commands/plan.ts'
import { qualityCommand } from './commands/quality.ts'
import { rejectCommand } from './commands/reject.ts'
import { reportCommand } from './commands/report.ts'
import { resumeCommand } from './commands/resume.ts'
import { retryCommand } from './commands/retry.ts'
import { runCommand } from './commands/run.ts'
import { runsCommand } from './commands/runs.ts'
import { serveCommand } from './commands/serve.ts'
import { signalCommand } from './commands/signal.ts'
import { skipCommand } from './commands/skip.ts'
import { startsCommand } from './commands/starts.ts'
import { statusCommand } from './commands/status.ts'
import { storeCommand } from './commands/store.ts'
import { unpauseCommand } from './commands/unpause.ts'
import { waiveCommand } from './commands/waive.ts'
import { whyCommand } from './commands/why.ts'

/** All commands, in the order in which help lists them. */
export const commands: readonly CommandShape[] = [
  initCommand,
  checkCommand,
  graphCommand,
  planCommand,
  exportCommand,
  runCommand,
  whyCommand,
  attachCommand,
  runsCommand,
  statusCommand,
  logsCommand,
  metricsCommand,
  explainCommand,
  diagnoseCommand,
  inboxCommand,
  answerCommand,
  approveCommand,
  rejectCommand,
  delegateCommand,
  waiveCommand,
  issuesCommand,
  issueCommand,
  pauseCommand,
  unpauseCommand,
  holdCommand,
  releaseCommand,
  skipCommand,
  adjustCommand,
  editCommand,
  cancelCommand,
  signalCommand,
  serveCommand,
  startsCommand,
  retryCommand,
  resumeCommand,
  reportCommand,
  qualityCommand,
  storeCommand,
  cleanCommand,
  completionCommand,
]
