/** Compiles src to dist. Skips the work when dist is newer than every source, so that `npm run demo` starts at once. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'dist', '.built')

/** Files that are shipped as they are, beside the compiled code that reads them. */
const assets = (path) => /\.(sh|css|svg)$/.test(path)

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

function timeOf(path) {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}

const inputs = [...sources('src'), join(root, 'tsconfig.build.json'), join(root, 'tsconfig.base.json'), join(root, 'package.json')]
const built = timeOf(stamp)
if (process.argv.includes('--force') || inputs.some((path) => timeOf(path) >= built)) {
  const started = new Date()
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  })
  if (compiled.status !== 0) process.exit(compiled.status ?? 1)
  for (const path of inputs.filter(assets)) cpSync(path, path.replace(join(root, 'src'), join(root, 'dist')))
  chmodSync(join(root, 'dist/doors/cli/main.js'), 0o755)
  writeFileSync(stamp, '')
  utimesSync(stamp, started, started)
}
