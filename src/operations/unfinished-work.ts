import type { Journal, RunSummary } from '#engine/ports.ts'
import { type AskedWork, askedAt, askedWork } from '#run/asked.ts'
import { type Askable, personsOf } from '#run/persons.ts'
import type { RunState, State } from '#run/state.ts'
import { Failure } from './failure.ts'
import type { Host } from './operation.ts'
import { readUnfinished } from './read-run.ts'
import { refuseOver } from './send-command.ts'
import { findRun } from './store.ts'
import { findReference } from './task-reference.ts'
import { type Who, whoever } from './who.ts'

/** Something that waits for people, found by the names that a person used, and who that person is. */
export interface FoundWork {
  readonly state: State
  readonly run: RunState
  readonly asked: AskedWork
  readonly who: Who
  readonly persons: readonly Askable[]
  /** To whom it is to be handed. */
  readonly to?: string
}

interface Wanted {
  readonly run?: string | undefined
  readonly of: string
  readonly as?: string | undefined
}

/** Finds what is meant by RUN STAGE[/TASK]; fails where nothing there waits for anybody. */
export function findWork(journal: Journal, { run: wanted, of, as }: Wanted, host: Pick<Host, 'now' | 'user'>): FoundWork {
  const state = readUnfinished(journal)
  const summary = wanted === undefined ? onlyRunWith(journal, state, of, host.now()) : findRun(journal, wanted)
  refuseOver(summary)
  const run = state.runs.get(summary.run)
  if (run === undefined) throw notAsked(of, undefined)
  const { stage, task } = findReference(run, of)
  const waiting = askedWork(state, host.now()).filter((asked) => asked.run === run.id)
  const inStage = waiting.filter((asked) => asked.stage === stage)
  const asked = task === undefined ? inStage[0] : askedAt(state, run.id, stage, task, host.now())
  if (asked === undefined) throw notAsked(of, { run, waiting })
  if (task === undefined && inStage.length > 1) throw oneOf(of, inStage)
  const persons = personsOf(run)
  return { state, run, asked, who: whoever(persons, as, host), persons }
}

/** Where no run is named: the newest in which that waits for somebody, else the newest of all. */
function onlyRunWith(journal: Journal, state: State, of: string, now: number): RunSummary {
  const [name = ''] = of.split('/')
  const having = askedWork(state, now).filter((asked) => state.runs.get(asked.run)?.workflow.stages[asked.stage]?.name === name)
  return findRun(journal, having.at(-1)?.run)
}

function notAsked(of: string, known: { readonly run: RunState; readonly waiting: readonly AskedWork[] } | undefined): Failure {
  const others = (known?.waiting ?? []).slice(0, 5).map((asked) => nameOf(known?.run, asked))
  const list = others.join(', ')
  const hint =
    others.length > 0
      ? { en: `What waits: ${list}.`, ko: `기다리는 것: ${list}.` }
      : {
          en: 'Nothing of this run waits for anybody now; `pwos explain STAGE` says why.',
          ko: '이 실행에는 지금 사람을 기다리는 것이 없습니다. `pwos explain 단계`가 이유를 알려 줍니다.',
        }
  return new Failure(
    'not_asked',
    { en: `${of} does not wait for anybody now.`, ko: `${of}은(는) 지금 사람을 기다리고 있지 않습니다.` },
    { hint },
  )
}

function oneOf(of: string, waiting: readonly AskedWork[]): Failure {
  const names = waiting.slice(0, 5).map(({ label, task }) => `${of}/${label === '' ? task : label}`)
  const list = names.join(', ') + (waiting.length > 5 ? ', …' : '')
  return new Failure(
    'not_asked',
    { en: `${waiting.length} tasks of ${of} wait; name one.`, ko: `${of}의 작업 ${waiting.length}개가 기다립니다. 하나를 고르세요.` },
    { hint: { en: `They are ${list}.`, ko: `${list}.` } },
  )
}

function nameOf(run: RunState | undefined, { stage, label }: AskedWork): string {
  const name = run?.workflow.stages[stage]?.name ?? ''
  return label === '' ? name : `${name}/${label}`
}
