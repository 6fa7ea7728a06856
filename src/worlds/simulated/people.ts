import { invariant } from '#model/invariant.ts'
import { type AskedWork, askedAt, workedBy } from '#run/asked.ts'
import type { Effect } from '#run/effect.ts'
import type { HumanCommand } from '#run/inputs.ts'
import type { Artefact } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import { taskNames } from '#run/task-names.ts'
import type { Behaviour } from './behaviour.ts'
import { plausibleAnswers } from './plausible.ts'

/** What someone will say, and when. */
export interface Said {
  readonly at: number
  readonly command: HumanCommand
}

type Ask = Extract<Effect, { type: 'ask' }>

/**
 * What people will say of work that was just asked for: whoever does it answers when he has worked on it for `wallMs` of his own open
 * time; of those who are asked to approve, as many as it takes do so, the earliest first.
 */
export function whatPeopleSay(effect: Ask, state: State, now: number, chosen: Behaviour): readonly Said[] {
  const { run, stage, task, setupMs = 0 } = effect
  const asked = askedAt(state, run, stage, task, now)
  if (asked === undefined || asked.human.kind === 'question') return []
  const { wallMs, outcome } = chosen
  const done = asked.persons.flatMap((person) => {
    const at = workedBy(state, asked, person, now + setupMs, wallMs)
    return at === undefined ? [] : [{ person, at }]
  })
  const { human } = asked
  if (human.kind === 'task') {
    return done.slice(0, 1).map(({ person, at }) => ({ at, command: answerOf(asked, person, state, outcome) }))
  }
  done.sort((a, b) => a.at - b.at)
  const refuses = outcome.kind === 'failed' && outcome.cause === 'rejected'
  const enough = refuses ? 1 : human.quorum - asked.approved.length
  return done.slice(0, enough).map(({ person: by, at }) => {
    const of = { run, stage, task, attempt: asked.attempt, by }
    return { at, command: refuses ? { type: 'reject', ...of, reason: outcome.detail } : { type: 'approve', ...of } }
  })
}

function answerOf(asked: AskedWork, by: string, state: State, outcome: Behaviour['outcome']): HumanCommand {
  const { run, stage, task, attempt, human } = asked
  const found = state.runs.get(run)
  invariant(found !== undefined && human.kind === 'task', 'tasks of runs that are there are answered')
  const names = taskNames(found, stage, task)
  const { metrics = {}, outputs = {} } = outcome.kind === 'succeeded' ? outcome : {}
  const promised = (found.workflow.stages[stage]?.outputs ?? []).filter(({ optional }) => !optional)
  const handedIn = promised.map(({ name }): [string, Artefact] => [
    name,
    { fingerprint: `${found.started.fingerprint}:${stage}:${task}:${name}`, name, bytes: 0 },
  ])
  const said = Object.entries(metrics).filter(([name]) => human.form.some((field) => field.name === name))
  const values = { ...plausibleAnswers(human, names), ...Object.fromEntries(said) }
  return { type: 'answer', run, stage, task, attempt, by, values, outputs: { ...Object.fromEntries(handedIn), ...outputs } }
}
