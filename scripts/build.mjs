/**
 * Compiles src to dist. Skips the work when dist is newer than every source, so that `npm run demo` starts at once.
 *
 * A run that goes on may load a module of dist at any time. So the new files are made elsewhere, and each that differs
 * takes its place in one step; nobody ever finds half a file, or none.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const stamp = join(dist, '.built')

/** Parts of earlier bundles are left to the runs that were started from them, this long. */
const partsKeptMs = 7 * 86_400_000

/** Files that are shipped as they are, beside the compiled code that reads them. */
const assets = (path) => /\.(sh|css|svg|mjs)$/.test(path)

function entriesOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch {
    return []
  }
}

const pathOf = (entry) => join(entry.parentPath ?? entry.path, entry.name)
const filesOf = (folder) =>
  entriesOf(folder)
    .filter((entry) => entry.isFile())
    .map(pathOf)

function timeOf(path) {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}

/** Folders count, too: their time tells of files that are gone. */
function isFresh() {
  const built = timeOf(stamp)
  const settings = ['tsconfig.build.json', 'tsconfig.base.json', 'package.json', 'scripts/build.mjs', 'scripts/bundle.mjs'].map((name) =>
    join(root, name),
  )
  return [join(root, 'src'), ...entriesOf(join(root, 'src')).map(pathOf), ...settings].every((path) => timeOf(path) < built)
}

function same(a, b) {
  return (
    timeOf(b) > 0 &&
    statSync(a).size === statSync(b).size &&
    statSync(a).mode === statSync(b).mode &&
    readFileSync(a).equals(readFileSync(b))
  )
}

function takePlace(fresh) {
  const wanted = new Set()
  for (const file of filesOf(fresh)) {
    const place = join(dist, relative(fresh, file))
    wanted.add(place)
    if (same(file, place)) continue
    mkdirSync(dirname(place), { recursive: true })
    renameSync(file, place)
  }
  const parts = join(dist, 'bundle')
  for (const file of filesOf(dist)) {
    const mayBeLoaded = dirname(file) === parts && timeOf(file) > Date.now() - partsKeptMs
    if (!wanted.has(file) && !mayBeLoaded) rmSync(file, { force: true })
  }
}

async function build() {
  const started = new Date()
  // Beside dist and not inside, so that source maps lead from both to the same files.
  const fresh = join(root, `.build-${process.pid}`)
  try {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const args = ['-p', join(root, 'tsconfig.build.json'), '--outDir', fresh]
    const { status } = spawnSync(process.execPath, [compiler, ...args], { stdio: 'inherit' })
    for (const path of filesOf(join(root, 'src')).filter(assets)) cpSync(path, path.replace(join(root, 'src'), fresh))
    await bundle(fresh)
    // The second is what npx may remember of a folder in which an earlier version was.
    for (const program of ['bundle/pwos.js', 'doors/cli/main.js']) chmodSync(join(fresh, program), 0o755)
    takePlace(fresh)
    if (status !== 0) return status ?? 1
    writeFileSync(stamp, '')
    utimesSync(stamp, started, started)
    return 0
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

if (process.argv.includes('--force') || !isFresh()) process.exitCode = await build()
