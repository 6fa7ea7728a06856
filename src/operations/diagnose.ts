import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Rule } from '#diagnosis/pack.ts'
import { createSearch, type Finding } from '#diagnosis/search.ts'
import { causes } from '#model/cause.ts'
import { summaries } from './catalogue.ts'
import { type Evidence, evidenceOfRun } from './evidence-of-run.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { readPackFile, readShippedPack, shippedPacks } from './read-packs.ts'
import { searchFile } from './search-file.ts'

const said = z.object({ en: z.string(), ko: z.string() })

const input = z.object({
  of: z.string(),
  /** Files of packs that are asked before those that PWOS brings. */
  packs: z.array(z.string()).default([]),
  exitCode: z.int().min(0).max(255).optional(),
})

const finding = z.object({
  pack: z.string(),
  rule: z.string(),
  title: said,
  cause: z.enum(causes),
  tells: z.enum(['cause', 'sign', 'sequel']),
  /** Left out where how the program ended is the proof. */
  proof: z.object({ file: z.string(), line: z.int(), text: z.string(), count: z.int() }).optional(),
  repairs: z.array(
    z.object({
      with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      needs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      atMost: z.int(),
      restart: z.enum(['from_scratch', 'from_checkpoint', 'from_last_good_state']),
      because: said,
    }),
  ),
  stop: said,
  source: z.object({ kind: z.enum(['documentation', 'code', 'forum', 'measured']), where: z.string(), url: z.string().optional() }),
})

const output = z.object({
  /** What was read. */
  files: z.array(z.object({ file: z.string(), bytes: z.int() })),
  exitCode: z.int().optional(),
  signal: z.string().optional(),
  /** What says most comes first; empty: unknown. */
  findings: z.array(finding),
  /** The end of what was read, where nothing is known. */
  lastLines: z.array(z.object({ file: z.string(), lines: z.array(z.string()) })),
})

export type Diagnosis = z.infer<typeof output>

const mostFiles = 1000
const shownLines = 10

/** Says of a log, a folder or a task of a run why it failed, by the rules of all packs. */
export const diagnose: Operation<z.infer<typeof input>, Diagnosis> = {
  name: 'diagnose',
  summary: summaries.diagnose,
  input,
  output,
  async handle({ of, packs, exitCode }, host) {
    const evidence = evidenceIn(resolve(host.folder, of), of) ?? (await evidenceOfRun(of, host))
    const asked = [...packs.map((file) => readPackFile(host.folder, file)), ...shippedPacks().map(readShippedPack)]
    const search = createSearch(asked)
    const read = evidence.files.map(({ path, shown }) => ({ file: shown, ...searchFile(path, shown, search, shownLines) }))
    const texts = read.filter(({ isText }) => isText)
    const ending = { exitCode: exitCode ?? evidence.exitCode, signal: evidence.signal }
    const findings = search.found(ending)
    const ends = texts.filter(({ lastLines }) => lastLines.length > 0).map(({ file, lastLines }) => ({ file, lines: [...lastLines] }))
    return {
      files: texts.map(({ file, bytes }) => ({ file, bytes })),
      ...(ending.exitCode === undefined ? {} : { exitCode: ending.exitCode }),
      ...(ending.signal === undefined ? {} : { signal: ending.signal }),
      findings: findings.map(toldOf),
      lastLines: findings.length > 0 ? [] : ends,
    }
  },
}

function toldOf({ pack, rule, proof }: Finding): Diagnosis['findings'][number] {
  const { id, title, cause, tells, stop } = rule
  return {
    pack: pack.name,
    rule: id,
    title,
    cause,
    tells,
    ...(proof ? { proof } : {}),
    repairs: repairsOf(rule),
    stop,
    source: sourceOf(rule),
  }
}

function repairsOf({ repairs }: Rule): Diagnosis['findings'][number]['repairs'] {
  return repairs.map((repair) => ({ ...repair, with: { ...repair.with }, needs: { ...repair.needs } }))
}

function sourceOf({ source: { kind, where, url } }: Rule): Diagnosis['findings'][number]['source'] {
  return { kind, where, ...(url === undefined ? {} : { url }) }
}

/** A file, or what lies in a folder; undefined where nothing has that path. */
function evidenceIn(path: string, shown: string): Evidence | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  const files = found.isDirectory() ? filesIn(path, shown) : [{ path, shown }]
  if (files.length > 0) return { files, exitCode: undefined, signal: undefined }
  throw new Failure('file_not_found', { en: `There is no file in ${shown}.`, ko: `${shown}에 파일이 없습니다.` })
}

function filesIn(folder: string, shown: string): Evidence['files'] {
  const named = (entry: Dirent) => join(entry.parentPath ?? entry.path, entry.name)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(named)
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile())
    .sort()
    .slice(0, mostFiles)
    .map((path) => ({ path, shown: join(shown, path.slice(folder.length + 1)) }))
}
