import type { Json } from '#model/json.ts'
import { formatCount, formatJson, formatTime, utc } from '../format.ts'
import { markup } from '../markup.ts'
import { type Page, type Section, table } from './page.ts'

/** The values that the run was given. */
export function parameters(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.parameters.length === 0) return undefined
  const head = [
    { en: 'Parameter', ko: '매개변수' },
    { en: 'Value', ko: '값' },
    { en: 'Meaning', ko: '뜻' },
  ].map(say)
  const rows = facts.parameters.map(({ name, value, unit, description }) => [name, valueText(value, unit), description ?? ''])
  return {
    id: 'parameters',
    heading: say({ en: 'Parameters', ko: '매개변수' }),
    body: table(say({ en: 'Values of the parameters', ko: '매개변수의 값' }), head, rows, { hidden: true }),
  }
}

const inputsShown = 200

/** What it takes to repeat the run, and to see that nothing in this page was made up. */
export function provenance(page: Page): Section {
  const { facts, options, say } = page
  const { run, journal } = facts
  const zone = options.zone ?? utc
  const items: readonly (readonly [string, string])[] = [
    [say({ en: 'Run', ko: '실행' }), run.id],
    [say({ en: 'Workflow file', ko: '워크플로 파일' }), run.file],
    [say({ en: 'Started', ko: '시작' }), `${formatTime(run.startedAt, zone)} ${zone.name}`],
    [say({ en: 'Last event', ko: '마지막 사건' }), `${formatTime(run.lastAt, zone)} ${zone.name}`],
    [say({ en: 'Fingerprint of definition and parameters', ko: '정의와 매개변수의 지문' }), run.fingerprint],
    [say({ en: 'Journal', ko: '일지' }), say({ en: `${formatCount(journal.events)} events`, ko: `사건 ${formatCount(journal.events)}개` })],
    ...(journal.digest === undefined ? [] : [[say({ en: 'Journal digest (sha256)', ko: '일지 요약값(sha256)' }), journal.digest] as const]),
    ...(options.software ?? []).map(({ name, version }) => [name, version] as const),
  ]
  const inputs =
    facts.inputs.length > 0 &&
    table(
      say({ en: 'Input files', ko: '입력 파일' }),
      [say({ en: 'File', ko: '파일' }), say({ en: 'Fingerprint (sha256)', ko: '지문(sha256)' })],
      facts.inputs.slice(0, inputsShown).map(({ path, fingerprint }) => [path, markup`<code>${fingerprint}</code>`]),
    )
  const definition =
    facts.definition !== '' &&
    markup`<details><summary>${say({ en: 'The workflow file as it was run', ko: '실행된 그대로의 워크플로 파일' })}</summary><pre tabindex="0">${facts.definition.slice(0, 400_000)}</pre></details>`
  const body = markup`<dl class="facts">${items.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>${inputs}${definition}`
  return { id: 'provenance', heading: say({ en: 'Provenance', ko: '출처와 재현' }), body }
}

/** Plain numbers are in the declared unit; a quantity brings its own. */
function valueText(value: Json, unit: string | undefined): string {
  const plain = typeof value === 'number' || (Array.isArray(value) && value.every((one) => typeof one === 'number'))
  return unit === undefined || !plain ? formatJson(value) : `${formatJson(value)} ${unit}`
}
