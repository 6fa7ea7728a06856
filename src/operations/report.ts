import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { arch, release, type } from 'node:os'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import type { ArtefactFact } from '#report/artefacts.ts'
import { collectFacts } from '#report/facts.ts'
import { renderReport } from '#report/html.ts'
import type { Embedded } from '#report/page-options.ts'
import { processQuality } from '#report/process-quality.ts'
import { hiddenStages } from '#run/blinding.ts'
import type { RunState } from '#run/state.ts'
import { attemptName, pathsOf } from '#worlds/attempt/paths.ts'
import { summaries } from './catalogue.ts'
import { writeText } from './graph.ts'
import type { Operation } from './operation.ts'
import { byWorkflow } from './quality.ts'
import { eventsOf, readRun } from './read-run.ts'
import { resultFiles } from './result-links.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { lastLines, storePlaces } from './store-places.ts'

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
        const facts = collectFacts(run, eventsOf(journal, run), { hash: createHash('sha256'), now: host.now() })
        const hidden = hiddenStages(run)
        const isHidden = (stage: string) => run.workflow.stages.some(({ name, index }) => name === stage && hidden.has(index))
        const past = byWorkflow(journal, run.workflow.name).flatMap(([, runs]) => runs)
        const page = renderReport(facts, {
          language,
          embed: (artefact) => embed(paths.artefact(artefact)),
          pathOf: shownPaths(store, run),
          lastLines: (attempt) => {
            if (isHidden(attempt.stage)) return undefined
            const folder = join(paths.runs, attemptName({ run: name, ...attempt }))
            return (lastLines(join(folder, 'stderr.txt'), 20) ?? lastLines(join(folder, 'stdout.txt'), 20))?.join('\n')
          },
          quality: { runs: past, processes: processQuality(past) },
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

/** From the folder of the store's owner, by the links to results where there are some. */
function shownPaths(store: string, run: RunState): (file: ArtefactFact) => string {
  const places = storePlaces(store)
  const linked = new Map(resultFiles(run).map((file) => [`${file.stage}/${file.task}/${file.output}`, file.path]))
  return ({ stage, task, output, artefact }) => {
    const below = linked.get(`${stage}/${task}/${output}`)
    const place = below === undefined ? undefined : places.result(run, below)
    return relative(dirname(store), place?.path ?? places.artefact(artefact))
  }
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
