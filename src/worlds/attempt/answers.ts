import type { Input } from '#run/inputs.ts'
import type { Outcome } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import type { Active } from './active.ts'
import type { EffectOf, ExecutorTools } from './executor.ts'
import { gathered, prepare } from './starting.ts'

/** Attempts that were started or adopted and are not answered yet. Each is answered exactly once. */
export interface Answers {
  readonly actives: ReadonlyMap<string, Active>
  /** Those of a bundle that have something to run, in order. The others are answered, or are under way already. */
  take(effect: EffectOf<'start' | 'adopt'>, state: State): Active[]
  /** One that is known in another way; false: it is under way already. */
  add(active: Active): boolean
  answer(active: Active, outcome: Outcome): void
  /** Names of attempts whose ends these are: they are journalled. */
  journalled(inputs: readonly Input[]): string[]
}

export function createAnswers(tools: ExecutorTools): Answers {
  const actives = new Map<string, Active>()
  const names = new Map<Input, string>()
  const { outbox } = tools

  function answer(active: Active, outcome: Outcome): void {
    if (actives.get(active.name) !== active) return
    actives.delete(active.name)
    const { run, task, attempt } = active.spec
    const input: Input = { type: 'ended', run, stage: active.stage, task, attempt, outcome }
    names.set(input, active.name)
    outbox.push(input)
  }

  return {
    actives,
    add(active) {
      if (actives.has(active.name)) return false
      actives.set(active.name, active)
      return true
    },
    answer,
    take(effect, state) {
      const bundle: Active[] = []
      for (const prepared of prepare(effect, state, tools)) {
        if ('over' in prepared) {
          const { task, attempt, over: outcome } = prepared
          outbox.push({ type: 'ended', run: effect.run, stage: effect.stage, task, attempt, outcome })
          continue
        }
        const { active } = prepared
        if (actives.has(active.name)) continue
        actives.set(active.name, active)
        if (active.spec.script === undefined) answer(active, gathered(active, tools.now()))
        else bundle.push(active)
      }
      return bundle
    },
    journalled(inputs) {
      const done: string[] = []
      for (const input of inputs) {
        const name = names.get(input)
        if (name !== undefined) done.push(name)
        names.delete(input)
      }
      return done
    },
  }
}
