/**
 * Writes, for every TypeScript file, a JavaScript file with nothing but its imports, so that dependency-cruiser can
 * read them: it parses TypeScript only through the compiler's JavaScript interface, which TypeScript 7 does not have,
 * and the compiled code in dist has lost the imports of types, which count for the order of folders like any other.
 *
 * Our imports are formatted by biome and stand at the start of a line, so patterns are enough to find them.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

const patterns = [
  /^import\s+(?!\()[^'"]*?from\s+'([^']+)'/gm,
  /^import\s+'([^']+)'/gm,
  /^export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'\s*\)/g,
]

/** What a file imports, as written. */
function importsOf(source) {
  return [...new Set(patterns.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1])))]
}

/** `#run/evolve.ts` and `./evolve.ts` become paths from the importing file to the file's skeleton. */
function skeletonPath(specifier, file) {
  if (!specifier.endsWith('.ts')) return specifier
  const inside = specifier.startsWith('#') ? relative(dirname(file), join('src', specifier.slice(1))) : specifier
  const path = inside.split(sep).join('/').replace(/\.ts$/, '.js')
  return path.startsWith('.') ? path : `./${path}`
}

/** Inside `.check/imports` the paths are those of the repository. */
export function writeImportSkeleton(root) {
  const folder = join(root, '.check', 'imports')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  for (const path of files.map((name) => join('src', name))) {
    const source = readFileSync(join(root, path), 'utf8')
    const lines = importsOf(source).map((specifier) => `import '${skeletonPath(specifier, path)}'\n`)
    const target = join(folder, path.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, lines.join(''))
  }
}
