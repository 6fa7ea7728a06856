import { readInbox } from '#operations/inbox.ts'
import { templates } from '#operations/init.ts'
import { readRun } from '#operations/read-run.ts'
import { findRun, findStore, withJournal } from '#operations/store.ts'
import type { OptionShape, PositionalShape } from '../command.ts'
import type { Speak } from '../language.ts'
import { phaseWords } from '../render/words.ts'
import type { Proposal } from './propose.ts'

type Completes = NonNullable<PositionalShape['completes'] | OptionShape['completes']>

interface Where {
  readonly folder: string
  readonly store: string | undefined
}

/** What only the store or the templates know. Whatever goes wrong, there is just nothing to propose. */
export async function lookUp(what: Completes, where: Where, speak: Speak): Promise<readonly Proposal[]> {
  try {
    return await found(what, where, speak)
  } catch {
    return []
  }
}

async function found(what: Completes, where: Where, speak: Speak): Promise<readonly Proposal[]> {
  switch (what) {
    case 'file':
    case 'folder':
      return [{ value: ':file', says: '' }]
    case 'shell':
      return ['bash', 'zsh', 'fish'].map((value) => ({ value, says: '' }))
    case 'template':
      return templates.map((one) => ({ value: one.name, says: speak(one.description) }))
    case 'run':
      return withJournal(
        findStore(where),
        (journal) =>
          journal
            .runs()
            .map((run) => ({ value: run.run, says: speak(phaseWords[run.outcome ?? 'running']) }))
            .reverse(),
        { readOnly: true },
      )
    case 'waiting':
      return (await readInbox({ all: true }, { ...where, now: Date.now })).items.map(({ reference, persons }) => ({
        value: reference,
        says: persons.join(', '),
      }))
    case 'stage':
      return withJournal(
        findStore(where),
        (journal) =>
          readRun(journal, findRun(journal, undefined).run).run.workflow.stages.map((stage) => ({
            value: stage.name,
            says: stage.title ?? '',
          })),
        { readOnly: true },
      )
  }
}
