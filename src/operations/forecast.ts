import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createEngine } from '#engine/loop.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import { hasJournal, openJournal } from '#journal/open-journal.ts'
import type { Replacing } from '#run/inputs.ts'
import { streamOf } from '#run/look.ts'
import type { RunState, State } from '#run/state.ts'
import { createInputFingerprints } from '#worlds/attempt/input-fingerprints.ts'
import { type Paths, pathsOf } from '#worlds/attempt/paths.ts'
import { createLoader, definitionFields } from './definition.ts'
import { createDryWorld } from './dry-world.ts'
import { keysIn } from './keys-in.ts'
import type { ResolvedDefinition } from './parameters.ts'
import { readRun, wholeEventsOf } from './read-run.ts'

/** What a run would do now: `--dry-run`. */
export const forecastShape = z.object({
  type: z.literal('forecast'),
  name: z.string(),
  file: z.string(),
  store: z.string(),
  tasks: z.object({ reused: z.int(), run: z.int(), undecided: z.int(), skipped: z.int(), failed: z.int() }),
  /** Some stage's number of tasks only the run can tell. */
  open: z.boolean(),
  stages: z.array(
    z.object({
      name: z.string(),
      tasks: z.int().nullable(),
      reused: z.int(),
      run: z.int(),
      /** They wait for tasks that would run, and may be reused if those give what they gave before. */
      undecided: z.int(),
      skipped: z.int(),
      failed: z.int(),
    }),
  ),
})

export interface Forecast {
  readonly summary: Omit<z.infer<typeof forecastShape>, 'type'>
  readonly state: State
  readonly run: RunState
  readonly paths: Paths
  /** By stage: keys of tasks that would run. */
  readonly keys: ReturnType<typeof keysIn>
}

const name = 'forecast'

/** Lets the real engine go as far as it can on results the store has, starting nothing and writing nothing. */
export async function forecast(
  store: string,
  resolved: ResolvedDefinition,
  until: readonly number[] | undefined,
  now: number,
  { anew = [], inherits = [] }: { readonly anew?: readonly number[]; readonly inherits?: readonly string[] } = {},
): Promise<Forecast> {
  const real = hasJournal(store) ? openJournal(store, { readOnly: true }) : undefined
  // The memo of input fingerprints is written as it is used; a forecast leaves the store as it was.
  const scratch = mkdtempSync(join(tmpdir(), 'pwos-forecast-'))
  try {
    const journal = createMemoryJournal()
    const paths = pathsOf(store)
    const world = createDryWorld({ paths, fingerprints: createInputFingerprints(scratch), journal: real ?? journal, now })
    journal.takeLead()
    journal.send({
      type: 'start',
      run: name,
      name: resolved.workflow.name,
      ...definitionFields(resolved),
      parameters: resolved.parameters,
      pools: resolved.pools,
      ...(until === undefined ? {} : { until }),
      ...(anew.length === 0 ? {} : { anew }),
      ...inPlaceOf(inherits),
      fingerprint: '',
    })
    const engine = createEngine({ journal, world, load: createLoader() })
    engine.resume()
    while (await engine.turn());
    // When every result is there the run is over, and the engine forgets runs that are over; its journal does not.
    const { state, run } = readRun(journal, name)
    return { summary: summaryOf(run, store, resolved.path), state, run, paths, keys: keysIn(wholeEventsOf(journal, name)) }
  } finally {
    real?.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** What the runs before have made counts as its own. None of them goes on here. */
function inPlaceOf([run, ...before]: readonly string[]): { readonly replaces?: Replacing } {
  return run === undefined ? {} : { replaces: { run, active: false, keep: [], before } }
}

function summaryOf(run: RunState, store: string, file: string): Forecast['summary'] {
  const stages = run.workflow.stages.map((stage) => {
    const state = run.stages[stage.index]
    const counts = state?.counts
    return {
      name: stage.name,
      // Of pieces that would be made only the run can tell how many there are.
      tasks: streamOf(run, stage.index)?.growing === true ? null : (state?.count ?? null),
      reused: counts?.done ?? 0,
      run: (counts?.queued ?? 0) + (counts?.running ?? 0) + (counts?.released ?? 0) + (counts?.retrying ?? 0),
      undecided: counts?.waiting ?? 0,
      skipped: counts?.skipped ?? 0,
      failed: (counts?.failed ?? 0) + (counts?.ignored ?? 0),
    }
  })
  const total = (of: (stage: (typeof stages)[number]) => number) => stages.reduce((sum, stage) => sum + of(stage), 0)
  return {
    name: run.workflow.name,
    file,
    store,
    tasks: {
      reused: total((one) => one.reused),
      run: total((one) => one.run),
      undecided: total((one) => one.undecided),
      skipped: total((one) => one.skipped),
      failed: total((one) => one.failed),
    },
    open: stages.some((stage) => stage.tasks === null),
    stages,
  }
}
