import type { Language, Text } from '#expression/text.ts'
import type { Facts } from '../facts.ts'
import { type Markup, markup, type Part } from '../markup.ts'
import type { ReportOptions } from '../page-options.ts'

/** What every section of the page is written from. */
export interface Page {
  readonly facts: Facts
  readonly options: ReportOptions
  readonly language: Language
  /** Chooses the language of what a person reads. */
  readonly say: (text: Text) => string
}

/** A section under a heading, which the contents list leads to. */
export interface Section {
  readonly id: string
  readonly heading: string
  readonly body: Markup
}

export function stageName(page: Page, stage: number): string {
  return page.facts.stages[stage]?.name ?? String(stage)
}

/** `sample [L=8,T=2.1]`; a single stage by its name alone. */
export function taskName(
  page: Page,
  { stage, task, label }: { readonly stage: number; readonly task: number; readonly label: string },
): string {
  const name = stageName(page, stage)
  if (label !== '') return `${name} [${label}]`
  return (page.facts.stages[stage]?.tasks ?? 1) > 1 ? `${name} [${task}]` : name
}

interface TableForm {
  /** Columns that are set to the right. */
  readonly numeric?: readonly number[]
  /** The caption says what the heading above says already: it is there for those who hear the page. */
  readonly hidden?: boolean
  /** Where the page is narrow, a row becomes a list of its cells. */
  readonly stacked?: boolean
}

/** A table that scrolls by itself where the page is narrower. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Part[])[],
  { numeric = [], hidden = false, stacked = false }: TableForm = {},
): Markup {
  const same = hidden && markup` class="unseen"`
  const stack = stacked && markup` class="stacked"`
  const side = (column: number) => (numeric.includes(column) ? markup` class="number"` : undefined)
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table${stack}><caption${same}>${caption}</caption>
<thead><tr>${head.map((name, column) => markup`<th scope="col"${side(column)}>${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => markup`<tr>${row.map((cell, column) => (column === 0 ? markup`<th scope="row"${side(column)}>${cell}</th>` : markup`<td${side(column)}${stacked && markup` data-name="${head[column]}"`}>${cell}</td>`))}</tr>
`,
  )}</tbody></table></div>`
}

export type Tone = 'good' | 'bad' | 'warn' | 'idle' | 'busy'

/** A short word with a mark, so that colour is never the only sign. */
export function chip(tone: Tone, text: string): Markup {
  const mark = { good: '✓', bad: '✕', warn: '!', idle: '–', busy: '▸' }[tone]
  return markup`<span class="chip ${tone}"><span class="mark" aria-hidden="true">${mark}</span> ${text}</span>`
}
