import { dirname, resolve } from 'node:path'
import { hasJournal, openJournal } from '#journal/open-journal.ts'
import type { Json } from '#model/json.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import { hiddenStages } from '#run/blinding.ts'
import { findTask, labelOf } from '#run/label.ts'
import { nextAttemptOf } from '#run/look.ts'
import { specOf } from '#run/spec.ts'
import { taskStatuses } from '#run/state.ts'
import { manifestFingerprint, manifestName } from '#worlds/attempt/key.ts'
import type { Paths } from '#worlds/attempt/paths.ts'
import type { Forecast } from './forecast.ts'
import { readRun } from './read-run.ts'
import type { Seen } from './watcher.ts'

/** What a result's key was made of, and in which run. */
export interface KeyParts {
  readonly run: string
  readonly parts: { readonly [part: string]: Json }
  /** Its results were never unblinded. */
  readonly hidden: boolean
}

export interface EarlierKeys {
  /** The newest earlier result of the same task: of the same label, or the only one of its stage. */
  find(label: string): KeyParts | undefined
  close(): void
}

/** How many earlier runs are looked through. */
const runsAtMost = 20

/** Earlier results of a stage, by folding earlier runs' journals, newest first and only as far as they are needed. */
export function earlierKeys(store: string, stage: string, paths: Paths): EarlierKeys {
  if (!hasJournal(store)) return { find: () => undefined, close: () => undefined }
  const journal = openJournal(store, { readOnly: true })
  const names = journal
    .runs()
    .map((run) => run.run)
    .reverse()
    .slice(0, runsAtMost)
  const folded: Seen[] = []
  const foldedAt = (index: number): Seen | undefined => {
    const name = names[index]
    if (name === undefined) return undefined
    folded[index] ??= readRun(journal, name)
    return folded[index]
  }
  return {
    find(label) {
      for (let index = 0; index < names.length; index++) {
        const seen = foldedAt(index)
        const parts = seen === undefined ? undefined : partsIn(seen, stage, label, paths)
        if (parts !== undefined) return parts
      }
      return undefined
    },
    close: () => journal.close(),
  }
}

function partsIn({ state, run }: Seen, stageName: string, label: string, paths: Paths): KeyParts | undefined {
  const stage = run.workflow.stages.findIndex((one) => one.name === stageName)
  if (stage < 0) return undefined
  const same = label === '' ? 0 : findTask(run, stage, label)
  if (same === undefined || labelOf(run, stage, same) !== label) return undefined
  if (taskStatuses[run.stages[stage]?.status[same] ?? 0] !== 'done') return undefined
  const attempt = Math.max(1, nextAttemptOf(state, run.id, stage, same) - 1)
  try {
    const spec = specOf(state, run.id, stage, same, attempt, paths)
    const files = Object.fromEntries(
      spec.inputs.map(({ name, path }) => [name, run.inputs.get(resolve(dirname(run.started.file), path)) ?? null]),
    )
    return { run: run.id, hidden: hiddenStages(run).has(stage), parts: { ...spec.keyParts, files, manifests: manifestsOf(spec) } }
  } catch {
    // An old definition may no longer be filled in; then there is nothing to compare with.
    return undefined
  }
}

/** The parts of the key that a forecast's task has now. */
export function partsNow({ state, run, paths }: Forecast, stage: number, task: number): KeyParts['parts'] {
  const spec = specOf(state, run.id, stage, task, Math.max(1, nextAttemptOf(state, run.id, stage, task) - 1), paths)
  const files = Object.fromEntries(
    spec.inputs.map(({ name, path }) => [name, run.inputs.get(resolve(dirname(run.started.file), path)) ?? null]),
  )
  return { ...spec.keyParts, files, manifests: manifestsOf(spec) }
}

function manifestsOf(spec: AttemptSpec): { readonly [name: string]: string } {
  return Object.fromEntries(spec.manifests.map((one) => [manifestName(one), manifestFingerprint(one)]))
}
