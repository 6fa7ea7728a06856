import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Workflow } from '#model/workflow.ts'
import { collectFacts } from '#report/facts.ts'
import { renderReport } from '#report/html.ts'
import type { ReportOptions } from '#report/page-options.ts'
import { gate, output, whole, workflow } from './by-hand.ts'
import { fold } from './fold.ts'
import { ising, isingJournal } from './ising.ts'
import { file, Journal, verdict } from './journal.ts'
import { many } from './many.ts'
import { expectWellFormed } from './well-formed.ts'

const options: ReportOptions = {
  language: 'en',
  embed: () => ({ mime: 'image/svg+xml', text: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert("figure")</script></svg>' }),
  pathOf: ({ artefact }) => `.pwos/objects/${artefact.fingerprint.slice(0, 2)}/${artefact.name}`,
  lastLines: () => 'Traceback\n<b>last & least</b>',
  software: [{ name: 'Node.js', version: '20.20.1' }],
}

function pageOf(made: Workflow, journal: Journal, more: Partial<ReportOptions> = {}): string {
  const facts = collectFacts(fold(made, journal.events), journal.events, { hash: createHash('sha256') })
  return renderReport(facts, { ...options, ...more })
}

const page = pageOf(ising, isingJournal())

/** Everything a user can name, each name as hostile as it can be. */
function hostilePage(name: string): string {
  const made = workflow(
    [
      { name, title: name, gates: [gate(name, name)], outputs: [output(name)] },
      { name: `${name}2`, dependencies: [whole(0, name)] },
    ],
    {
      name,
      title: name,
      question: name,
      domain: name,
      parameters: [
        {
          name,
          type: 'string',
          array: false,
          unit: name,
          default: undefined,
          min: undefined,
          max: undefined,
          choices: undefined,
          description: name,
          valueType: { kind: 'string' },
          at: { file: name, line: 1, column: 1 },
        },
      ],
    },
  )
  const journal = new Journal(name)
    .start(name, { [name]: name }, { [name]: 2 })
    .expand(1, 0, 1)
    .expand(1, 1, 1)
    .queue(2, 0, [0])
    .begin(3, 0, [0], 1, { [name]: 1 })
    .end(9, 0, 0, {
      startedAt: 3,
      cause: 'program_error',
      detail: name,
      signal: name,
      sequel: { kind: 'retry', budget: `gate:${name}`, notBefore: 0, with: { [name]: name }, needs: { [name]: 1 } },
    })
    .requeue(10, 0, [0])
    .begin(11, 0, [0], 2)
    .end(19, 0, 0, {
      startedAt: 11,
      attempt: 2,
      outputs: { [name]: file(name, 1, name) },
      metrics: { [name]: name },
      verdicts: [verdict(0, { [name]: name }, 'inconclusive', name)],
    })
    .queue(20, 1, [0])
    .begin(21, 1, [0])
    .end(29, 1, 0, {
      startedAt: 21,
      cause: 'program_error',
      detail: name,
      signal: name,
      sequel: { kind: 'failed', cause: 'program_error' },
    })
    .finish(30, 'failed')
  return pageOf(made, journal, {
    pathOf: () => name,
    lastLines: () => name,
    software: [{ name, version: name }],
    zone: { offsetMinutes: 540, name },
  })
}

test('[REP-16] the page is well formed, its ids are its own, and what labels something is there', () => {
  for (const language of ['en', 'ko'] as const) {
    const made = pageOf(ising, isingJournal(), { language })
    expectWellFormed(made)
    const ids = [...made.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of made.matchAll(/(?:aria-labelledby="|href="#)([^"]*)"/g)) expect(ids).toContain(id)
    expect(made.match(/<h1>/g)).toHaveLength(1)
    expect(made.match(/role="img" aria-label="[^"]+"/g)!.length).toBeGreaterThan(6)
    for (const [table] of made.matchAll(/<table.*?<\/table>/gs)) expect(table).toMatch(/<caption.*<th scope="col"/s)
    for (const [image] of made.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/ alt="[^"]+"/)
  }
})

test('[REP-17] nothing in the page reaches out or runs', () => {
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
  )
  expect(page).not.toMatch(/<script|<iframe|<object|<embed|<link|<base|\son[a-z]+=|javascript:|@import|url\(/i)
  // The only addresses are the names of the SVG namespace and the images' own data.
  const addresses = [...page.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<]*/gi)].map((match) => match[0])
  expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']))
  for (const [, source] of page.matchAll(/src="([^"]*)"/g)) expect(source).toMatch(/^data:image\//)
})

test('[REP-17] a script inside a figure stays inside an image; what is no image is not embedded', () => {
  expect(page).toContain('<img src="data:image/svg+xml;charset=utf-8,%3Csvg')
  const html = pageOf(ising, isingJournal(), { embed: () => ({ mime: 'text/html', text: '<script>1</script>' }) })
  expect(html).not.toContain('<img')
  expect(pageOf(ising, isingJournal(), { embed: () => ({ mime: 'image/png', base64: '"><script>' }) })).not.toContain('<img')
  expect(pageOf(ising, isingJournal(), { embed: () => ({ mime: 'image/png', base64: 'aGk=' }) })).toContain(
    '<img src="data:image/png;base64,aGk="',
  )
})

test.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</style><u>',
  '</title>',
  '&lt;b&gt;',
  '임계 온도 "측정"',
  '\u0000\u0007\ud800',
  '${{ x }}',
])('[REP-18] nothing that a user names becomes markup: %j', (name) => {
  const made = hostilePage(name)
  expectWellFormed(made)
  expect(made).not.toMatch(/<script|<u>|<img src=x|<\/style><u/)
  expect(made.match(/<\/title>/g)!.length).toBe(made.match(/<title>/g)!.length)
  expect(made.match(/<\/style>/g)).toHaveLength(1)
})

test('[REP-19] it says how the run came out, what was measured, and by how much each gate was met', () => {
  const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  for (const said of [
    'Succeeded',
    'All 79 tasks have results.',
    'At which temperature does the 2D Ising model order?',
    '2.2687 ± 0.0012',
    '39 of 39 passed',
    'The expected gate precise did not hold.',
    '&lt; 0.00363',
    'used 208 MB of the 200 MB it asked for',
    'sweeps = 80000',
    'memory = 400 MB',
    'binder.svg',
    'Journal digest (sha256)',
    'Node.js 20.20.1',
  ]) {
    expect(text).toContain(said)
  }
})

test('[REP-19] failures come first, with cause, detail and the last lines', () => {
  const made = workflow([{ name: 'a' }])
  const journal = new Journal().start('a').expand(1, 0, 1).queue(2, 0, [0]).begin(3, 0, [0])
  journal
    .end(9, 0, 0, {
      startedAt: 3,
      cause: 'out_of_time',
      detail: 'stopped after 30 s',
      signal: 'SIGTERM',
      sequel: { kind: 'failed', cause: 'out_of_time' },
    })
    .finish(10, 'failed')
  const failed = pageOf(made, journal)
  expect(failed).toContain('a: out of time')
  expect(failed).toContain('stopped after 30 s')
  expect(failed).toContain('&lt;b&gt;last &amp; least&lt;/b&gt;')
  expect(failed.indexOf('id="failures"')).toBeLessThan(failed.indexOf('id="graph"'))
  expect(pageOf(made, journal, { language: 'ko' })).toContain('a: 시간 초과')
})

test('[REP-20] in Korean nothing is left in English but what the user wrote and the names of units and software', () => {
  const korean = pageOf(ising, isingJournal(), { language: 'ko' })
  expect(korean).toContain('<html lang="ko">')
  const english = [...page.matchAll(/<(?:h2|dt|th scope="col"|figcaption|summary|caption|p)(?: [^>]*)?>([^<]{4,})</g)].map(
    (match) => match[1]!,
  )
  const kept = english.filter((text) => korean.includes(`>${text}<`))
  const written = new Set([
    'At which temperature does the 2D Ising model order?',
    'used 208 MB of the 200 MB it asked for',
    'fit · binder.svg',
    'Node.js',
    'beta_nu',
    'chi2',
    'method',
    '90 %',
  ])
  expect(kept.filter((text) => !written.has(text))).toEqual([])
})

test('[REP-21] 100,000 attempts make a page of less than 3 MB, with the time aggregated', () => {
  const { made, journal } = many(100_000)
  const large = pageOf(made, journal)
  expect(large.length).toBeLessThan(3_000_000)
  expect(large).toContain('up to 64 at once')
  expect(large).toContain('100 tasks')
  expectWellFormed(large)
})
