import { readAnswers } from '#define/answers.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { recordOf } from '#expression/record.ts'
import { valueToJson } from '#expression/show.ts'
import type { SentSignal } from '#model/coordination.ts'
import type { Json } from '#model/json.ts'
import type { RunEvent } from './events.ts'
import { isGoingOn } from './going-on.ts'
import type { SignalCommand } from './inputs.ts'
import { gateNames } from './judge.ts'
import { decisionNames } from './names.ts'
import type { Result } from './outcome.ts'
import type { OwnedRun, OwnedStage, OwnedState } from './owned.ts'

/** What a signal from outside, or from another run, means to a run: it has come, or does not fit what this run declares. */
export function received(run: OwnedRun, { signal, values, id, from }: Omit<SignalCommand, 'type' | 'run'>, now: number): RunEvent[] {
  if (run.signals.all.has(id)) return []
  const base = { run: run.id, at: now, signal, id, from }
  const declared = run.workflow.coordination?.signals.find(({ name }) => name === signal)
  if (declared === undefined) return [{ type: 'SignalRefused', ...base, problems: [unknown(signal)] }]
  const read = readAnswers(declared.fields, values, recordOf({}))
  if (read.problems.length === 0) return [{ type: 'SignalReceived', ...base, data: read.values }]
  return [{ type: 'SignalRefused', ...base, problems: read.problems.map(({ code, message }) => ({ code, message })) }]
}

function unknown(signal: string) {
  return {
    code: 'unknown_signal',
    message: { en: `This run knows no signal \`${signal}\`.`, ko: `이 실행에는 \`${signal}\` 신호가 없습니다.` },
  }
}

type Made = Pick<Result, 'metrics' | 'outputs'>

/** Why a task cannot send what it is to send; undefined: it can. */
export function sendTrouble(stage: OwnedStage, task: number, made: Made): string | undefined {
  for (const send of stage.definition.coordination?.sends ?? []) {
    const declared = stage.run.workflow.coordination?.signals[send.signal]
    if (declared === undefined) continue
    const values = dataOf(stage, task, send, made)
    if (typeof values === 'string') return `send.${declared.name}: ${values}`
    const [problem] = readAnswers(declared.fields, values, recordOf({})).problems
    if (problem !== undefined) return `send.${declared.name}: ${problem.message.en}`
  }
  return undefined
}

/** A text says why it cannot be evaluated. */
function dataOf(stage: OwnedStage, task: number, { data }: SentSignal, made: Made): { readonly [field: string]: Json } | string {
  const names = decisionNames(stage, task, gateNames(stage, made))
  try {
    return Object.fromEntries(data.map(({ name, value }) => [name, valueToJson(value.evaluate(names))]))
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

const madeNothing: Made = { metrics: {}, outputs: {} }

/** The signals of a task that is done, to every run that is there to receive them. */
export function signalsOf(state: OwnedState, stage: OwnedStage, task: number, now: number): RunEvent[] {
  const { run, definition } = stage
  return (definition.coordination?.sends ?? []).flatMap((send): RunEvent[] => {
    const signal = run.workflow.coordination?.signals[send.signal]?.name ?? ''
    const values = dataOf(stage, task, send, stage.results.get(task) ?? madeNothing)
    const from = `${run.id}/${definition.name}/${task}`
    const told = typeof values === 'string' ? {} : values
    const events = receiversOf(state, run, send, signal).flatMap((receiver) =>
      received(receiver, { signal, values: told, id: `${from}/${signal}`, from }, now),
    )
    const to = events.flatMap((event) => (event.type === 'SignalReceived' ? [event.run] : []))
    return [{ type: 'SignalSent', run: run.id, at: now, stage: definition.index, task, signal, to }, ...events]
  })
}

function receiversOf({ runs }: OwnedState, own: OwnedRun, { to }: SentSignal, signal: string): readonly OwnedRun[] {
  if (to.kind === 'run') return [own]
  return [...runs.values()].filter(
    (run) =>
      isGoingOn(run) &&
      (to.kind !== 'workflow' || run.workflow.name === to.name) &&
      run.workflow.coordination?.signals.some(({ name }) => name === signal) === true,
  )
}
