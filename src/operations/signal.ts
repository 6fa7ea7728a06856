import { z } from 'zod'
import { readAnswers } from '#define/answers.ts'
import type { Journal, RunSummary } from '#engine/ports.ts'
import { nearest } from '#expression/nearest.ts'
import { recordOf } from '#expression/record.ts'
import type { DeclaredSignal } from '#model/coordination.ts'
import type { Workflow } from '#model/workflow.ts'
import { summaries } from './catalogue.ts'
import { createLoader } from './definition.ts'
import { Failure } from './failure.ts'
import { fieldShape, givenPairs } from './given-pairs.ts'
import type { Host, Operation } from './operation.ts'
import { findOpenRun, sendCommand } from './send-command.ts'
import { deliver } from './starts/deliveries.ts'
import { startersOn } from './starts/starters.ts'
import { findStore, withJournal } from './store.ts'

const input = z.object({
  name: z.string(),
  /** What it tells, as `FIELD=VALUE`. */
  values: z.array(z.string()).default([]),
  /** Left out: every run that is not over and knows the signal. */
  run: z.string().optional(),
  /** Who or what sends it. */
  from: z.string().optional(),
})

const output = z.object({
  signal: z.string(),
  /** The same wherever it comes: a run receives it once. */
  id: z.string(),
  runs: z.array(
    z.object({
      run: z.string(),
      /** `taken`: the run has it; `waits`: nobody leads the store, so the run has it when someone does. */
      command: z.enum(['taken', 'waits']),
    }),
  ),
  /** Workflow files whose runs begin on it, by `pwos serve`. */
  starts: z.array(z.string()),
})

/** Sends a signal to one run, or to all that know it. */
export const signal: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'signal',
  summary: summaries.signal,
  input,
  output,
  handle({ name, values, run: wanted, from = 'pwos signal' }, host) {
    const given = givenPairs(values, fieldShape)
    return withJournal(findStore(host), async (journal) => {
      const store = findStore(host)
      const starting = wanted === undefined ? startersOn(store, { signal: name }).map(({ file }) => file) : []
      const receivers = receiversOf(journal, name, wanted, starting.length > 0)
      const id = `outside/${host.now()}-${Math.floor(host.chance() * 16 ** 8).toString(16)}`
      const told = receivers.map(({ run, declared }) => ({ run, values: checked(declared, given) }))
      const runs: z.infer<typeof output>['runs'] = []
      for (const { run, values: data } of told) {
        const command = { type: 'signal', run, signal: name, values: data, id, from } as const
        runs.push({ run, command: await sendCommand(journal, command, host satisfies Host) })
      }
      if (starting.length > 0) deliver(store, { id, at: host.now(), signal: name, data: { ...given } })
      return { signal: name, id, runs, starts: [...starting] }
    })
  },
}

interface Receiver {
  readonly run: string
  readonly declared: DeclaredSignal
}

/** `orNone`: somebody else takes it anyway. */
function receiversOf(journal: Journal, name: string, wanted: string | undefined, orNone: boolean): readonly Receiver[] {
  const load = createLoader()
  if (wanted !== undefined) {
    const summary = findOpenRun(journal, wanted)
    const workflow = workflowOf(journal, summary, load)
    const declared = declaredIn(workflow, name)
    if (declared === undefined) throw unknown(name, signalNames([workflow]), `run ${summary.run}`)
    return [{ run: summary.run, declared }]
  }
  const open = journal.runs().filter(({ outcome }) => outcome === undefined)
  const all = open.map((summary) => ({ run: summary.run, workflow: workflowOf(journal, summary, load) }))
  const found = all.flatMap(({ run, workflow }) => {
    const declared = declaredIn(workflow, name)
    return declared === undefined ? [] : [{ run, declared }]
  })
  if (found.length > 0 || orNone) return found
  if (open.length > 0) throw unknown(name, signalNames(all.map(({ workflow }) => workflow)), 'any run that is not over')
  throw new Failure('nobody_listens', {
    en: 'No run of this store is under way, so nobody would receive it.',
    ko: '이 저장소에 진행 중인 실행이 없어 신호를 받을 곳이 없습니다.',
  })
}

function workflowOf(journal: Journal, { run }: RunSummary, load: ReturnType<typeof createLoader>): Workflow | undefined {
  for (const { event } of journal.read(run)) return event.type === 'RunStarted' ? load(event) : undefined
  return undefined
}

function declaredIn(workflow: Workflow | undefined, name: string): DeclaredSignal | undefined {
  return workflow?.coordination?.signals.find((signal) => signal.name === name)
}

function signalNames(workflows: readonly (Workflow | undefined)[]): readonly string[] {
  return [...new Set(workflows.flatMap((workflow) => workflow?.coordination?.signals.map((one) => one.name) ?? []))]
}

function unknown(name: string, known: readonly string[], where: string): Failure {
  const meant = nearest(name, known)
  const list = known.length === 0 ? 'none' : known.join(', ')
  return new Failure(
    'unknown_signal_name',
    { en: `There is no signal “${name}” in ${where}.`, ko: `“${name}” 신호가 없습니다.` },
    {
      hint:
        meant === undefined
          ? { en: `Signals there: ${list}.`, ko: `있는 신호: ${list}.` }
          : { en: `Did you mean \`${meant}\`?`, ko: `\`${meant}\`을(를) 뜻했나요?` },
    },
  )
}

/** As the file declares them; all that is wrong at once. */
function checked({ name, fields }: DeclaredSignal, given: { readonly [field: string]: string }) {
  const { values, problems } = readAnswers(fields, given, recordOf({}))
  if (problems.length === 0) return values
  throw new Failure('bad_signal', { en: `What ${name} tells does not fit.`, ko: `${name}의 내용이 맞지 않습니다.` }, { problems })
}
