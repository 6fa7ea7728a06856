import type { HumanWork } from '#model/human.ts'
import { dependentPersons, standingVotes, undecided } from './approving.ts'
import { labelOf } from './label.ts'
import type { Result, Verdict } from './outcome.ts'
import { type Bundle, type OwnedRun, type OwnedStage, owned } from './owned.ts'
import { type Question, questionAt, questionsOf } from './questions.ts'
import { dueOf } from './reminding.ts'
import { commonCalendar } from './resources.ts'
import type { RunState, State } from './state.ts'
import { is, statusOf } from './status.ts'

/** Gates keep a result back, and somebody is to say whether it passes all the same. */
export interface GateQuestion {
  readonly kind: 'question'
  readonly verdicts: readonly Verdict[]
  readonly result: Result
  /** Whoever gives a name can say it. */
  readonly anybody: boolean
}

/** Work that waits for people: what an inbox shows. */
export interface AskedWork {
  readonly run: string
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly label: string
  readonly human: HumanWork | GateQuestion
  /** When it was asked for. */
  readonly since: number
  /** When it is due (UTC ms); undefined: whenever. */
  readonly due: number | undefined
  /** Who can answer it, or may still decide. */
  readonly persons: readonly string[]
  /** Who has approved, as far as it still counts. */
  readonly approved: readonly string[]
}

/** Everything that waits for people, the oldest first. */
export function askedWork(state: State, now: number): readonly AskedWork[] {
  const found: AskedWork[] = []
  for (const { stage, tasks } of owned(state).bundles) {
    const [task = 0] = tasks
    const asked = askedOf(stage, task, now)
    if (asked !== undefined) found.push(asked)
  }
  for (const id of state.runs.keys()) found.push(...questionsOf(state, id).map(questionWork))
  return found.sort((a, b) => a.since - b.since)
}

function questionWork({ persons, verdicts, result, gates: _, ...rest }: Question): AskedWork {
  const human: GateQuestion = { kind: 'question', verdicts, result, anybody: persons === undefined }
  return { ...rest, human, due: undefined, persons: persons ?? [], approved: [] }
}

/** What a task waits for people for; undefined: nothing. */
export function askedAt(state: State, run: string, stage: number, task: number, now: number): AskedWork | undefined {
  const found = owned(state).runs.get(run)?.stages[stage]
  return found && askedOf(found, task, now)
}

/** The same, of a run that is looked at alone. */
export function askedIn(run: RunState, stage: number, task: number, now: number): AskedWork | undefined {
  const found = (run as OwnedRun).stages[stage]
  return found && askedOf(found, task, now)
}

function askedOf(stage: OwnedStage, task: number, now: number): AskedWork | undefined {
  const bundle = stage.entries[task]?.bundle
  const { human, index } = stage.definition
  const question = questionAt(stage, task)
  if (question !== undefined) return questionWork(question)
  if (bundle?.human === undefined || human === undefined || statusOf(stage, task) !== is.running) return undefined
  const { by } = bundle.human
  return {
    ...{ run: stage.run.id, stage: index, task, attempt: stage.attempts[task] ?? 0, label: labelOf(stage.run, index, task) },
    ...{ human, since: bundle.startedAt, due: dueOf(human, bundle.startedAt) },
    ...{ persons: by === undefined ? undecided(stage, bundle, now) : [by] },
    approved: human.kind === 'approval' ? standingVotes(human, bundle.human.votes, now).map((vote) => vote.by) : [],
  }
}

/** Who cannot decide although asked, as the approval has to be independent of them. */
export function dependentOn(state: State, { run, stage }: AskedWork): ReadonlySet<string> {
  const found = owned(state).runs.get(run)?.stages[stage]
  return found === undefined ? new Set() : dependentPersons(found)
}

/** When a person will have done so much work on what waits for him, if he begins at `from`; undefined: his hours end before. */
export function workedBy(state: State, asked: AskedWork, person: string, from: number, workMs: number): number | undefined {
  const stage = owned(state).runs.get(asked.run)?.stages[asked.stage]
  if (stage === undefined) return undefined
  const { resources } = stage.run
  const held = heldWith(stage.entries[asked.task]?.bundle, person)
  const load = held.reduce((least, name) => Math.min(least, resources.loads.get(name) ?? 1), 1)
  const calendar = commonCalendar(resources, held)
  return calendar === undefined ? from + workMs / load : calendar.workEnd(from, workMs / load)
}

function heldWith(bundle: Bundle | undefined, person: string): readonly string[] {
  return [...new Set([...Object.keys(bundle?.holds ?? {}), person])]
}
