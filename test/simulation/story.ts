import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import type { RunEvent } from '#run/events.ts'
import type { Then, Verdict } from '#run/outcome.ts'
import type { Behaviour, SimulatedAttempt } from '#worlds/simulated/behaviour.ts'
import { load } from './flow.ts'

/** Events as lines to read and to compare. `types`: only these. */
export function tell(events: readonly RunEvent[], ...types: readonly RunEvent['type'][]): readonly string[] {
  const names = new Map<string, readonly string[]>()
  const lines: string[] = []
  for (const event of events) {
    if (event.type === 'RunStarted')
      names.set(
        event.run,
        load(event).stages.map((stage) => stage.name),
      )
    if (types.length > 0 && !types.includes(event.type)) continue
    const stage = 'stage' in event ? (names.get(event.run)?.[event.stage] ?? String(event.stage)) : ''
    const nameOf = (index: number) => names.get(event.run)?.[index] ?? String(index)
    lines.push(`${event.at} ${names.size > 1 ? `${event.run} ` : ''}${said(event, stage, nameOf)}`)
  }
  return lines
}

function said(event: RunEvent, stage: string, nameOf: (index: number) => string): string {
  switch (event.type) {
    case 'StageExpanded':
      return `${stage} has ${event.count}${event.standIn === undefined ? '' : ` (${event.standIn.reason})`}`
    case 'TasksReleased':
      return `${stage}/${event.from}${event.count > 1 ? `-${event.from + event.count - 1}` : ''} released`
    case 'TasksSkipped':
      return `${stage}/${event.tasks} skipped: ${event.reason}`
    case 'TasksReused':
      return event.results.map(({ task, verdicts, then }) => `${stage}/${task} reused: ${followed(verdicts, then)}`).join(', ')
    case 'AttemptsStarted':
      return `${event.tasks.map((task, index) => `${stage}/${task}#${event.attempts[index]}`).join(' ')} started`
    case 'AttemptEnded': {
      const found = event.outcome.kind === 'failed' ? `${event.outcome.cause}, ` : ''
      return `${stage}/${event.task}#${event.attempt} ${found}${followed(event.verdicts, event.then)}`
    }
    case 'TasksQueued':
      return `${stage}/${event.tasks} queued`
    case 'TasksUnreleased':
      return `${stage}/${event.tasks} waits again`
    case 'OutputsDiscarded':
      return `${stage}/${event.tasks} discarded ${event.outputs}`
    case 'TasksRevived':
      return `${stage}/${event.tasks} revived`
    case 'TasksReset':
      return `${stage}/${event.tasks} reset`
    case 'BranchesChosen':
      return event.choices.map(({ task, name }) => `${stage}/${task} chosen: ${name}`).join(', ')
    case 'LoopsEnded':
      return event.ends.map(({ task, last, enough }) => `${stage}/${task} ended by ${last}${enough ? '' : ', not enough'}`).join(', ')
    case 'GroupsPassed':
      return `${stage}/${event.tasks} passed`
    case 'StagesReworked': {
      const which = event.stages.map(({ stage: index, tasks }) => `${nameOf(index)}${tasks === undefined ? '' : `/${tasks}`}`)
      return `${which} to be done again for ${stage}/${event.task} ${JSON.stringify(event.with)}`
    }
    case 'GateWaived':
      return `${stage}/${event.task} gate ${event.gate} waived by ${event.by}: ${event.reason}`
    case 'ResultRefused':
      return `${stage}/${event.task} refused by ${event.by}: ${event.reason}`
    case 'PiecesPublished':
      return `${stage} published ${event.pieces.map(({ name }) => name).join(' ')}${event.trouble === undefined ? '' : `: ${event.trouble}`}`
    case 'StreamEnded':
      return `${stage} ended with ${event.pieces}${event.rest === true ? ' and a rest' : ''}`
    case 'ProducerHeld':
      return `${stage} held at ${event.waiting}`
    case 'ProducerReleased':
      return `${stage} released at ${event.waiting}`
    case 'RunEnded':
      return event.outcome
    default:
      return event.type
  }
}

function followed(verdicts: readonly Verdict[], then: Then): string {
  const judged = verdicts.length === 0 ? '' : `[${verdicts.map(({ verdict }) => verdict).join(' ')}] `
  if (then.kind === 'rework') return `${judged}rework ${then.budget} ${JSON.stringify(then.with)}`
  if (then.kind === 'asked') return `${judged}asks ${then.by} about ${then.gates}`
  if (then.kind !== 'retry') return `${judged}${then.kind}`
  const changes = { ...then.with, ...then.needs }
  return `${judged}retry ${then.budget} at ${then.notBefore}${Object.keys(changes).length === 0 ? '' : ` ${JSON.stringify(changes)}`}`
}

type Act = { readonly ms?: number; readonly fails?: Cause; readonly exit?: number; readonly matched?: readonly number[] } & {
  readonly metrics?: { readonly [name: string]: Json }
  /** Content of outputs, by name; their fingerprint follows from it. */
  readonly outputs?: { readonly [name: string]: number | readonly number[] }
}

/** What attempts do, by the most exact of `stage/task#attempt`, `stage/task`, `stage#attempt`, `stage`; else a second of success. */
export function acts(script: { readonly [attempt: string]: Act }): (attempt: SimulatedAttempt) => Behaviour {
  return ({ run, stage, task, attempt }) => {
    const name = run.workflow.stages[stage]?.name ?? ''
    const keys = [`${name}/${task}#${attempt}`, `${name}/${task}`, `${name}#${attempt}`, name]
    const act = keys.map((key) => script[key]).find((found) => found !== undefined) ?? {}
    return {
      wallMs: act.ms ?? 1000,
      outcome: outcomeOf(act, run.workflow.stages[stage]?.outputs.map((output) => output.name) ?? [], `${name}/${task}`),
    }
  }
}

function outcomeOf({ fails, exit, matched, metrics = {}, outputs = {} }: Act, names: readonly string[], who: string): Behaviour['outcome'] {
  if (fails !== undefined) {
    return {
      kind: 'failed',
      cause: fails,
      exitCode: exit ?? null,
      signal: null,
      detail: 'as told',
      matched: matched ?? [],
      usage: null,
      metrics,
    }
  }
  const made = names.map((name) => {
    const content = outputs[name]
    return [
      name,
      { fingerprint: `${who}.${name}=${JSON.stringify(content ?? null)}`, name, bytes: 1, ...(content === undefined ? {} : { content }) },
    ]
  })
  return { kind: 'succeeded', metrics, outputs: Object.fromEntries(made) }
}
