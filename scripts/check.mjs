/**
 * Checks everything: `npm test`. Every step runs even when an earlier one failed, so that one run tells all there
 * is to mend. The last line is always `N passed, N failed`: the tests, and one more failure for each failed step.
 *
 *   npm test                        everything
 *   npm test -- --only lint,tests   some steps
 *   npm test -- --list              their names, and what each is for
 *
 * With PWOS_REQUIRE=all a test that was left out counts as failed: nothing passes because a part was not there.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeImportSkeleton } from './import-skeleton.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (path) => join(root, 'node_modules', path)
const testReport = join(root, '.check', 'tests.json')

const steps = [
  { name: 'build', why: 'src compiles to dist, which the command line tests run', run: () => node('scripts/build.mjs') },
  { name: 'types', why: 'source, tests and benches hold together', run: () => node(bin('typescript/bin/tsc'), '-p', 'tsconfig.json') },
  {
    name: 'pure',
    why: 'pure folders compile without any host types',
    run: () => node(bin('typescript/bin/tsc'), '-p', 'tsconfig.pure.json'),
  },
  {
    name: 'lint',
    why: 'form, and mistakes a linter can see',
    run: () => node(bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'),
  },
  { name: 'imports', why: 'folders import in one direction; no cycles', run: importRules },
  { name: 'dead', why: 'no file, export or dependency that nobody uses', run: deadCode },
  { name: 'tests', why: 'what docs/spec says is so', run: tests },
]

/** Output of a step is shown only when it failed, except that of the tests, which is shown as it comes. */
function node(script, ...args) {
  const ended = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { ok: ended.status === 0, output: `${ended.stdout}${ended.stderr}${ended.error ? `${ended.error.message}\n` : ''}` }
}

/** dependency-cruiser reads TypeScript only through the compiler's JavaScript interface, which TypeScript 7 does not have. */
function importRules() {
  writeImportSkeleton(root)
  const config = join(root, '.dependency-cruiser.mjs')
  return node(bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', config, '--output-type', 'err-long', 'src')
}

/** That configuration says how dist comes from src, through which knip follows our `#folder/file.ts` imports. */
function deadCode() {
  return node(bin('knip/bin/knip.js'), '--no-progress', '--treat-config-hints-as-errors', '--tsConfig', 'tsconfig.build.json')
}

function tests() {
  mkdirSync(dirname(testReport), { recursive: true })
  rmSync(testReport, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`]
  const ended = spawnSync(process.execPath, [bin('vitest/vitest.mjs'), 'run', ...reporters], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return { ok: ended.status === 0, output: '', ...countTests() }
}

function countTests() {
  let report
  try {
    report = JSON.parse(readFileSync(testReport, 'utf8'))
  } catch {
    return { passed: 0, failed: 0, skipped: [] }
  }
  const each = report.testResults.flatMap((file) => file.assertionResults)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: each.filter((test) => ['pending', 'skipped', 'todo'].includes(test.status)).map((test) => test.fullName),
  }
}

function chosenSteps(args) {
  const at = args.indexOf('--only')
  if (at < 0) return steps
  const names = (args[at + 1] ?? '').split(',')
  const unknown = names.filter((name) => !steps.some((step) => step.name === name))
  if (unknown.length > 0) {
    console.error(`no such step: ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`)
    process.exit(2)
  }
  return steps.filter((step) => names.includes(step.name))
}

function runStep(step) {
  const started = performance.now()
  console.log(`\n── ${step.name}: ${step.why}`)
  const result = { name: step.name, passed: 0, failed: 0, skipped: [], ...step.run() }
  result.seconds = (performance.now() - started) / 1000
  if (!result.ok && result.output !== '') console.log(result.output.trimEnd())
  if (process.env.PWOS_REQUIRE === 'all' && result.skipped.length > 0) {
    for (const name of result.skipped) console.log(`left out, and PWOS_REQUIRE=all: ${name}`)
    result.ok = false
    result.failed += result.skipped.length
    result.skipped = []
  }
  return result
}

function row(result) {
  const counts = result.name === 'tests' ? `  ${result.passed} passed, ${result.failed} failed, ${result.skipped.length} left out` : ''
  return `${result.ok ? '✓' : '✗'} ${result.name.padEnd(8)} ${result.seconds.toFixed(1).padStart(6)} s${counts}`
}

function main(args) {
  if (args.includes('--list')) {
    for (const step of steps) console.log(`${step.name.padEnd(8)} ${step.why}`)
    return
  }
  const results = chosenSteps(args).map(runStep)
  console.log(`\n${results.map(row).join('\n')}\n`)
  // A failed test run has its own failed tests; it counts once more only when it names none (a file that does not load).
  const failedSteps = results.filter((result) => !result.ok && result.failed === 0).length
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, failedSteps)
  process.exitCode = failed > 0 ? 1 : 0
  console.log(`${passed} passed, ${failed} failed`)
}

main(process.argv.slice(2))
