import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { arch, release, type } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { z } from 'zod'
import { collectFacts } from '#report/facts.ts'
import { renderReport } from '#report/html.ts'
import type { Embedded } from '#report/page-options.ts'
import { attemptName, pathsOf } from '#worlds/local/paths.ts'
import { summaries } from './catalogue.ts'
import { writeText } from './graph.ts'
import type { Operation } from './operation.ts'
import { eventsOf, readRun } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { lastLines } from './store-places.ts'

const input = z.object({ run: z.string().optional(), to: z.string().optional(), language: z.enum(['en', 'ko']).default('en') })

const output = z.object({ run: z.string(), written: z.string(), bytes: z.int() })

/** Writes a run's page. */
export const report: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'report',
  summary: summaries.report,
  input,
  output,
  handle({ run: wanted, to, language }, host) {
    const store = findStore(host)
    const paths = pathsOf(store)
    return withJournal(
      store,
      (journal) => {
        const name = findRun(journal, wanted).run
        const { run } = readRun(journal, name)
        const facts = collectFacts(run, eventsOf(journal, name), { hash: createHash('sha256'), now: host.now() })
        const page = renderReport(facts, {
          language,
          embed: (artefact) => embed(paths.artefact(artefact)),
          pathOf: (artefact) => paths.artefact(artefact),
          lastLines: (attempt) => {
            const folder = join(paths.runs, attemptName({ run: name, ...attempt }))
            return (lastLines(join(folder, 'stderr.txt'), 20) ?? lastLines(join(folder, 'stdout.txt'), 20))?.join('\n')
          },
          zone: { offsetMinutes: -new Date(host.now()).getTimezoneOffset(), name: Intl.DateTimeFormat().resolvedOptions().timeZone },
          software: [
            { name: 'PWOS', version: host.version },
            { name: 'Node.js', version: process.versions.node },
            { name: type(), version: `${release()} ${arch()}` },
          ],
        })
        const path = resolve(host.folder, to ?? `report-${name}.html`)
        writeText(path, page)
        return { run: name, written: path, bytes: Buffer.byteLength(page) }
      },
      { readOnly: true },
    )
  },
}

const figures: { readonly [extension: string]: string } = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
}

/** Larger figures are listed, not shown: a page must still open. */
const embedAtMostBytes = 4_000_000

function embed(path: string): Embedded | undefined {
  const mime = figures[extname(path).toLowerCase()]
  const stats = statSync(path, { throwIfNoEntry: false })
  if (mime === undefined || stats === undefined || !stats.isFile() || stats.size > embedAtMostBytes) return undefined
  const content = readFileSync(path)
  return mime === 'image/svg+xml' ? { mime, text: content.toString('utf8') } : { mime, base64: content.toString('base64') }
}
