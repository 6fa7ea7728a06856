import { readFileSync } from 'node:fs'
import { loadSite } from '#define/site.ts'
import type { Journal } from '#engine/ports.ts'
import { cpusAsked, type WaitSample } from '#plan/queue-wait.ts'
import { createState, evolve } from '#run/evolve.ts'
import { createLoader } from './definition.ts'

const mostRuns = 20
const mostSamples = 5_000

/** How long jobs of the newest runs of a store waited in the cluster's queue, whatever the workflow. */
export function queueWaits(journal: Journal): readonly WaitSample[] {
  const samples: WaitSample[] = []
  let runs = 0
  for (const { run } of [...journal.runs()].reverse()) {
    if (runs === mostRuns || samples.length >= mostSamples) break
    if (readWaits(journal, run, runs, samples)) runs++
  }
  return samples
}

/** False: nothing of it was for a cluster. */
function readWaits(journal: Journal, id: string, number: number, samples: WaitSample[]): boolean {
  const state = createState(createLoader())
  let partition = ''
  for (const { event } of journal.read(id)) {
    if (event.type === 'RunStarted') {
      if (event.on !== 'slurm' && !/\bslurm\b/.test([event.definition, ...Object.values(event.files ?? {})].join('\n'))) return false
      partition = partitionIn(event.site)
    }
    evolve(state, event)
    if (event.type !== 'AttemptEnded' || samples.length >= mostSamples) continue
    const { outcome } = event
    const ms = (outcome.kind === 'succeeded' ? outcome.result.usage : outcome.usage)?.queuedMs
    const run = state.runs.get(id)
    const stage = run?.workflow.stages[event.stage]
    if (ms !== undefined && run !== undefined && stage !== undefined)
      samples.push({ run: number, partition, cpus: cpusAsked(stage, run, event.task), ms })
  }
  return true
}

/** As the run's profile names it now. */
export function partitionIn(site: string | undefined): string {
  if (site === undefined) return ''
  try {
    return loadSite(readFileSync(site, 'utf8'), site).site?.partition ?? ''
  } catch {
    return ''
  }
}
