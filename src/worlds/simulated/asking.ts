import { invariant } from '#model/invariant.ts'
import type { Effect } from '#run/effect.ts'
import type { HumanCommand, Input } from '#run/inputs.ts'
import { optionOf } from '#run/look.ts'
import { questionsOf } from '#run/questions.ts'
import type { State } from '#run/state.ts'
import type { Agenda } from './agenda.ts'
import type { Behaviour, SimulatedAttempt } from './behaviour.ts'
import type { Chance } from './faults.ts'
import type { Happening, Pending } from './happening.ts'
import { whatPeopleSay } from './people.ts'

type Ask = Extract<Effect, { type: 'ask' }>
type Question = Extract<Effect, { type: 'question' }>

/** Puts what people will say on the agenda when they are asked, and takes it off when they are not any more. */
export function createAsking(
  behaviour: (attempt: SimulatedAttempt) => Behaviour,
  chance: Chance,
  agenda: Agenda<Happening>,
  letPass: (run: string, stage: number, task: number) => boolean = () => true,
) {
  const pending = new Map<string, Pending>()

  function withdraw({ run, stage, task }: Pick<Ask, 'run' | 'stage' | 'task'>): void {
    const id = `${run}/${stage}/${task}`
    const known = pending.get(id)
    if (known !== undefined) known.stopped = true
    pending.delete(id)
  }

  /** Somebody looks at what gates have kept back, and lets it pass or not. */
  function judge({ run, stage, task }: Question, state: State, now: number): void {
    const question = questionsOf(state, run).find((one) => one.stage === stage && one.task === task)
    if (question === undefined) return
    const by = question.persons === undefined ? 'somebody' : (question.persons[0] ?? '')
    const type = letPass(run, stage, task) ? 'approve' : 'reject'
    agenda.add(now + chance.hesitate(lookMs), { input: inputOf({ type, run, stage, task, by, reason: 'simulated' }), pending: undefined })
  }

  return {
    withdraw,
    /** Asked anew, as of another person: what was to be said to the first question is not. */
    ask(effect: Ask | Question, state: State, now: number): void {
      if (effect.type === 'question') {
        judge(effect, state, now)
        return
      }
      const run = state.runs.get(effect.run)
      invariant(run !== undefined, 'effects name runs that are there')
      const { stage, task, attempt } = effect
      withdraw(effect)
      const asked: Pending = { attempt, stopped: false }
      pending.set(`${effect.run}/${stage}/${task}`, asked)
      const chosen = behaviour({ state, run, stage, task, attempt, at: now, option: optionOf(state, effect.run, stage, task) })
      for (const { at, command } of whatPeopleSay(effect, state, now, { ...chosen, wallMs: chance.hesitate(chosen.wallMs) })) {
        for (const early of chance.intrude(command)) agenda.add(Math.max(now, at - 1), { input: inputOf(early), pending: asked })
        agenda.add(at, { input: inputOf(command), pending: asked })
        for (const delay of chance.repeats()) agenda.add(at + delay, { input: inputOf(command), pending: undefined })
      }
    },
  }
}

/** How long someone takes to look at a result. */
const lookMs = 600_000

function inputOf(command: HumanCommand): Input {
  return { type: 'command', command }
}
