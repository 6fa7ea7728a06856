import { createHash, hash } from 'node:crypto'
import type { Json } from '#model/json.ts'
import type { AttemptSpec, Manifest } from '#run/attempt.ts'

/**
 * A task's key: two attempts with the same key would compute the same. Made of the parts that the spec names
 * (command, environment, parameters, outputs; never resources) and the content of its inputs and manifests.
 */
export function keyOf(spec: AttemptSpec, inputs: Fingerprints, manifests: Fingerprints): string {
  const parts: Json = { ...spec.keyParts, files: { ...inputs }, manifests: { ...manifests } }
  return hash('sha256', canonicalJson(parts), 'hex').slice(0, 32)
}

/** By name of the input, or of the manifest as `STAGE.OUTPUT`. */
export type Fingerprints = { readonly [name: string]: string }

/** The same text for the same value: names sorted, no spaces. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  let text = ''
  for (const name of Object.keys(value).sort()) {
    const each = value[name]
    if (each !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(each)}`
  }
  return `{${text}}`
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export const manifestName = (manifest: Manifest) => `${manifest.stage}.${manifest.output}`

/** What of a fan-out its consumer can see: content, parameters and metrics, not where the store lies. */
export function manifestFingerprint(manifest: Manifest): string {
  const all = createHash('sha256')
  for (const { task, label, parameters, metrics, artefact } of manifest.elements()) {
    const content = artefact === undefined ? null : [artefact.fingerprint, artefact.name, ...(artefact.files ?? [])]
    all.update(canonicalJson([task, label, parameters, metrics, content])).update('\n')
  }
  return all.digest('hex')
}
