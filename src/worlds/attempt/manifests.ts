import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Manifest, ManifestElement } from '#run/attempt.ts'
import type { Artefact } from '#run/outcome.ts'
import type { Availability } from './availability.ts'
import { manifestFingerprint, manifestName } from './key.ts'
import type { Paths } from './paths.ts'

/**
 * Fan-in manifests: one JSON list for a whole fan-out, an object for each task with its `task`, `label`, `parameters`,
 * `metrics`, and `path` (or `path` and `files` of a glob; null where the output is not there).
 */
export interface Manifests {
  fingerprint(run: string, manifest: Manifest): string
  /** Writes it unless that is done. Answers what it lists that is not there. */
  write(run: string, manifest: Manifest): Promise<Artefact | undefined>
  /** A stage that runs again may give something else. */
  forget(run: string, stage: string): void
}

export function createManifests(paths: Paths, availability: Availability): Manifests {
  const known = new Map<string, { fingerprint: string; written: boolean }>()

  function find(run: string, manifest: Manifest): { fingerprint: string; written: boolean } {
    const name = `${run}/${manifestName(manifest)}`
    const entry = known.get(name) ?? { fingerprint: manifestFingerprint(manifest), written: false }
    known.set(name, entry)
    return entry
  }

  return {
    fingerprint: (run, manifest) => find(run, manifest).fingerprint,
    async write(run, manifest) {
      const entry = find(run, manifest)
      if (entry.written) return undefined
      const elements = [...manifest.elements()]
      writeManifest(paths, paths.manifest(run, manifest.stage, manifest.output), elements)
      const missing = await availability.missing(elements.flatMap(({ artefact }) => artefact ?? []))
      entry.written = missing === undefined
      return missing
    },
    forget(run, stage) {
      for (const name of known.keys()) if (name.startsWith(`${run}/${stage}.`)) known.delete(name)
    },
  }
}

const linesAtOnce = 2000

function writeManifest(paths: Paths, file: string, elements: readonly ManifestElement[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const incoming = `${file}.incoming`
  writeFileSync(incoming, '[')
  let lines: string[] = []
  let separator = '\n'
  for (const element of elements) {
    lines.push(`${separator}${JSON.stringify(written(paths, element))}`)
    separator = ',\n'
    if (lines.length >= linesAtOnce) {
      appendFileSync(incoming, lines.join(''))
      lines = []
    }
  }
  appendFileSync(incoming, `${lines.join('')}\n]\n`)
  renameSync(incoming, file)
}

function written(paths: Paths, { task, label, parameters, metrics, artefact }: ManifestElement) {
  const path = artefact === undefined ? null : paths.artefact(artefact)
  const files = artefact?.files === undefined || path === null ? {} : { files: artefact.files.map((file) => join(path, file)) }
  return { task, label, parameters, metrics, path, ...files }
}
