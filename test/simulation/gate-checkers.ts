import type { Workflow } from '#model/workflow.ts'
import type { RunEvent } from '#run/events.ts'
import type { Verdict } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import { load } from './flow.ts'

/** What must hold of gates, whatever happens: nothing goes on with what a required gate kept back, nor with an old round. */
export interface GateCheckers {
  note(event: RunEvent): void
  /** Before an attempt starts. */
  beforeStart(run: string, stage: number, tasks: readonly number[], state: State): void
}

export function createGateCheckers(): GateCheckers {
  const workflows = new Map<string, Workflow>()
  /** Required gates that did not pass and were not waived, of the newest result of each task. */
  const kept = new Map<string, Set<number>>()
  const waived = new Map<string, Set<number>>()
  /** Positions of starts and of rework, to tell an attempt of an old round. */
  const startedAt = new Map<string, number>()
  const reworkedAt = new Map<string, number>()
  let position = 0

  function judged(name: string, event: { run: string; stage: number }, verdicts: readonly Verdict[], kind: string): void {
    const gates = workflows.get(event.run)?.stages[event.stage]?.gates ?? []
    const open = verdicts.filter(({ gate, verdict, waiver }) => {
      if (waiver !== undefined && waived.get(name)?.has(gate) !== true) throw new Error(`${name}: a waiver of which nothing is recorded`)
      return gates[gate]?.level === 'required' && verdict !== 'passed' && waiver === undefined
    })
    if (kind === 'done' && verdicts.length < gates.length) throw new Error(`${name} is done, and not all its gates were judged`)
    if (kind === 'done' && open.length > 0) throw new Error(`${name} is done, although a required gate did not pass`)
    kept.set(name, new Set(open.map(({ gate }) => gate)))
  }

  /** Repairs of packs since the task was last sent back: no random pack has one that may be made more than twice. */
  const repairs = new Map<string, number>()

  function countRepair(name: string): void {
    const times = (repairs.get(name) ?? 0) + 1
    if (times > (name.endsWith('/2') ? 1 : 2)) throw new Error(`${name}: repaired ${times} times`)
    repairs.set(name, times)
  }

  function forgetRepairs(stage: string, tasks: readonly number[] | undefined): void {
    const names = tasks?.map((task) => `${stage}/${task} `) ?? [`${stage}/`]
    for (const key of repairs.keys()) if (names.some((name) => key.startsWith(name))) repairs.delete(key)
  }

  return {
    note(event) {
      position++
      switch (event.type) {
        case 'RunStarted':
          workflows.set(event.run, load(event))
          break
        case 'AttemptsStarted':
          event.tasks.forEach((task, index) => {
            startedAt.set(`${event.run}/${event.stage}/${task}#${event.attempts[index]}`, position)
          })
          break
        case 'AttemptEnded': {
          const name = `${event.run}/${event.stage}/${event.task}`
          const started = startedAt.get(`${name}#${event.attempt}`) ?? position
          const reworked = Math.max(reworkedAt.get(name) ?? -1, reworkedAt.get(`${event.run}/${event.stage}`) ?? -1)
          if (started < reworked && event.then.kind !== 'outdated')
            throw new Error(`${name}#${event.attempt} is of an old round, and counts`)
          if (event.then.kind === 'retry' && event.then.budget.startsWith('pack:')) countRepair(`${name} ${event.then.budget}`)
          if (event.outcome.kind === 'succeeded') judged(name, event, event.verdicts, event.then.kind === 'outdated' ? '' : event.then.kind)
          break
        }
        case 'TasksReused':
          for (const { task, verdicts, then } of event.results) judged(`${event.run}/${event.stage}/${task}`, event, verdicts, then.kind)
          break
        case 'TasksReset':
          forgetRepairs(`${event.run}/${event.stage}`, event.tasks)
          break
        case 'StagesReworked':
          for (const { stage, tasks } of event.stages) {
            forgetRepairs(`${event.run}/${stage}`, tasks)
            if (tasks === undefined) reworkedAt.set(`${event.run}/${stage}`, position)
            else for (const task of tasks) reworkedAt.set(`${event.run}/${stage}/${task}`, position)
          }
          break
        case 'GateWaived': {
          const name = `${event.run}/${event.stage}/${event.task}`
          if (event.by === '' || event.reason === '') throw new Error(`${name}: a waiver without name or reason`)
          waived.set(name, new Set(waived.get(name)).add(event.gate))
          kept.get(name)?.delete(event.gate)
          break
        }
        default:
          break
      }
    },
    beforeStart(run, index, tasks, state) {
      const stage = state.runs.get(run)?.workflow.stages[index]
      for (const { stage: before, kind, order } of stage?.dependencies ?? []) {
        if (order) continue
        const results = state.runs.get(run)?.stages[before]?.results ?? new Map<number, unknown>()
        for (const task of kind === 'element' ? tasks : results.keys()) {
          if (results.has(task) && (kept.get(`${run}/${before}/${task}`)?.size ?? 0) > 0)
            throw new Error(`${stage?.name} starts with what a required gate of ${before}/${task} kept back`)
        }
      }
    },
  }
}
