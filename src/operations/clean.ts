import { dirname } from 'node:path'
import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import { pathsOf } from '#worlds/attempt/paths.ts'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { unlinkResults } from './result-links.ts'
import { findStore, withJournal } from './store.ts'
import { bundleFiles, deleteAll, measure, objectFolders, runFolders } from './store-contents.ts'

const input = z.object({
  /** Finished runs of each workflow to keep, newest first, and its newest that succeeded unless this is 0. Unfinished ones are always kept. */
  keepLast: z.int().nonnegative().default(1),
  /** Only say what would go. */
  dryRun: z.boolean().default(false),
})

const output = z.object({
  store: z.string(),
  dryRun: z.boolean(),
  /** Finished runs whose attempt folders go. */
  runs: z.array(z.string()),
  /** Attempt folders and published outputs that go. */
  attempts: z.int(),
  objects: z.int(),
  bytes: z.number(),
  /** A process leads the store, and may be publishing just now: outputs were left alone. */
  objectsLeft: z.boolean(),
})

/** Deletes attempt folders of finished runs, and published outputs that no kept run refers to. */
export const clean: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'clean',
  summary: summaries.clean,
  input,
  output,
  handle({ keepLast, dryRun }, host) {
    const store = findStore(host)
    return withJournal(store, (journal) => {
      const alone = journal.takeLead()
      try {
        const { kept, old } = divide(journal, keepLast)
        const needed = neededBy(journal, kept)
        const paths = pathsOf(store)
        const attempts = runFolders(paths.runs, old).filter((folder) => !needed.origins.has(folder.name))
        const bundles = bundleFiles(paths.runs, old).filter((file) => !needed.stages.has(file.name))
        const objects = alone ? objectFolders(paths.objects).filter((folder) => !needed.fingerprints.has(folder.name)) : []
        const bytes = measure([...attempts, ...bundles, ...objects])
        if (!dryRun) {
          unlinkResults(
            store,
            journal.runs().filter(({ run }) => old.includes(run)),
          )
          deleteAll([...objects, ...attempts, ...bundles], paths.runs, old)
        }
        return { store, dryRun, runs: [...old], attempts: attempts.length, objects: objects.length, bytes, objectsLeft: !alone }
      } finally {
        if (alone) journal.releaseLead()
      }
    })
  },
}

/** Of each workflow the newest, and with them the newest that succeeded: a failed try must not cost the results of the one before. */
function divide(journal: Journal, keepLast: number): { readonly kept: readonly string[]; readonly old: readonly string[] } {
  const kept: string[] = []
  const old: string[] = []
  const seen = new Map<string, { count: number; succeeded: boolean }>()
  for (const { run, name, outcome } of journal.runs().toReversed()) {
    if (outcome === undefined) {
      kept.push(run)
      continue
    }
    const { count, succeeded } = seen.get(name) ?? { count: 0, succeeded: false }
    const isFirstGood = outcome === 'succeeded' && !succeeded && keepLast > 0
    ;(count < keepLast || isFirstGood ? kept : old).push(run)
    seen.set(name, { count: count + 1, succeeded: succeeded || outcome === 'succeeded' })
  }
  return { kept: kept.reverse(), old: old.reverse() }
}

/** What kept runs refer to: their outputs' content, and the attempts that computed results they reused. */
function neededBy(
  journal: Journal,
  kept: readonly string[],
): { readonly fingerprints: ReadonlySet<string>; readonly origins: ReadonlySet<string>; readonly stages: ReadonlySet<string> } {
  const fingerprints = new Set<string>()
  const origins = new Set<string>()
  for (const name of kept) {
    // What is hidden is kept too.
    for (const stage of readRun(journal, name).state.runs.get(name)?.stages ?? []) {
      for (const result of stage.results.values()) {
        origins.add(result.origin)
        for (const { fingerprint, pieces = [] } of Object.values(result.outputs)) {
          fingerprints.add(fingerprint)
          for (const piece of pieces) fingerprints.add(piece.fingerprint)
        }
      }
    }
  }
  return { fingerprints, origins, stages: new Set([...origins].map((origin) => dirname(origin))) }
}
