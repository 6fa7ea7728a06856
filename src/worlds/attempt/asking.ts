import type { Effect } from '#run/effect.ts'
import type { State } from '#run/state.ts'
import type { Resolving } from './resolving.ts'

type Ask = Extract<Effect, { type: 'ask' }>

/** Makes what people are shown that nothing else has made: lists of whole fan-outs. What waits for whom is told by the journal. */
export async function layOutFor({ run, stage, task, attempt }: Ask, state: State, tools: Resolving): Promise<void> {
  const { manifests } = tools.render(state, run, stage, task, attempt, tools.places)
  for (const manifest of manifests) await tools.manifests.write(run, manifest)
}
