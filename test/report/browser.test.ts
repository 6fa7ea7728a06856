import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Workflow } from '#model/workflow.ts'
import { collectFacts } from '#report/facts.ts'
import { renderReport } from '#report/html.ts'
import { scratch } from '../scratch.ts'
import { gate, whole, workflow } from './by-hand.ts'
import { startChromium } from './chromium.ts'
import { fold } from './fold.ts'
import { ising, isingJournal } from './ising.ts'
import { Journal, verdict } from './journal.ts'

const figure = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"><rect width="600" height="400" fill="#def"/></svg>'

/** What can go wrong: a failed gate that nobody could judge, a failure with its last lines, a stage skipped behind it. */
function failing(): { readonly made: Workflow; readonly journal: Journal } {
  const long = 'a_name_without_any_place_to_break_it_that_goes_on_and_on_until_it_is_wider_than_a_telephone'
  const made = workflow([
    { name: 'relax', title: long, gates: [gate(long, `${long} < 1`), gate('converged', 'residual < 1e-6', 'expected')] },
    { name: long, dependencies: [whole(0)] },
  ])
  const journal = new Journal(long)
    .start('relax', { [long]: long })
    .expand(1, 0, 1)
    .expand(1, 1, 1)
    .queue(2, 0, [0])
    .begin(3, 0, [0])
    .end(90, 0, 0, {
      startedAt: 3,
      metrics: { [long]: long, residual: 'NaN' },
      verdicts: [verdict(0, {}, 'failed'), verdict(1, {}, 'inconclusive', 'a comparison met NaN')],
      sequel: { kind: 'retry', budget: `gate:${long}`, notBefore: 0, with: { [long]: long }, needs: {} },
    })
    .requeue(91, 0, [0])
    .begin(92, 0, [0], 2)
    .end(150, 0, 0, {
      startedAt: 92,
      attempt: 2,
      cause: 'program_error',
      detail: `${long} ${long}`,
      sequel: { kind: 'failed', cause: 'program_error' },
    })
    .skip(151, 1, [0], 'upstream_failed')
    .finish(152, 'failed')
  return { made, journal }
}

const studies = { ising: { made: ising, journal: isingJournal() }, failing: failing() }

function write(name: keyof typeof studies, language: 'en' | 'ko'): string {
  const { made, journal } = studies[name]
  const page = renderReport(collectFacts(fold(made, journal.events), journal.events), {
    language,
    embed: () => ({ mime: 'image/svg+xml', text: figure }),
    pathOf: ({ artefact }) => `/studies/ising/.pwos/objects/${artefact.fingerprint}/${artefact.name}`,
    lastLines: () => `Traceback (most recent call last):\n${'x'.repeat(400)}`,
    software: [{ name: 'Node.js', version: '20.20.1' }],
  })
  const path = join(scratch('pwos-page-'), 'report.html')
  writeFileSync(path, page)
  return pathToFileURL(path).href
}

async function open(browser: Browser, url: string, how: { readonly width: number; readonly dark?: boolean }): Promise<Page> {
  const colorScheme = how.dark === true ? 'dark' : 'light'
  const page = await browser.newPage({ viewport: { width: how.width, height: 900 }, colorScheme })
  await page.goto(url)
  return page
}

/** What axe-core finds against WCAG 2.2 AA and its own best practices, as one line each. */
async function violations(page: Page): Promise<readonly string[]> {
  // The page forbids scripts, its own and others'; the test's come in by the browser's own door.
  await page.evaluate(axe.source)
  const { violations: found } = (await page.evaluate('axe.run()')) as axe.AxeResults
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`))
}

/** Every pair of language, colours, width and study is there once or more, which is enough for what can interfere. */
const looks = [
  { study: 'ising', language: 'en', dark: false, width: 1280 },
  { study: 'ising', language: 'ko', dark: true, width: 390 },
  { study: 'failing', language: 'ko', dark: false, width: 390 },
  { study: 'failing', language: 'en', dark: true, width: 1280 },
  { study: 'ising', language: 'ko', dark: true, width: 1280 },
  { study: 'failing', language: 'en', dark: false, width: 390 },
] as const

test('[REP-24] in Chromium axe-core finds nothing against the page, in both languages and colours, wide and narrow', async ({ skip }) => {
  const browser = await startChromium(skip)
  for (const look of looks) {
    const page = await open(browser, write(look.study, look.language), look)
    expect(await violations(page), JSON.stringify(look)).toEqual([])
    await page.close()
  }
}, 120_000)

test('[REP-25] on a telephone nothing is wider than the screen, whatever the names', async ({ skip }) => {
  const browser = await startChromium(skip)
  for (const study of ['ising', 'failing'] as const) {
    const page = await open(browser, write(study, 'ko'), { width: 390 })
    const wide = `[...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll, pre, svg') && one.getBoundingClientRect().right > 391).map((one) => one.outerHTML.slice(0, 120))`
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await page.evaluate(wide)).toEqual([])
  }
})

test('[REP-17] the page asks for nothing, and its figures are shown', async ({ skip }) => {
  const browser = await startChromium(skip)
  const url = write('ising', 'en')
  const page = await browser.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(url, { waitUntil: 'load' })
  expect(asked.filter((one) => !one.startsWith('data:image/'))).toEqual([url])
  expect(complaints).toEqual([])
  const widths = '[...document.images].map((image) => image.naturalWidth > 0 && image.getBoundingClientRect().width)'
  expect(await page.evaluate(widths)).toSatisfy((list: unknown[]) => list.length > 0 && list.every((width) => Number(width) > 300))
})
