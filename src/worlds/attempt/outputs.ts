import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Artefact } from '#run/outcome.ts'
import { fileFingerprint, type Listed, listing, listingFingerprint } from './fingerprint.ts'
import { formatTrouble } from './format.ts'
import { globFiles } from './glob.ts'
import type { Objects } from './objects.ts'

type Output = AttemptSpec['outputs'][number]

export interface Trouble {
  readonly cause: Cause
  readonly detail: string
}

/** An output that is as declared, ready to be published. */
interface Checked {
  readonly name: string
  readonly source: string
  readonly entries: readonly Listed[] | undefined
  readonly artefact: Artefact
}

const maxContentBytes = 1_000_000

/**
 * Checks, fingerprints and publishes what an attempt has left in its `work/`. All outputs are checked before the
 * first is published, so an attempt that breaks one promise hands on nothing.
 */
export async function publishOutputs(
  work: string,
  outputs: readonly Output[],
  objects: Objects,
): Promise<{ readonly artefacts: { readonly [name: string]: Artefact } } | { readonly trouble: Trouble }> {
  const checked: Checked[] = []
  for (const output of outputs) {
    const found = await checkOutput(work, output).catch((error) => unreadable(output, error))
    if (found === 'absent') continue
    if ('cause' in found) return { trouble: found }
    checked.push(found)
  }
  for (const { source, entries, artefact } of checked) {
    for (const piece of artefact.pieces ?? []) objects.publishFile(join(source, piece.name), piece)
    if (artefact.pieces !== undefined) objects.publishSet(artefact.pieces, artefact)
    else if (entries === undefined) objects.publishFile(source, artefact)
    else objects.publishTree(source, entries, artefact)
  }
  return { artefacts: Object.fromEntries(checked.map(({ name, artefact }) => [name, artefact])) }
}

/** An output as it should be, in the folder where an attempt ran. */
export async function checkOutput(work: string, output: Output): Promise<Checked | Trouble | 'absent'> {
  const path = resolve(work, output.path)
  if (path !== work && !path.startsWith(work + sep))
    return missing(`output ${output.name}: ${output.path} lies outside the attempt's folder`)
  if (output.kind === 'glob') return checkGlob(work, output)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return output.optional ? 'absent' : missing(`output ${output.name}: ${output.path} was not made${besides(work)}`)
  if (output.kind === 'folder') {
    if (!stats.isDirectory()) return missing(`output ${output.name}: ${output.path} is not a folder`)
    const entries = listing(path)
    return checkedTree(output, path, entries, nameOf(path))
  }
  if (!stats.isFile()) return missing(`output ${output.name}: ${output.path} is not a file`)
  return checkFile(output, path, stats)
}

async function checkFile(output: Output, path: string, stats: Stats): Promise<Checked | Trouble> {
  const trouble = output.format === undefined ? undefined : formatTrouble(path, stats.size, output.format)
  if (trouble !== undefined) return { cause: 'bad_format', detail: `output ${output.name}: ${output.path} ${trouble}` }
  const fingerprint = await fileFingerprint(path, stats)
  const artefact: Artefact = { fingerprint, name: nameOf(path), bytes: stats.size }
  if (!output.contentUsed) return { name: output.name, source: path, entries: undefined, artefact }
  const content = contentOf(path, stats.size, output.format)
  if (content === undefined) {
    const detail = `output ${output.name}: expressions use its content, and ${stats.size} bytes is more than the limit of ${maxContentBytes}`
    return { cause: 'bad_format', detail }
  }
  return { name: output.name, source: path, entries: undefined, artefact: { ...artefact, content } }
}

/** What expressions see of a file; undefined where it is too large for that. */
export function contentOf(path: string, bytes: number, format: Output['format']): Json | undefined {
  if (bytes > maxContentBytes) return undefined
  const text = readFileSync(path, 'utf8')
  return format === 'json' ? (JSON.parse(text) as Json) : text
}

async function checkGlob(work: string, output: Output): Promise<Checked | Trouble | 'absent'> {
  const files = globFiles(work, output.path)
  if (files.length === 0)
    return output.optional ? 'absent' : missing(`output ${output.name}: no file matches ${output.path}${besides(work)}`)
  for (const file of files) {
    const path = join(work, file)
    const trouble = output.format === undefined ? undefined : formatTrouble(path, statSync(path).size, output.format)
    if (trouble !== undefined) return { cause: 'bad_format', detail: `output ${output.name}: ${file} ${trouble}` }
  }
  const entries = files.map((path): Listed => ({ path, kind: 'file' }))
  const checked = await checkedTree(output, work, entries, 'files')
  if (output.stream === undefined) return { ...checked, artefact: { ...checked.artefact, files } }
  const pieces = await piecesOf(work, files, output)
  return 'cause' in pieces ? pieces : { ...checked, artefact: { ...checked.artefact, files, pieces: pieces.all } }
}

/** Each file for itself; with its content where expressions use that. */
async function piecesOf(work: string, files: readonly string[], output: Output): Promise<{ readonly all: readonly Artefact[] } | Trouble> {
  const all: Artefact[] = []
  for (const name of files) {
    const path = join(work, name)
    const checked = await checkFile({ ...output, path: name }, path, lstatSync(path))
    if ('cause' in checked) return checked
    all.push({ ...checked.artefact, name })
  }
  return { all }
}

async function checkedTree(output: Output, source: string, entries: readonly Listed[], name: string): Promise<Checked> {
  const fingerprints = new Map<string, string>()
  let bytes = 0
  for (const { path, kind } of entries) {
    if (kind !== 'file') continue
    const stats = lstatSync(join(source, path))
    fingerprints.set(path, await fileFingerprint(join(source, path), stats))
    bytes += stats.size
  }
  const fingerprint = listingFingerprint(source, entries, (path) => fingerprints.get(path) ?? '')
  return { name: output.name, source, entries, artefact: { fingerprint, name, bytes } }
}

function unreadable(output: Output, error: unknown): Trouble {
  return missing(`output ${output.name}: ${output.path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
}

function missing(detail: string): Trouble {
  return { cause: 'missing_output', detail }
}

const nameOf = (path: string) => path.slice(path.lastIndexOf(sep) + 1)

/** What is there instead: a mistyped name shows at once. */
function besides(work: string): string {
  const names = readdirSync(work).filter((name) => !name.startsWith('.'))
  if (names.length === 0) return '; the folder is empty'
  return `; there is ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`
}
