import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

let folder: string | undefined

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

/**
 * The product compiled into a folder of its own, for processes that a test starts in order to kill them. Not `dist/`:
 * that one may be older than the source, and another test may be using it.
 */
export function compiled(program: string): string {
  folder ??= compile()
  const target = join(folder, program)
  copyFileSync(join(dirname(fileURLToPath(import.meta.url)), program), target)
  return target
}

function compile(): string {
  const target = mkdtempSync(join(tmpdir(), 'pwos-compiled-'))
  const options = [
    '-p',
    join(root, 'tsconfig.build.json'),
    '--outDir',
    join(target, 'dist'),
    '--declaration',
    'false',
    '--sourceMap',
    'false',
  ]
  const run = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options], { encoding: 'utf8' })
  if (!existsSync(join(target, 'dist/worlds/local/world.js'))) throw new Error(`cannot compile: ${run.stdout}`)
  for (const folder of ['worlds/attempt', 'journal']) {
    for (const file of readdirSync(join(root, 'src', folder))) {
      if (/\.(sh|mjs)$/.test(file)) cpSync(join(root, 'src', folder, file), join(target, 'dist', folder, file))
    }
  }
  copyFileSync(join(root, 'package.json'), join(target, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'))
  return target
}
