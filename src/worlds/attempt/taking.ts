import { seekResult, type Taking } from '#engine/seek.ts'
import { circleOf } from '#engine/seek-circle.ts'
import { invariant } from '#model/invariant.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import type { Effect } from '#run/effect.ts'
import type { RunStarted } from '#run/events.ts'
import type { Input } from '#run/inputs.ts'
import { nextAttemptOf } from '#run/look.ts'
import type { State } from '#run/state.ts'
import { type Resolving, withContent } from './resolving.ts'

type Tools = Pick<Resolving, 'journal' | 'availability' | 'places'> & {
  readonly load: (started: RunStarted) => Workflow
  readonly now: () => number
}

/** Looks for the result of another run that a stage takes. Undefined: it is not there yet. */
export async function takeResult(
  { run, stage }: Extract<Effect, { type: 'resolve' }>,
  state: State,
  { journal, load, now, ...tools }: Tools,
): Promise<Input | undefined> {
  const about = state.runs.get(run)
  const definition = about?.workflow.stages[stage]
  invariant(about !== undefined && definition !== undefined, 'effects name stages that are there')
  const attempt = nextAttemptOf(state, run, stage, 0)
  const circle = (): Taking => {
    const problem = circleOf(state, { run: about, stage }, (other, index) => seekResult(journal, load, other, index, now()) !== undefined)
    return problem === undefined ? undefined : { problem }
  }
  const found = seekResult(journal, load, about, stage, now()) ?? circle()
  const taking = await whole(found, definition, tools)
  if (taking === undefined) return undefined
  const named = { task: 0, attempt }
  const answer =
    'problem' in taking
      ? { ...named, key: '', problem: taking.problem }
      : { ...named, key: taking.key, found: { result: taking.result, discarded: [] } }
  return { type: 'resolved', run, stage, tasks: [answer] }
}

/** With the content that expressions read; what is not in the store any more cannot be taken. */
async function whole(taking: Taking, { outputs }: Stage, tools: Pick<Tools, 'availability' | 'places'>): Promise<Taking> {
  if (taking === undefined || 'problem' in taking) return taking
  const { key, result } = taking
  for (const [name, artefact] of Object.entries(result.outputs)) {
    if (!(await tools.availability.check(artefact))) return { problem: `${key}: its output ${name} is not in the store any more` }
  }
  const complete = withContent(
    result,
    outputs.filter(({ contentUsed }) => contentUsed),
    tools.places,
  )
  return complete === undefined ? { problem: `${key}: what it made cannot be read` } : { key, result: complete }
}
