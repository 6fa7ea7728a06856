import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPack } from '#diagnosis/load-pack.ts'
import type { Pack } from '#diagnosis/pack.ts'
import { nearest } from '#expression/nearest.ts'
import { Failure } from './failure.ts'

/** Beside `src` and beside `dist`. */
const shippedFolder = fileURLToPath(new URL('../../packs/', import.meta.url))

/** Those that know one program come before those that know all, since they say more. */
const general = ['mpi', 'python', 'slurm', 'unix']

/** Names of the packs that PWOS brings, in the order in which they are asked. */
export function shippedPacks(): readonly string[] {
  const names = readdirSync(shippedFolder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort()
  return [...names.filter((name) => !general.includes(name)), ...general.filter((name) => names.includes(name))]
}

export function readShippedPack(name: string): Pack {
  return read(join(shippedFolder, `${name}.yaml`), name)
}

/** The text of a pack that a workflow names: one that PWOS brings, or a file beside the workflow; undefined: there is none. Fails where it has problems. */
export function packText(folder: string, name: string): string | undefined {
  const path = shippedPacks().includes(name) ? join(shippedFolder, `${name}.yaml`) : resolve(folder, name)
  if (!existsSync(path)) return undefined
  read(path, name)
  return readFileSync(path, 'utf8')
}

/** A pack of the user's own, by its file. */
export function readPackFile(folder: string, file: string): Pack {
  return read(resolve(folder, file), file)
}

function read(path: string, shown: string): Pack {
  const { pack, problems } = loadPack(textOf(path, shown), shown)
  if (pack !== undefined) return pack
  const said = { en: `The rule pack ${shown} has problems.`, ko: `규칙 묶음 ${shown}에 문제가 있습니다.` }
  throw new Failure('bad_definition', said, { problems })
}

function textOf(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    const near = nearest(basename(shown, '.yaml'), shippedPacks())
    const said = { en: `There is no rule pack ${shown}.`, ko: `규칙 묶음 ${shown}이(가) 없습니다.` }
    const hint =
      near === undefined
        ? {}
        : { hint: { en: `\`${near}\` comes with PWOS and is always asked.`, ko: `\`${near}\`은(는) PWOS에 들어 있어 늘 쓰입니다.` } }
    throw new Failure('file_not_found', said, hint)
  }
}
