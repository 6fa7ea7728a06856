import type { ArtefactFact } from '../artefacts.ts'
import { type Markup, markup } from '../markup.ts'
import type { Embedded } from '../page-options.ts'
import { type Page, type Section, taskName } from './page.ts'

const mostFigures = 12
/** Together; what does not fit is in the table of files. */
const mostCharacters = 8_000_000

/** Pictures that the run made. They are shown as images, so that a script inside one never runs. */
export function figures(page: Page): Section | undefined {
  const { facts, options, say } = page
  if (options.embed === undefined) return undefined
  const shown: Markup[] = []
  let characters = 0
  for (const figure of facts.artefacts.figures) {
    if (shown.length >= mostFigures) break
    const embedded = options.embed(figure.artefact)
    const source = embedded === undefined ? undefined : dataUrl(embedded)
    if (source === undefined || characters + source.length > mostCharacters) continue
    characters += source.length
    shown.push(drawFigure(page, figure, source))
  }
  if (shown.length === 0) return undefined
  return { id: 'figures', heading: say({ en: 'Figures', ko: '그림' }), body: markup`<div class="figures">${shown}</div>` }
}

function drawFigure(page: Page, figure: ArtefactFact, source: string): Markup {
  const name = `${taskName(page, figure)} · ${figure.artefact.name}`
  return markup`<figure><img src="${source}" alt="${name}"><figcaption>${name}</figcaption></figure>`
}

function dataUrl(embedded: Embedded): string | undefined {
  if (!/^image\/[a-z+.-]+$/.test(embedded.mime)) return undefined
  if ('base64' in embedded) return /^[A-Za-z0-9+/=]*$/.test(embedded.base64) ? `data:${embedded.mime};base64,${embedded.base64}` : undefined
  return `data:${embedded.mime};charset=utf-8,${encodeURIComponent(wellFormed(embedded.text))}`
}

/** A lone surrogate has no URI encoding. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}
