import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { expect, test } from 'vitest'

/** What a reader may rely on everywhere in the repository, held by looking at the files as git knows them. */
const root = new URL('..', import.meta.url)
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '')

const cache = new Map<string, string>()

/** Undefined: gone since git listed it. */
function textOf(path: string): string | undefined {
  let text = cache.get(path)
  if (text === undefined) {
    try {
      text = readFileSync(new URL(path, root), 'utf8')
    } catch {
      return undefined
    }
    cache.set(path, text)
  }
  return text
}

const isCode = (path: string) => /\.(ts|mjs|js|sh)$/.test(path)
const isText = (path: string) => isCode(path) || /\.(md|json|ya?ml|svg|css|html|py)$/.test(path) || path === '.ci/run'

/** Every line of the chosen files that shows something, as `path:line: text`. */
function linesThat(chosen: (path: string) => boolean, shows: (line: string, path: string) => boolean): string[] {
  return files
    .filter(chosen)
    .flatMap((path) =>
      (textOf(path) ?? '')
        .split('\n')
        .flatMap((line, index) => (shows(line, path) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    )
}

test('files and folders are named for their idea', () => {
  const banned = /^(utils?|helpers?|common|core|shared|misc|lib|managers?|services?|types|index|interfaces)$/
  const badly = files.filter((path) =>
    path
      .split('/')
      .slice(path.startsWith('docs/') ? 1 : 0)
      .some((part) => banned.test(part.replace(/\..*$/, ''))),
  )
  expect(badly).toEqual([])
})

test('the root holds only what must be there', () => {
  const allowed = [
    '.dependency-cruiser.mjs',
    '.gitignore',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    '.npmrc',
    'biome.json',
    'knip.json',
    'package-lock.json',
    'package.json',
    'tsconfig.base.json',
    'tsconfig.build.json',
    'tsconfig.json',
    'tsconfig.pure.json',
    'vitest.config.ts',
  ]
  const folders = ['.ci', 'bench', 'docs', 'examples', 'packs', 'schema', 'scripts', 'src', 'test']
  const names = [...new Set(files.map((path) => path.split('/')[0] ?? ''))]
  expect(names.filter((name) => !allowed.includes(name) && !folders.includes(name))).toEqual([])
})

test('a document has one title, and it comes first', () => {
  const wrong = files
    .filter((path) => path.endsWith('.md'))
    .filter((path) => {
      const text = (textOf(path) ?? '').replace(/^```[\s\S]*?^```/gm, '')
      return !text.startsWith('# ') || (text.match(/^# /gm) ?? []).length !== 1
    })
  expect(wrong).toEqual([])
})

test('every link between documents leads somewhere', () => {
  const broken = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const text = (textOf(path) ?? '').replace(/^```[\s\S]*?^```/gm, '')
      return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => new URL(match[1] ?? '', new URL(path, root)).pathname.slice(root.pathname.length).replace(/\/$/, ''))
        .filter((target) => target !== '' && !files.some((file) => file === target || file.startsWith(`${target}/`)))
        .map((target) => `${path} → ${target}`)
    })
  expect(broken).toEqual([])
})

/** A rule stands at the start of a line of docs/spec, bold or as a heading or list item: `- **RUN-4** …`, `RUN-4 …`. */
const ruleAtLineStart = /^(?:[-*] |#+ )?(?:\*\*)?([A-Z]{2,}-\d+)\b/gm

function rules(): string[] {
  return files
    .filter((path) => path.startsWith('docs/spec/') && path.endsWith('.md'))
    .flatMap((path) => [...(textOf(path) ?? '').matchAll(ruleAtLineStart)].map((match) => match[1] ?? ''))
}

function tags(): Map<string, string> {
  const found = new Map<string, string>()
  for (const path of files.filter((file) => file.startsWith('test/') && file.endsWith('.ts') && file !== 'test/tidy.test.ts')) {
    for (const [, list] of (textOf(path) ?? '').matchAll(/\[((?:[A-Z]{2,}-\d+)(?:,? ?[A-Z]{2,}-\d+)*)\]/g)) {
      for (const rule of (list ?? '').split(/[, ]+/)) found.set(rule, path)
    }
  }
  return found
}

test('no rule is numbered twice', () => {
  const all = rules()
  expect(all.filter((rule, position) => all.indexOf(rule) !== position)).toEqual([])
})

test('every rule of docs/spec has a test', () => {
  const tested = tags()
  expect(rules().filter((rule) => !tested.has(rule))).toEqual([])
})

test('every rule number in a test is a rule of docs/spec', () => {
  const known = new Set(rules())
  expect([...tags()].filter(([rule]) => !known.has(rule)).map(([rule, path]) => `${rule} in ${path}`)).toEqual([])
})

test('what is left to do is an issue, and says which', () => {
  const word = new RegExp(`\\b(${['TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK'].join('')})\\b(?!\\(#\\d+\\))`)
  expect(linesThat(isCode, (line) => word.test(line))).toEqual([])
})

test('every dependency has a reason, and every reason a dependency', () => {
  const { dependencies, devDependencies, reasons } = JSON.parse(textOf('package.json') ?? '{}')
  expect(Object.keys(reasons).sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort())
})

test('dependencies are pinned, and the lock file names no host', () => {
  const { dependencies, devDependencies } = JSON.parse(textOf('package.json') ?? '{}')
  const versions: [string, string][] = Object.entries({ ...dependencies, ...devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  const { packages } = JSON.parse(textOf('package-lock.json') ?? '{}')
  const places: [string, { resolved?: string }][] = Object.entries(packages)
  expect(places.filter(([, place]) => place.resolved !== undefined)).toEqual([])
})

test('no path of one machine and no private host is written anywhere', () => {
  const place = new RegExp(
    ['/ho', 'me/\\w|/ro', 'ot/\\w|/Us', 'ers/\\w|/wo', 'rk/(main|shared)|artif', 'actory|ver', 'daccio|127\\.0\\.0\\.1:4', '873'].join(''),
  )
  expect(
    linesThat(
      (path) => isText(path) && path !== 'package-lock.json',
      (line) => place.test(line),
    ),
  ).toEqual([])
})

/** Longer than 300 lines, each for a reason; take it off the list when it has been cut. */
const longFiles: { readonly [path: string]: string } = {}

test('a file holds one idea: at most 300 lines', () => {
  const long = files
    .filter((path) => isCode(path) && !path.startsWith('test/'))
    .map((path) => [path, (textOf(path) ?? '').split('\n').length - 1] as const)
    .filter(([, lines]) => lines > 300)
  expect(long.filter(([path]) => longFiles[path] === undefined)).toEqual([])
  expect(Object.keys(longFiles).filter((path) => !long.some(([name]) => name === path))).toEqual([])
})

test('src has no files that only pass names on', () => {
  const passing = files.filter((path) => {
    if (!path.startsWith('src/') || extname(path) !== '.ts') return false
    const statements = (textOf(path) ?? '').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim()
    return (
      statements !== '' &&
      statements.split(/\n(?=\S)/).every((statement) => /^export\s+(type\s+)?(\*|\{)[\s\S]*from\s+'|^\}/.test(statement))
    )
  })
  // The package's public face is the one such file that may be.
  expect(passing.filter((path) => path !== 'src/define/builder.ts')).toEqual([])
})

/** Without what is filled in, quoted as code, or a name in both languages. */
const bare = (text: string) =>
  text
    .replace(/\\?`[^`]*`/g, '')
    .replace(/\$\{[^{}]*\}/g, '')
    .replace(/\b(null|PWOS|JSON|YAML|HTML|SQLite|Slurm|Mermaid)\b/g, '')

test('where Korean is promised there is Korean', () => {
  const pairs = /\ben:\s*(['"`])((?:(?!\1)[\s\S])*)\1,\s*ko:\s*(['"`])((?:(?!\3)[\s\S])*)\3/g
  const onlyLatin = files
    .filter((path) => path.startsWith('src/') && path.endsWith('.ts'))
    .flatMap((path) => [...(textOf(path) ?? '').matchAll(pairs)].map((match) => [path, match[2] ?? '', match[4] ?? ''] as const))
    .filter(([, , korean]) => !/[가-힣]/.test(korean) && /[A-Za-z]{4,}/.test(bare(korean)))
  expect(onlyLatin).toEqual([])
})

test('every example is told of in the documents', () => {
  const examples = [...new Set(files.filter((path) => path.startsWith('examples/')).map((path) => path.split('/')[1] ?? ''))]
  const told = (textOf('examples/README.md') ?? '') + (textOf('README.md') ?? '')
  expect(examples.filter((name) => extname(name) === '' && !told.includes(name))).toEqual([])
})

test('every folder of src has its line in src/README.md and docs/architecture.md', () => {
  const folders = [
    ...new Set(files.filter((path) => path.startsWith('src/') && path.split('/').length > 2).map((path) => path.split('/')[1] ?? '')),
  ]
  for (const document of ['src/README.md', 'docs/architecture.md']) {
    expect(folders.filter((folder) => !(textOf(document) ?? '').includes(`${basename(folder)}/`))).toEqual([])
  }
})
