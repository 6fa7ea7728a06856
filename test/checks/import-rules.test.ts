import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** A rule that never fires protects nothing: each is given a file that breaks it. */
const root = fileURLToPath(new URL('../..', import.meta.url))

const planted: { readonly [rule: string]: { readonly [file: string]: string } } = {
  'order-of-folders-model': { 'src/model/early.ts': `import type { A } from '#define/late.ts'`, 'src/define/late.ts': '' },
  'every-folder-has-a-place': { 'src/report/lost.ts': `import { a } from '#elsewhere/a.ts'`, 'src/elsewhere/a.ts': '' },
  'pure-stays-pure': { 'src/report/impure.ts': `import { a } from '#worlds/local/a.ts'`, 'src/worlds/local/a.ts': '' },
  'pure-knows-no-node': { 'src/run/disk.ts': `import { readFileSync } from 'node:fs'` },
  'pure-uses-few-packages': { 'src/define/width.ts': `import { run } from '@stricli/core'` },
  'engine-knows-no-world': { 'src/engine/world.ts': `export { a } from '#worlds/simulated/a.ts'`, 'src/worlds/simulated/a.ts': '' },
  'worlds-and-journals-are-strangers': { 'src/journal/world.ts': `import { a } from '#worlds/local/b.ts'`, 'src/worlds/local/b.ts': '' },
  'worlds-do-not-share': { 'src/worlds/local/borrow.ts': `import {\n  a,\n} from '../simulated/b.ts'`, 'src/worlds/simulated/b.ts': '' },
  'doors-hold-no-logic': { 'src/doors/cli/clever.ts': `const a = await import('#journal/a.ts')`, 'src/journal/a.ts': '' },
  'doors-are-strangers': { 'src/doors/cli/guest.ts': `import '../http/a.ts'`, 'src/doors/http/a.ts': '' },
  'no-cycles': { 'src/analyze/a.ts': `import type { B } from './b.ts'`, 'src/analyze/b.ts': `import type { A } from './a.ts'` },
  'no-orphans': { 'src/operations/alone.ts': 'export const alone = 1' },
  'nothing-unresolved': { 'src/operations/nowhere.ts': `import { a } from './gone.ts'` },
  'packages-are-declared': { 'src/operations/chance.ts': `import MagicString from 'magic-string'` },
}

const folder = mkdtempSync(join(tmpdir(), 'pwos-import-rules-'))
let report = ''

beforeAll(async () => {
  for (const [path, source] of Object.values(planted).flatMap((files) => Object.entries(files))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), source)
  }
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const { writeImportSkeleton } = await import(join(root, 'scripts/import-skeleton.mjs'))
  writeImportSkeleton(folder)
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const config = join(root, '.dependency-cruiser.mjs')
  report = spawnSync(process.execPath, [cruise, '--config', config, '--output-type', 'err', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(Object.entries(planted))('%s stops what it is there to stop', (rule, files) => {
  const breaker = (Object.keys(files)[0] ?? '').replace(/\.ts$/, '.js')
  expect(report.split('\n').filter((line) => line.includes(`${rule}: ${breaker}`))).not.toEqual([])
})
