import type { Journal, World } from '#engine/ports.ts'
import type { Input } from '#run/inputs.ts'
import { specOf } from '#run/spec.ts'
import { bootTimeMs, createAvailability } from '#worlds/attempt/availability.ts'
import type { InputFingerprints } from '#worlds/attempt/input-fingerprints.ts'
import { createManifests } from '#worlds/attempt/manifests.ts'
import type { Paths } from '#worlds/attempt/paths.ts'
import { type Resolving, resolveTasks } from '#worlds/attempt/resolving.ts'

export interface DryWorldOptions {
  readonly paths: Paths
  readonly fingerprints: InputFingerprints
  /** Where results are looked up. */
  readonly journal: Journal
  readonly now: number
}

/**
 * A world in which results are looked up and nothing is ever started: what is left undone when nothing more
 * happens in it is what a real run would do. A dry run is another world, not a mode of the engine.
 */
export function createDryWorld({ paths, fingerprints, journal, now }: DryWorldOptions): World {
  const availability = createAvailability(paths, bootTimeMs())
  const tools: Resolving = {
    render: specOf,
    places: paths,
    journal,
    fingerprints,
    manifests: createManifests(paths, availability),
    availability,
  }
  let answers: Promise<Input>[] = []
  return {
    now: () => now,
    perform(effect, state) {
      if (effect.type === 'resolve') answers.push(resolveTasks(effect, state, tools))
    },
    async next() {
      if (answers.length === 0) return undefined
      const all = answers
      answers = []
      return Promise.all(all)
    },
  }
}
