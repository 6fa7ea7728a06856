import { spawnSync } from 'node:child_process'
import { basename, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from './failure.ts'

const extensions = new Set(['.mjs', '.js', '.cjs', '.mts', '.ts'])

/** Is this workflow written in TypeScript or JavaScript, with the builder? */
export function isModule(file: string): boolean {
  return extensions.has(extname(file))
}

/** Between what the module itself may print and its definition. */
const mark = '\u0000pwos-definition\u0000'

/**
 * The document that a module's default export stands for. The module runs in a process of its own: whatever it does
 * or prints, the asking process is not touched, and no code of it is kept in a run.
 */
export function definitionOfModule(folder: string, file: string): string {
  const address = JSON.stringify(pathToFileURL(resolve(folder, file)).href)
  const builder = JSON.stringify(new URL('../define/builder.js', import.meta.url).href)
  const program = `
    const { definitionOf } = await import(${builder})
    const definition = definitionOf(await import(${address}))
    process.stdout.write(${JSON.stringify(mark)} + (definition ?? ''))`
  const options = { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 30, timeout: 60_000 } as const
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', program], options)
  const definition = ended.stdout?.split(mark)[1]
  if (ended.status !== 0 || definition === undefined) throw moduleFailure(file, ended.stderr ?? '', ended.error?.message ?? '')
  if (definition === '')
    throw new Failure(
      'bad_definition',
      { en: `${file} does not export a workflow.`, ko: `${file}이(가) 워크플로를 내보내지 않습니다.` },
      { hint: { en: 'Export it as the default: `export default wf`.', ko: '기본값으로 내보내세요: `export default wf`.' } },
    )
  return definition
}

/** What Node said, without the stack: the file, line and column, and the message. */
function moduleFailure(file: string, stderr: string, reason: string): Failure {
  const lines = stderr.split('\n')
  const message = lines.find((line) => /^\w*Error\b/.test(line)) ?? (reason === '' ? 'it did not end well' : reason)
  const places = [...stderr.matchAll(/[^\s()/]+\.[cm]?[jt]s:\d+(?::\d+)?/g)].map(([place]) => place)
  // The stack tells the column too; of a mistake in the syntax Node tells the line alone.
  const at = places.find((place) => /:\d+:\d+$/.test(place) && place.startsWith(`${basename(file)}:`)) ?? places[0] ?? file
  const hint = /ERR_UNKNOWN_FILE_EXTENSION/.test(stderr)
    ? {
        en: 'TypeScript files need Node 22.18 or newer; on this one compile the file and give the .mjs.',
        ko: 'TypeScript 파일에는 Node 22.18 이상이 필요합니다. 이 버전에서는 컴파일한 .mjs를 지정하세요.',
      }
    : undefined
  return new Failure(
    'bad_definition',
    { en: `${at}: the module cannot be loaded: ${message}`, ko: `${at}: 모듈을 불러올 수 없습니다: ${message}` },
    hint === undefined ? {} : { hint },
  )
}
