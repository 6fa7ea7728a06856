import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { hiddenStages } from '#run/blinding.ts'
import { attemptName, pathsOf } from '#worlds/attempt/paths.ts'
import { printedBy } from '#worlds/attempt/printed.ts'
import { Failure } from './failure.ts'
import type { Host } from './operation.ts'
import { readRun } from './read-run.ts'
import { refusedAsBlind } from './refusals.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { findReference } from './task-reference.ts'

/** What can tell why a program failed. */
export interface Evidence {
  readonly files: readonly { readonly path: string; readonly shown: string }[]
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

/** What a failed task of a run printed and how it ended: `RUN`, `RUN/STAGE` or `RUN/STAGE/TASK`; the first failed one that fits. */
export function evidenceOfRun(text: string, host: Pick<Host, 'folder' | 'store'>): Promise<Evidence> {
  const slash = text.indexOf('/')
  const wanted = slash < 0 ? text : text.slice(0, slash)
  const store = findStore(host)
  return withJournal(
    store,
    async (journal) => {
      const id = findRun(journal, wanted).run
      const { run, progress } = readRun(journal, id)
      const of = slash < 0 ? undefined : findReference(run, text.slice(slash + 1))
      const fits = (stage: number, task: number) => of === undefined || (of.stage === stage && (of.task === undefined || of.task === task))
      const failed = [...progress.failures.values()].find(({ stage, task }) => fits(stage, task))
      if (failed === undefined) {
        const said = { en: `Nothing has failed in ${text}.`, ko: `${text}에서 실패한 것이 없습니다.` }
        throw new Failure('no_attempt', said)
      }
      const stage = run.workflow.stages[failed.stage]?.name ?? ''
      if (hiddenStages(run).has(failed.stage)) throw refusedAsBlind(stage)
      const name = attemptName({ run: id, stage, task: failed.task, attempt: failed.attempt })
      const { out, err } = printedBy(pathsOf(store), name)
      const files = [err, out]
        .filter((path) => existsSync(path))
        .map((path) => ({ path, shown: `${stage}/${failed.task} ${basename(path)}` }))
      const ended = failed.outcome.kind === 'failed' ? failed.outcome : undefined
      return { files, exitCode: ended?.exitCode ?? undefined, signal: ended?.signal ?? undefined }
    },
    { readOnly: true },
  )
}
