import type { Language } from '#expression/text.ts'
import type { Artefact } from '#run/outcome.ts'
import type { ArtefactFact } from './artefacts.ts'
import type { Zone } from './format.ts'
import type { ProcessQuality } from './process-quality.ts'
import type { RunQuality } from './quality-history.ts'

/** How a report is written, and what only the host can add to it. */
export interface ReportOptions {
  readonly language: Language
  /** Content of a published figure, or undefined to leave it out of the page. */
  readonly embed?: (artefact: Artefact) => Embedded | undefined
  /** Where a published file is found, for the table of files. */
  readonly pathOf?: (file: ArtefactFact) => string
  /** The last lines that a failed attempt wrote. */
  readonly lastLines?: (attempt: { readonly stage: string; readonly task: number; readonly attempt: number }) => string | undefined
  /** Zone of the times shown; UTC unless given. */
  readonly zone?: Zone
  /** Software and machine, in the order shown: `{ name: 'Node.js', version: '20.20.1' }`. */
  readonly software?: readonly { readonly name: string; readonly version: string }[]
  /** The runs of this workflow that are over, oldest first, and its metrics as processes. */
  readonly quality?: { readonly runs: readonly RunQuality[]; readonly processes: readonly ProcessQuality[] }
}

export type Embedded = { readonly mime: string } & ({ readonly base64: string } | { readonly text: string })
