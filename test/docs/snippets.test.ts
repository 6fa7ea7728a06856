import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'

/**
 * What the documents show must be so: every workflow in them loads without a problem, those marked `yaml run` succeed, and
 * those marked `yaml plan` can be planned.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = ['README.md', ...readdirSync(join(root, 'docs/guide')).map((name) => `docs/guide/${name}`)]

const snippets = documents.flatMap((path) =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^```yaml( run| plan)?\n(pwos: 1\n[\s\S]*?)^```$/gm)].map((match) => ({
    path,
    does: match[1]?.trim(),
    text: match[2] ?? '',
  })),
)

test('the documents show workflows', () => expect(snippets.length).toBeGreaterThan(5))

test.each(snippets)('$path shows a workflow without problems', ({ path, text }) => {
  expect(loadWorkflow(text, path).problems).toEqual([])
})

const marked = snippets.filter(({ does }) => does !== undefined)

test.each(marked)('$path shows a workflow that can $does', ({ text, does }) => {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-snippet-'))
  try {
    writeFileSync(join(folder, 'workflow.yaml'), text)
    const main = join(root, 'dist/bundle/pwos.js')
    const ended = spawnSync(process.execPath, [main, does ?? '', 'workflow.yaml', '--json'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 25_000,
    })
    expect({ status: ended.status, stderr: ended.stderr }, ended.stdout.slice(-2000)).toEqual({ status: 0, stderr: '' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
