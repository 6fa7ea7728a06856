import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Artefact } from '#run/outcome.ts'
import type { Active } from '#worlds/attempt/active.ts'
import { type Paths, pathsOf } from '#worlds/attempt/paths.ts'
import type { Job } from './job.ts'

/** Stands in paths for the folder that mirrors the store; `far.sh` puts in where that is. */
export const nowhere = '/@pwos-far-store'

/** Where everything lies on the far machine. */
export const farPaths = pathsOf(nowhere)

const tools = [new URL('far.sh', import.meta.url), new URL('../attempt/lane.sh', import.meta.url)].map((url) => fileURLToPath(url))

/** The folder of our own programs there: others of another version may still run from theirs. */
export const toolsFolder = `bin-${createHash('sha256')
  .update(tools.map((file) => readFileSync(file, 'utf8')).join('\0'))
  .digest('hex')
  .slice(0, 12)}`

/**
 * Puts together what a job needs there, as a tree of links in `folder`: programs, attempts, inputs by fingerprint, and published
 * outputs of other tasks. `has`: fingerprints that are there already. Answers those that this brings.
 */
export function stage(
  job: Job,
  actives: readonly Active[],
  folder: string,
  { paths, has }: { paths: Paths; has: ReadonlySet<string> },
): string[] {
  rmSync(folder, { recursive: true, force: true })
  const brought = new Set<string>()
  const link = (from: string, to: string) => {
    mkdirSync(join(folder, dirname(to)), { recursive: true })
    symlinkSync(from, join(folder, to))
  }
  const needed = new Set<string>()
  const bring = (fingerprint: string, from: string, to: string) => {
    needed.add(to)
    if (has.has(fingerprint) || brought.has(fingerprint)) return
    brought.add(fingerprint)
    link(from, to)
  }
  const object = ({ fingerprint }: Artefact) =>
    bring(fingerprint, paths.object(fingerprint), relative(nowhere, farPaths.object(fingerprint)))
  for (const file of tools) link(file, join(toolsFolder, basename(file)))
  const [settle, inputs, manifests]: [string[], string[], string[]] = [[], [], []]
  const own = join(folder, 'jobs', job.name)
  mkdirSync(own, { recursive: true })
  for (const { name, folder: from, spec, inputs: linked } of actives) {
    link(from, join('runs', name))
    for (const file of ['command.sh', 'parameters.json']) settle.push(`runs/${name}/${file}`)
    for (const { path, fingerprint } of linked) {
      bring(`input ${fingerprint}`, path, join('inputs', fingerprint, basename(path)))
      inputs.push(`${name}\tinputs/${fingerprint}\t${basename(path)}`)
    }
    spec.uses.forEach(object)
    for (const { stage: of, output, elements } of spec.manifests) {
      for (const { artefact } of elements()) if (artefact !== undefined) object(artefact)
      const text = readFileSync(paths.manifest(spec.run, of, output), 'utf8')
      const file = `m${manifests.length}.json`
      writeFileSync(join(own, file), text.replaceAll(inJson(paths.store), nowhere))
      settle.push(`jobs/${job.name}/${file}`)
      manifests.push(`${file}\t${relative(nowhere, farPaths.manifest(spec.run, of, output))}`)
    }
  }
  const lists = { names: job.names, needed: [...needed], settle, inputs, manifests }
  for (const [file, lines] of Object.entries(lists)) writeFileSync(join(own, file), lines.map((line) => `${line}\n`).join(''))
  return [...brought]
}

const inJson = (path: string) => JSON.stringify(path).slice(1, -1)

/** Rules of rsync that let through what is wanted of attempts that have ended: what they printed and measured, and their outputs. */
export function wanted(actives: readonly Active[]): string[] {
  const rules = new Set<string>()
  const within = (path: string) => {
    const parts = path.split('/')
    for (let end = 1; end < parts.length; end++) rules.add(`+ /${parts.slice(0, end).join('/')}/`)
  }
  for (const { name, spec } of actives) {
    const own = literal(name)
    within(`${own}/work/`)
    for (const file of ['stdout.txt', 'stderr.txt', 'metrics.json']) rules.add(`+ /${own}/${file}`)
    const files = spec.extractions.flatMap(({ stream, file }) => (stream === 'file' ? [{ path: file, kind: 'file' as const }] : []))
    for (const { path, kind } of [...spec.outputs, ...files]) {
      // Of a pattern all that lies where its first variable part is: which of it is meant is found out here.
      const fixed = kind === 'glob' ? (/^(?:[^*?[{]*\/)?/.exec(path)?.[0] ?? '') : path
      const there = join(own, 'work', literal(fixed)).replace(/\/+$/, '')
      within(there)
      rules.add(`+ /${there}`)
      if (kind !== 'file') rules.add(`+ /${there}/***`)
    }
  }
  return [...rules, '- *']
}

/** A name in which nothing is a pattern. */
const literal = (text: string) => text.replace(/[\\*?[]/g, '\\$&')
