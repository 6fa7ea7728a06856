import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadWorkflow } from '#define/load.ts'
import { createEngine } from '#engine/loop.ts'
import { openSqliteJournal } from '#journal/sqlite.ts'
import type { Json } from '#model/json.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import { createLocalWorld, type LocalOptions } from '#worlds/local/world.ts'
import { scratch } from '../scratch.ts'

export interface StudyRun {
  readonly run: string
  readonly events: readonly RunEvent[]
  readonly outcome: string | undefined
  /** What was computed, as `STAGE-INDEX/TASK`; reused results are not in it. */
  readonly computed: readonly string[]
  readonly metrics: (stage: number, task?: number) => { readonly [name: string]: Json }
}

export interface Study {
  readonly folder: string
  readonly store: string
  write(name: string, text: string): void
  /** A run of this workflow to its end, by engine, journal and world as they really are. */
  run(workflow: string, parameters?: { readonly [name: string]: Json }, options?: Partial<LocalOptions>): Promise<StudyRun>
}

export function openStudy(): Study {
  const folder = scratch()
  const store = join(folder, '.pwos')
  let runs = 0
  return {
    folder,
    store,
    write: (name, text) => writeFileSync(join(folder, name), text),
    async run(definition, parameters = {}, options = {}) {
      runs++
      const run = `r${runs}`
      const journal = openSqliteJournal(store)
      journal.takeLead()
      const loaded = (started: RunStarted) => load(started.definition)
      const world = createLocalWorld({ store, journal, graceMs: 300, load: loaded, ...options })
      try {
        const engine = createEngine({ journal, world, load: loaded })
        engine.resume()
        const file = join(folder, 'workflow.yaml')
        journal.send({ type: 'start', run, name: 'study', definition, file, parameters, pools: { cpu: 2 }, fingerprint: run })
        await engine.drive(() => journal.runs().find((each) => each.run === run)?.outcome !== undefined)
        return runOf(
          run,
          [...journal.read(run)].map((entry) => entry.event),
        )
      } finally {
        await world.close()
        journal.close()
      }
    },
  }
}

function load(definition: string) {
  const { workflow, problems } = loadWorkflow(definition, 'workflow.yaml')
  if (workflow === undefined) throw new Error(problems.map((problem) => problem.message.en).join('\n'))
  return workflow
}

function runOf(run: string, events: readonly RunEvent[]): StudyRun {
  const last = events.at(-1)
  return {
    run,
    events,
    outcome: last?.type === 'RunEnded' ? last.outcome : undefined,
    computed: events
      .flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'succeeded' ? [`${event.stage}/${event.task}`] : []))
      .sort(),
    metrics(stage, task = 0) {
      for (const event of events) {
        if (event.type === 'AttemptEnded' && event.stage === stage && event.task === task && event.outcome.kind === 'succeeded')
          return event.outcome.result.metrics
        const reused = event.type === 'TasksReused' && event.stage === stage ? event.results.find((each) => each.task === task) : undefined
        if (reused !== undefined) return reused.result.metrics
      }
      throw new Error(`no result of ${stage}/${task}`)
    },
  }
}
