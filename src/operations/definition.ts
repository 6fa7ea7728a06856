import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { loadWorkflow } from '#define/load.ts'
import { nearest } from '#expression/nearest.ts'
import type { Problem } from '#model/problem.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunStarted } from '#run/events.ts'
import { Failure } from './failure.ts'
import { definitionOfModule, isModule } from './module-definition.ts'
import { packText, shippedPacks } from './read-packs.ts'

/** A workflow file as read now. */
export interface Definition {
  /** As it was named, for showing. */
  readonly file: string
  /** Absolute. */
  readonly path: string
  readonly text: string
  readonly workflow: Workflow
  readonly warnings: readonly Problem[]
  /** Texts of the rule packs that it names, which its runs keep. */
  readonly packs: { readonly [name: string]: string }
  /** Texts of the workflow files that stand for stages of it, which its runs keep. */
  readonly files: { readonly [path: string]: string }
}

/** Reads a file that a person named. */
export function readNamedFile(folder: string, file: string): string {
  try {
    return readFileSync(resolve(folder, file), 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const near = nearest(basename(file), filesIn(dirname(resolve(folder, file))))
      const path = near === undefined ? undefined : join(dirname(file), near)
      const hint = path === undefined ? {} : { hint: { en: `Did you mean \`${path}\`?`, ko: `\`${path}\`을(를) 뜻했나요?` } }
      throw new Failure('file_not_found', { en: `${file} does not exist.`, ko: `${file} 파일이 없습니다.` }, hint)
    }
    throw new Failure('file_unreadable', { en: `${file} cannot be read (${code}).`, ko: `${file} 파일을 읽을 수 없습니다(${code}).` })
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The file, and everything that is wrong with it. */
export function checkDefinition(
  folder: string,
  file: string,
): Pick<Definition, 'text' | 'path' | 'packs' | 'files'> & {
  readonly workflow: Workflow | undefined
  readonly problems: readonly Problem[]
} {
  const path = resolve(folder, file)
  const source = readNamedFile(folder, file)
  const text = isModule(file) ? definitionOfModule(folder, file) : source
  const packs: { [name: string]: string } = {}
  const pack = (name: string): string | undefined => {
    const found = packText(dirname(path), name)
    if (found !== undefined) packs[name] = found
    return found
  }
  const files: { [path: string]: string } = {}
  const workflow = (other: string): string | undefined => {
    const found = textOfFile(dirname(path), other)
    if (found !== undefined) files[other] = found
    return found
  }
  const beside = (other: string) => existsSync(join(dirname(path), other))
  const loaded = loadWorkflow(text, file, { beside, installed, pack, workflow, packs: shippedPacks() })
  return { text, path, packs, files, ...loaded }
}

/** The text of a workflow file that a stage names; undefined: there is none that can be read. */
function textOfFile(folder: string, file: string): string | undefined {
  if (isModule(file) && existsSync(join(folder, file))) return definitionOfModule(folder, file)
  try {
    return readFileSync(join(folder, file), 'utf8')
  } catch {
    return undefined
  }
}

/** Whether a program is on the PATH of this process. */
function installed(program: string): boolean {
  if (program.includes('/')) return existsSync(program)
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

/** The file as a workflow; with errors in it, a failure that lists them all. */
export function loadDefinition(folder: string, file: string): Definition {
  const { workflow, problems, ...read } = checkDefinition(folder, file)
  if (workflow === undefined) throw definitionFailure(file, problems)
  return { file, ...read, workflow, warnings: problems }
}

export function definitionFailure(file: string, problems: readonly Problem[]): Failure {
  const errors = problems.filter((problem) => problem.level === 'error').length
  return new Failure(
    'bad_definition',
    { en: `${file} has ${errors} ${errors === 1 ? 'error' : 'errors'}.`, ko: `${file}에 오류가 ${errors}개 있습니다.` },
    { problems },
  )
}

/** Turns runs' own definitions into workflows, each text once. */
export function createLoader(): (started: RunStarted) => Workflow {
  const loaded = new Map<string, Workflow>()
  return (started) => {
    const { packs = {}, files = {} } = started
    const key = wholeText({ text: started.definition, packs, files })
    const known = loaded.get(key)
    if (known !== undefined) return known
    const { workflow, problems } = loadWorkflow(started.definition, started.file, {
      pack: (name) => packs[name],
      workflow: (path) => files[path],
    })
    if (workflow === undefined) throw definitionFailure(`${started.file} (${started.run})`, problems)
    loaded.set(key, workflow)
    return workflow
  }
}

/** What a run is started with of its definition. */
export function definitionFields({
  text,
  path,
  packs,
  files,
}: Pick<Definition, 'text' | 'path' | 'packs' | 'files'>): Pick<RunStarted, 'definition' | 'file' | 'packs' | 'files'> {
  const some = (texts: { readonly [name: string]: string }) => Object.keys(texts).length > 0
  return { definition: text, file: path, ...(some(packs) ? { packs } : {}), ...(some(files) ? { files } : {}) }
}

/** All that a workflow was read from. */
export function wholeText({ text, packs, files }: Pick<Definition, 'text' | 'packs' | 'files'>): string {
  return [text, ...Object.entries(packs).flat(), ...Object.entries(files).flat()].join('\0')
}
