import type { ArtefactFact, OutputFact } from '../artefacts.ts'
import { formatBytes, formatCount } from '../format.ts'
import { markup, type Part } from '../markup.ts'
import { type Page, type Section, stageName, table, taskName } from './page.ts'

const rowsOfMany = 3

/** Files produced: each one of a single stage, some of a fan-out with their number and size. */
export function files(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.artefacts.count === 0) return undefined
  const head = [
    { en: 'Output', ko: '출력' },
    { en: 'File', ko: '파일' },
    { en: 'Size', ko: '크기' },
    { en: 'Fingerprint (sha256)', ko: '지문(sha256)' },
    { en: 'Path', ko: '경로' },
  ].map(say)
  const rows = facts.artefacts.outputs.flatMap((output) => outputRows(page, output))
  const caption = say({
    en: `${formatCount(facts.artefacts.count)} outputs, ${formatBytes(facts.artefacts.bytes)}`,
    ko: `출력 ${formatCount(facts.artefacts.count)}개, ${formatBytes(facts.artefacts.bytes)}`,
  })
  return {
    id: 'files',
    heading: say({ en: 'Files produced', ko: '만든 파일' }),
    body: table(caption, head, rows, { numeric: [2], stacked: true }),
  }
}

function outputRows(page: Page, output: OutputFact): readonly (readonly Part[])[] {
  const shown = output.count <= rowsOfMany + 1 ? output.files : output.files.slice(0, rowsOfMany)
  const rows: (readonly Part[])[] = shown.map((file) => fileRow(page, output, file))
  const more = output.count - shown.length
  if (more > 0) {
    const text = page.say({
      en: `${formatCount(more)} more; ${formatCount(output.count)} together`,
      ko: `${formatCount(more)}개 더. 모두 ${formatCount(output.count)}개`,
    })
    rows.push([
      `${stageName(page, output.stage)}.${output.output}`,
      markup`<span class="soft">${text}</span>`,
      formatBytes(output.bytes),
      '',
      '',
    ])
  }
  return rows
}

function fileRow(page: Page, output: OutputFact, file: ArtefactFact): readonly Part[] {
  const { artefact } = file
  const gone = output.temporary && markup` <small>${page.say({ en: 'temporary', ko: '임시' })}</small>`
  const several =
    artefact.files !== undefined &&
    markup` <small>${page.say({ en: `${formatCount(artefact.files.length)} files`, ko: `파일 ${formatCount(artefact.files.length)}개` })}</small>`
  const path = page.options.pathOf?.(file)
  return [
    markup`${taskName(page, file)}.${output.output}`,
    markup`${artefact.name}${several}${gone}`,
    formatBytes(artefact.bytes),
    markup`<code title="${artefact.fingerprint}">${artefact.fingerprint.slice(0, 12)}</code>`,
    path === undefined ? '–' : markup`<code class="path">${path}</code>`,
  ]
}
