import { join } from 'node:path'
import type { AttemptSpec, Places } from '#run/attempt.ts'
import type { Artefact } from '#run/outcome.ts'

/** Where everything of a store lies; `docs/architecture.md` shows it as a tree. */
export interface Paths extends Places {
  readonly store: string
  readonly runs: string
  readonly lanes: string
  /** What was submitted to a cluster. */
  readonly jobs: string
  readonly objects: string
  /** The folder of an attempt, by its name. */
  attempt(name: string): string
  /** Folder of what was published under a fingerprint. */
  object(fingerprint: string): string
}

export function pathsOf(store: string): Paths {
  const runs = join(store, 'runs')
  const objects = join(store, 'objects')
  const object = (fingerprint: string) => join(objects, fingerprint.slice(0, 2), fingerprint.slice(2))
  return {
    store,
    runs,
    objects,
    lanes: join(store, 'lanes'),
    jobs: join(store, 'jobs'),
    attempt: (name) => join(runs, name),
    object,
    artefact: (artefact: Artefact) => join(object(artefact.fingerprint), artefact.name),
    manifest: (run, stage, output) => join(runs, run, 'manifests', `${stage}.${output}.json`),
  }
}

/** An attempt's folder under `runs/`, which is also its name in lanes' records and as the origin of a result. */
export function attemptName(attempt: Pick<AttemptSpec, 'run' | 'stage' | 'task' | 'attempt'>): string {
  return `${attempt.run}/${attempt.stage}/${attempt.task}-${attempt.attempt}`
}
