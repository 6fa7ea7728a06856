import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'

/** What the documents show must be so: every workflow in them loads without a problem. */
const root = new URL('../..', import.meta.url)
const documents = ['README.md', ...readdirSync(new URL('docs/guide', root)).map((name) => `docs/guide/${name}`)]

const snippets = documents.flatMap((path) =>
  [...readFileSync(new URL(path, root), 'utf8').matchAll(/^```yaml.*\n(pwos: 1\n[\s\S]*?)^```$/gm)].map((match) => ({
    path,
    text: match[1] ?? '',
  })),
)

test('the documents show workflows', () => expect(snippets.length).toBeGreaterThan(5))

test.each(snippets)('$path shows a workflow without problems', ({ path, text }) => {
  expect(loadWorkflow(text, path).problems).toEqual([])
})
