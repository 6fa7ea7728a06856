import { z } from 'zod'
import { nearest } from '#expression/nearest.ts'
import { personsOf } from '#run/persons.ts'
import { keptBack } from '#run/questions.ts'
import type { RunState } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { type Followed, follow, followed } from './followed.ts'
import type { Host, Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { findReference } from './task-reference.ts'
import { whoever } from './who.ts'

const input = z.object({
  run: z.string().optional(),
  /** STAGE.GATE or STAGE/TASK.GATE. */
  of: z.string(),
  reason: z.string(),
  as: z.string().optional(),
  detach: z.boolean().default(false),
})

/** Lets results pass that a gate kept back, with a name and a reason, and follows what comes of it. */
export const waive: Operation<z.infer<typeof input>, Followed, RunUpdate> = {
  name: 'waive',
  summary: summaries.waive,
  input,
  output: followed,
  update: runUpdate,
  handle(given, host) {
    const store = findStore(host)
    return withJournal(store, (journal) => {
      const summary = findRun(journal, given.run)
      const { run } = readRun(journal, summary.run)
      const [of, name] = splitGate(given.of)
      const which = findReference(run, of)
      const gate = gateOf(run, which.stage, name)
      if (given.reason.trim() === '') throw noReason()
      const by = waiverName(run, given.as, host, gate.waivedBy)
      const tasks = keptBack(run).filter(
        (one) => one.stage === which.stage && (which.task === undefined || one.task === which.task) && one.gates.includes(name),
      )
      const [first] = tasks
      if (first === undefined) throw nothingKept(run, of, name)
      const word = { run: summary.run, stage: which.stage, task: first.task, tasks: tasks.map(({ task }) => task) }
      const sent = journal.send({ type: 'waive', ...word, gate: name, by, reason: given.reason })
      host.report({ type: 'began', at: host.now(), run: summary.run, name: summary.name, file: summary.file, store, how: 'waived' })
      return follow({ store, journal, run: summary.run, sent: [sent], detach: given.detach }, host)
    })
  },
}

/** A label of a task can have dots (`sample/T=2.1.converged`), the name of a gate has none. */
function splitGate(of: string): readonly [of: string, gate: string] {
  const dot = of.lastIndexOf('.')
  return dot < 0 ? [of, ''] : [of.slice(0, dot), of.slice(dot + 1)]
}

function gateOf(run: RunState, stage: number, name: string): RunState['workflow']['stages'][number]['gates'][number] {
  const { gates = [], name: stageName = '' } = run.workflow.stages[stage] ?? {}
  const gate = gates.find((one) => one.name === name)
  if (gate !== undefined) return gate
  const names = gates.map((one) => one.name)
  const near = nearest(name, names)
  const list = names.join(', ')
  throw new Failure(
    'unknown_gate',
    name === ''
      ? { en: `Name the gate too: ${stageName}.GATE.`, ko: `관문 이름도 쓰세요: ${stageName}.관문` }
      : { en: `${stageName} has no gate ${name}.`, ko: `${stageName}에 관문 ${name}이(가) 없습니다.` },
    {
      hint:
        near === undefined
          ? { en: list === '' ? 'It has none.' : `It has ${list}.`, ko: list === '' ? '관문이 없는 단계입니다.' : `있는 관문: ${list}.` }
          : { en: `Did you mean \`${near}\`?`, ko: `\`${near}\`을(를) 뜻했나요?` },
    },
  )
}

function noReason(): Failure {
  return new Failure(
    'no_reason',
    {
      en: 'A waiver needs a reason: it is shown wherever the result is used.',
      ko: '면제에는 사유가 필요합니다. 결과를 쓰는 곳마다 보입니다.',
    },
    { hint: { en: 'Add --reason "…".', ko: '--reason "…"을 붙이세요.' } },
  )
}

/** Of a workflow that declares people, one of them; else whoever gives a name. */
function waiverName(run: RunState, as: string | undefined, host: Pick<Host, 'user'>, allowed: readonly string[] | undefined): string {
  const persons = personsOf(run)
  const by = whoever(persons, as, host).name
  const able = allowed?.flatMap((called) =>
    persons.filter(({ name, roles }) => name === called || roles.includes(called)).map(({ name }) => name),
  )
  if (able === undefined || able.includes(by)) return by
  const who = able.length === 0 ? { en: 'nobody', ko: '아무도 할 수 없습니다' } : { en: able.join(', '), ko: able.join(', ') }
  throw new Failure('other_person', {
    en: `${by} may not waive this gate; ${who.en} may.`,
    ko: `${by}은(는) 이 관문을 면제할 수 없습니다. 할 수 있는 사람: ${who.ko}.`,
  })
}

function nothingKept(run: RunState, of: string, gate: string): Failure {
  const kept = keptBack(run)
    .slice(0, 5)
    .map((one) => `${run.workflow.stages[one.stage]?.name ?? ''}${one.label === '' ? '' : `/${one.label}`} ${one.gates.join(', ')}`)
  const list = kept.join('; ')
  return new Failure(
    'nothing_to_do',
    { en: `Gate ${gate} keeps nothing of ${of} back.`, ko: `관문 ${gate} 때문에 막혀 있는 ${of}의 결과가 없습니다.` },
    list === '' ? {} : { hint: { en: `Kept back are: ${list}.`, ko: `막혀 있는 것: ${list}.` } },
  )
}
