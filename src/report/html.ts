import type { Facts } from './facts.ts'
import { formatTime, utc } from './format.ts'
import { type Markup, markup, trusted } from './markup.ts'
import { outcomeWord } from './outcome.ts'
import { answers, metrics } from './page/answers.ts'
import { criticalPathSection } from './page/critical-path.ts'
import { decisions } from './page/decisions.ts'
import { failures, retries } from './page/failures.ts'
import { figures } from './page/figures.ts'
import { files } from './page/files.ts'
import { gates } from './page/gates.ts'
import { graph } from './page/graph.ts'
import { issues } from './page/issues.ts'
import { metricPlots } from './page/metric-plots.ts'
import { outcome } from './page/outcome.ts'
import type { Page, Section } from './page/page.ts'
import { pools } from './page/pools.ts'
import { parameters, provenance } from './page/provenance.ts'
import { quality } from './page/quality.ts'
import { stages } from './page/stages.ts'
import { pageStyle } from './page/style.ts'
import { timeline } from './page/timeline.ts'
import type { ReportOptions } from './page-options.ts'

/**
 * One self-contained HTML page about a run. Nothing in it reaches out: no script, no network, and a content
 * security policy that would stop both. What users wrote is escaped; their figures are images, so nothing in them runs.
 */
export function renderReport(facts: Facts, options: ReportOptions): string {
  const { language } = options
  const page: Page = { facts, options, language, say: (text) => text[language] }
  const sections = [
    failures,
    answers,
    figures,
    gates,
    issues,
    decisions,
    metrics,
    metricPlots,
    graph,
    timeline,
    criticalPathSection,
    pools,
    stages,
    retries,
    files,
    parameters,
    quality,
    provenance,
  ]
    .map((section) => section(page))
    .filter((section) => section !== undefined)
  return `<!doctype html>
${
  markup`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="PWOS">
<title>${facts.run.title ?? facts.run.name} – ${page.say(outcomeWord(facts))}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
${outcome(page)}
${contents(page, sections)}
<main>
${sections.map(
  ({ id, heading, body }) => markup`<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${heading}</h2>
${body}</section>
`,
)}</main>
${footer(page)}
</body>
</html>
`.text
}`
}

function contents(page: Page, sections: readonly Section[]): Markup {
  return markup`<nav aria-label="${page.say({ en: 'Contents', ko: '차례' })}"><ol>${sections.map(({ id, heading }) => markup`<li><a href="#${id}">${heading}</a></li>`)}</ol></nav>`
}

function footer({ facts, options, say }: Page): Markup {
  const zone = options.zone ?? utc
  const at = `${formatTime(facts.run.lastAt, zone)} ${zone.name}`
  return markup`<footer>${say({ en: `Written by PWOS from the journal of run ${facts.run.id}, as of ${at}.`, ko: `PWOS가 실행 ${facts.run.id}의 일지로 작성했습니다. 기준 시각 ${at}.` })}</footer>`
}
