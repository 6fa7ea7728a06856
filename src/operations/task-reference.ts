import { nearest } from '#expression/nearest.ts'
import type { Workflow } from '#model/workflow.ts'
import { findTask, labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import { Failure } from './failure.ts'

/** A stage, or one task of it, as a person names it: `sample`, `sample/3`, `sample/L=8,T=2.1`. */
export interface TaskReference {
  readonly stage: number
  readonly task: number | undefined
}

const labelsCompared = 1000

export function findStage(workflow: Workflow, name: string): number {
  const found = workflow.stages.findIndex((stage) => stage.name === name)
  if (found >= 0) return found
  const all = workflow.stages.map((stage) => stage.name)
  const near = nearest(name, all)
  const names = all.length > 20 ? [...all.slice(0, 20), '…'] : all
  const said = { en: `The workflow has no stage “${name}”.`, ko: `워크플로에 “${name}”이라는 단계가 없습니다.` }
  const list = { en: `Its stages: ${names.join(', ')}.`, ko: `단계: ${names.join(', ')}.` }
  const meant = near === undefined ? { en: '', ko: '' } : { en: `Did you mean \`${near}\`? `, ko: `\`${near}\`을(를) 뜻했나요? ` }
  throw new Failure('unknown_stage', said, { hint: { en: meant.en + list.en, ko: meant.ko + list.ko } })
}

/** What a person means by STAGE[/TASK] in a run. */
export function findReference(run: RunState, text: string): TaskReference {
  const slash = text.indexOf('/')
  const stage = findStage(run.workflow, slash < 0 ? text : text.slice(0, slash))
  if (slash < 0) return { stage, task: undefined }
  const wanted = text.slice(slash + 1)
  const task = findTask(run, stage, wanted)
  if (task !== undefined) return { stage, task }
  const count = run.stages[stage]?.count
  const name = run.workflow.stages[stage]?.name ?? ''
  if (count === undefined) {
    throw new Failure('unknown_task', { en: `The tasks of ${name} are not known yet.`, ko: `${name}의 작업은 아직 정해지지 않았습니다.` })
  }
  const said = {
    en: `${name} has no task “${wanted}”; it has ${count}.`,
    ko: `${name}에 “${wanted}”이라는 작업이 없습니다. 작업은 ${count}개입니다.`,
  }
  const labels = Array.from({ length: Math.min(count, labelsCompared) }, (_, index) => labelOf(run, stage, index))
  const near = nearest(wanted, labels) ?? labels[0] ?? ''
  const example = near === '' ? `${name}/0` : `${name}/${near}`
  throw new Failure('unknown_task', said, { hint: { en: `For example ${example}.`, ko: `예: ${example}` } })
}
