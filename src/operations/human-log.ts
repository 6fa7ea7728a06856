import type { Journal } from '#engine/ports.ts'
import { formatJson } from '#report/format.ts'
import type { RunEvent } from '#run/events.ts'
import type { Tail } from './tail-file.ts'

/** What was said of one piece of people's work, a line each, as the journal has it: who was asked, answered, approved, was refused. */
export function openHumanLog(journal: Journal, run: string, stage: number, task: number): Tail {
  let position = 0
  return {
    read() {
      const lines: string[] = []
      for (const entry of journal.read(run, position)) {
        position = entry.position
        lines.push(...linesOf(entry.event, stage, task).map((line) => `${new Date(entry.event.at).toISOString()} ${line}\n`))
      }
      return lines.join('')
    },
    close: () => undefined,
  }
}

function linesOf(event: RunEvent, stage: number, task: number): readonly string[] {
  if (!('stage' in event) || event.stage !== stage) return []
  if (event.type === 'AttemptsStarted') {
    const attempt = event.attempts[event.tasks.indexOf(task)]
    return attempt === undefined ? [] : [`asked${event.by === undefined ? '' : ` ${event.by}`} (attempt ${attempt})`]
  }
  if (event.type === 'TasksReused') {
    const found = event.results.find((one) => one.task === task)
    return found === undefined ? [] : [`as before: ${found.result.by?.join(', ') ?? ''} in ${found.result.origin}`]
  }
  if (!('task' in event) || event.task !== task) return []
  return lineOf(event)
}

function lineOf(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'WorkDelegated':
      return [`${event.from} handed it to ${event.to}`]
    case 'ApprovalGiven':
      return [`${event.by} approved${event.reason === '' ? '' : `: ${event.reason}`}`]
    case 'CommandRefused':
      return [`${event.by}: ${event.command} refused (${event.code})`]
    case 'AttemptEnded':
      return endLines(event)
    default:
      return []
  }
}

function endLines({ outcome, then }: Extract<RunEvent, { type: 'AttemptEnded' }>): readonly string[] {
  if (outcome.kind === 'failed') return [`${outcome.cause} ${outcome.detail}`.trimEnd()]
  const { by = [], metrics, outputs } = outcome.result
  const values = Object.entries(metrics).map(([name, value]) => `  ${name} = ${formatJson(value)}`)
  const files = Object.entries(outputs).map(
    ([name, { name: file, bytes, fingerprint }]) => `  ${name}: ${file}, ${bytes} bytes, ${fingerprint}`,
  )
  return [`done by ${by.join(', ')}${then.kind === 'done' ? '' : ` (${then.kind})`}`, ...values, ...files]
}
