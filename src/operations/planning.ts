import { readMoment } from '#calendar/moment.ts'
import { zoneOf } from '#calendar/zone.ts'
import { hasJournal, openJournal } from '#journal/open-journal.ts'
import type { Workflow } from '#model/workflow.ts'
import { makePlan, type PlanOptions } from '#plan/make-plan.ts'
import type { Plan } from '#plan/plan.ts'
import type { PlanHistory, PlanInput } from '#plan/plan-input.ts'
import { Failure } from './failure.ts'
import type { Host } from './operation.ts'
import type { ResolvedDefinition } from './parameters.ts'
import { planHistory } from './plan-history.ts'
import { storeBeside } from './store.ts'

/** What a plan of this definition follows from: the file, the machine, and what the store remembers. */
export function planInputOf(
  resolved: ResolvedDefinition,
  host: Pick<Host, 'now' | 'store' | 'folder'>,
  start: string | undefined,
): PlanInput {
  const { workflow, parameters, pools } = resolved
  return {
    ...{ workflow, parameters, pools, start: startOf(start, workflow, host.now()) },
    ...{ history: historyOf(storeBeside(host, resolved.path), workflow.name), stretch: new Map(), fixed: new Map() },
  }
}

/** The plan, or a failure that lists everything that stands against one. */
export async function planned(from: PlanInput, options: PlanOptions, file: string): Promise<Plan> {
  const made = await makePlan(from, options)
  if (!('reasons' in made)) return made
  const said = { en: `${file} cannot be scheduled.`, ko: `${file}의 일정을 짤 수 없습니다.` }
  throw new Failure('no_schedule', said, {
    problems: made.reasons.map(({ at, message }) => ({ code: 'no_schedule', level: 'error', at, message })),
  })
}

function startOf(asked: string | undefined, { start, timezone }: Workflow, now: number): number {
  if (asked === undefined) return start ?? Math.ceil(now / 1000) * 1000
  const { value, problem } = readMoment(asked, zoneOf(timezone))
  if (problem === undefined) return value.kind === 'day' ? value.from : value.at
  throw new Failure('usage', problem.message, problem.hint === undefined ? {} : { hint: problem.hint })
}

/** What the store knows of this workflow; without a store nothing. */
function historyOf(store: string, name: string): PlanHistory {
  if (!hasJournal(store)) return { samples: new Map(), counts: new Map() }
  const journal = openJournal(store, { readOnly: true })
  try {
    return planHistory(journal, name)
  } finally {
    journal.close()
  }
}
