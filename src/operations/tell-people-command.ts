import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import { hiddenStages, visibleEnd } from '#run/blinding.ts'
import type { RunEvent } from '#run/events.ts'
import type { HumanCommand } from '#run/inputs.ts'
import { Failure } from './failure.ts'
import { pause } from './follow-run.ts'
import { isLed } from './is-led.ts'
import type { Host } from './operation.ts'
import { refusalOf } from './refusals.ts'
import { refuseOver } from './send-command.ts'
import { findRun } from './store.ts'
import type { FoundWork } from './unfinished-work.ts'
import { numbersOf, verdictNumbers } from './verdict-numbers.ts'

const verdict = z.object({
  gate: z.string(),
  level: z.enum(['required', 'expected', 'stretch']),
  check: z.string(),
  verdict: z.enum(['passed', 'failed', 'inconclusive']),
  ...verdictNumbers,
})

/** What came of something that a person said. */
export const said = z.object({
  run: z.string(),
  stage: z.string(),
  task: z.int(),
  label: z.string(),
  /** As whom it was said, and by what that was known. */
  who: z.object({ name: z.string(), by: z.enum(['as', 'configured', 'login']) }),
  /** `waits`: whoever decides for the store has not taken it yet; it will. */
  state: z.enum(['taken', 'waits']),
  /** A process was started that decides for the store, as none did. */
  startedLeader: z.boolean(),
  /** What follows: it is over well, failed, asked again, or others must approve too. */
  then: z.enum(['done', 'failed', 'asked_again', 'ignored', 'more_needed', 'handed_over', 'unknown']),
  /** Why, where it did not come out well. */
  detail: z.string().optional(),
  verdicts: z.array(verdict),
})

export type Said = z.infer<typeof said>

/** How long the leader is waited for. */
const patienceMs = 15_000

/**
 * Leaves a person's word for whoever decides, and waits for what is made of it. Where nobody decides, a process in the background is
 * started that does: the run goes on from there. Throws `Failure` where the word is refused.
 */
export async function tellLeader(
  store: string,
  journal: Journal,
  found: FoundWork,
  command: HumanCommand,
  host: Host<never>,
): Promise<Said> {
  const { run, asked, who } = found
  const stage = run.workflow.stages[asked.stage]
  const base = { run: run.id, stage: stage?.name ?? '', task: asked.task, label: asked.label, who: { ...who } }
  const request = requestName(host)
  const before = journal.position()
  const id = journal.send({ ...command, request })
  const startedLeader = isLed(store) === false
  if (startedLeader) host.startController(store)
  const deadline = host.now() + patienceMs
  while (journal.inbox().some((waiting) => waiting.id === id) && host.now() < deadline && !host.detach.aborted) await pause(20, host.detach)
  if (journal.inbox().some((waiting) => waiting.id === id)) return { ...base, state: 'waits', startedLeader, then: 'unknown', verdicts: [] }
  const events = [...journal.read(run.id, before)].map(({ event }) => event)
  const refused = events.find((event) => event.type === 'CommandRefused' && event.request === request)
  if (refused?.type === 'CommandRefused') throw refusalOf(refused, found)
  const effect = events.find((event) => isAbout(event, command))
  if (effect === undefined) {
    refuseOver(findRun(journal, run.id))
    throw new Failure('not_asked', { en: `${base.stage} does not wait any more.`, ko: `${base.stage}은(는) 더 기다리지 않습니다.` })
  }
  const end = events.find((event) => event.type === 'AttemptEnded' && isAbout(event, command))
  return {
    ...base,
    state: 'taken',
    startedLeader,
    ...(end?.type === 'AttemptEnded' ? endOf(visibleEnd(end, hiddenStages(run)), found) : courseOf(effect)),
  }
}

export function requestName({ now, chance }: Pick<Host<never>, 'now' | 'chance'>): string {
  return `${now().toString(36)}${Math.floor(chance() * 36 ** 6).toString(36)}`
}

function isAbout(event: RunEvent, { stage, task }: HumanCommand): boolean {
  switch (event.type) {
    case 'AttemptEnded':
    case 'ApprovalGiven':
    case 'WorkDelegated':
    case 'GateWaived':
    case 'ResultRefused':
      return event.stage === stage && event.task === task
    default:
      return false
  }
}

function courseOf(event: RunEvent): Pick<Said, 'then' | 'verdicts'> {
  if (event.type === 'WorkDelegated') return { then: 'handed_over', verdicts: [] }
  if (event.type === 'GateWaived') return { then: 'done', verdicts: [] }
  return { then: event.type === 'ResultRefused' ? 'failed' : 'more_needed', verdicts: [] }
}

const follows = {
  done: 'done',
  failed: 'failed',
  ignored: 'ignored',
  retry: 'asked_again',
  rework: 'asked_again',
  outdated: 'asked_again',
  asked: 'more_needed',
} as const

function endOf(event: Extract<RunEvent, { type: 'AttemptEnded' }>, { run }: FoundWork): Pick<Said, 'then' | 'verdicts' | 'detail'> {
  const gates = run.workflow.stages[event.stage]?.gates ?? []
  const detail = event.outcome.kind === 'failed' ? event.outcome.detail : event.then.kind === 'failed' ? event.then.detail : undefined
  return {
    then: follows[event.then.kind],
    ...(detail === undefined ? {} : { detail }),
    verdicts: event.verdicts.map((one) => {
      const gate = gates[one.gate]
      const named = { gate: gate?.name ?? '', level: gate?.level ?? 'required', check: gate?.check.source ?? '' }
      return { ...named, verdict: one.verdict, ...numbersOf(one) }
    }),
  }
}
