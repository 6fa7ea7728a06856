import type { Choice } from './branching-events.ts'
import { isChosen } from './choosing.ts'
import type { DecidedOn, Reason } from './explanation.ts'
import type { OwnedStage } from './owned.ts'

/** Why a task that no branch leads to was skipped: what was chosen in its place, and on which values. */
export function explainNotChosen(stage: OwnedStage, task: number): readonly Reason[] {
  return stage.definition.dependencies.flatMap(({ stage: index, kind, branches }): Reason[] => {
    const decider = stage.run.stages[index]
    if (decider === undefined || branches === undefined) return []
    if (isChosen(decider, branches, kind === 'element' ? task : undefined)) return []
    const choice = kind === 'element' ? decider.chosen?.byTask.get(task) : decider.chosen?.byTask.values().next().value
    return choice === undefined ? [] : [{ code: 'not_chosen', stage: decider.definition.name, ...decidedOn(decider, choice) }]
  })
}

/** What a task has decided, and on which values. Nothing: it decides nothing. */
export function explainDecided(stage: OwnedStage, task: number): readonly Reason[] {
  const choice = stage.chosen?.byTask.get(task)
  const end = stage.loopEnds?.get(task)
  const turns = stage.definition.loop?.turns ?? []
  if (end !== undefined) {
    const last = stage.run.stages[end.last]?.definition.name ?? ''
    return [{ code: 'looped', turns: 1 + turns.indexOf(end.last), atMost: turns.length, last, enough: end.enough }]
  }
  const { group } = stage.definition
  if (group !== undefined) return [{ code: 'grouped', part: group.part, shown: shownBy(stage, task) }]
  return choice === undefined ? [] : [{ code: 'decided', ...decidedOn(stage, choice) }]
}

function shownBy({ run, definition }: OwnedStage, task: number): readonly { readonly name: string; readonly stage: string }[] {
  const there = (stage: number, what: 'outputs' | 'metrics', name: string) =>
    run.stages[stage]?.results.get(task)?.[what][name] !== undefined
  const found = (what: 'outputs' | 'metrics') =>
    (definition.group?.[what] ?? []).flatMap(({ name, from }) => {
      const place = from.find((one) => there(one.stage, what, one.name))
      return place === undefined ? [] : [{ name, stage: run.stages[place.stage]?.definition.name ?? '' }]
    })
  return [...found('outputs'), ...found('metrics')]
}

function decidedOn({ definition }: OwnedStage, { name, asked }: Choice): DecidedOn {
  const conditions = asked.map(({ branch, held, measured }) => ({
    ...{ branch: definition.decision?.branches[branch]?.name ?? '', held, measured },
    condition: definition.decision?.branches[branch]?.condition?.source ?? '',
  }))
  return { chosen: name, conditions }
}
