import type { Artefact } from '#run/outcome.ts'

/** Where a world that is not there keeps things. */
export const places = {
  artefact: ({ fingerprint, name }: Artefact) => `/objects/${fingerprint}/${name}`,
  manifest: (run: string, stage: string, output: string) => `/manifests/${run}/${stage}.${output}`,
}
