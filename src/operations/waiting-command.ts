import { shellQuote } from '#expression/quote.ts'
import type { WaitingWork } from './waiting-work.ts'

/** The command that answers or approves what waits, as it can be typed; without what must be answered. */
export function commandFor(work: Pick<WaitingWork, 'kind' | 'run' | 'reference'>, as: string | undefined): string {
  const who = as === undefined ? '' : ` --as ${shellQuote(as)}`
  const why = work.kind === 'question' ? ' --reason …' : ''
  return `pwos ${work.kind === 'task' ? 'answer' : 'approve'} ${work.run} ${shellQuote(work.reference)}${who}${why}`
}
