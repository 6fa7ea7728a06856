import type { Baseline } from '#model/baseline.ts'
import type { Json } from '#model/json.ts'
import type { Reading } from './coordination-events.ts'
import type { TasksOf } from './course-events.ts'
import type { NoticeEnded } from './human-events.ts'
import type { InterventionCommand } from './intervention-events.ts'
import type { Artefact, Outcome, Result } from './outcome.ts'
import type { PlannedStage } from './planned-stage.ts'
import type { RunOccasion } from './run-occasion.ts'
import type { ShareGiven } from './shares.ts'
import type { MetricsStreamed } from './stream-events.ts'

/** What reaches the decision core: things that happened in the world, commands of people, and time. */
export type Input =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'resolved'; readonly run: string; readonly stage: number; readonly tasks: readonly ResolvedTask[] }
  /** Late and repeated reports carry an old attempt number and change nothing. */
  | {
      readonly type: 'ended'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      readonly outcome: Outcome
    }
  /** Metrics of an attempt that runs. Lines that were told before change nothing. */
  | {
      readonly type: 'streamed'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      readonly seen: MetricsStreamed['seen']
      readonly points: MetricsStreamed['points']
    }
  /** Names of pieces that a running attempt has handed on, fingerprinted and published, in order. Those that were told before change nothing. */
  | {
      readonly type: 'pieces'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      readonly pieces: readonly Artefact[]
      /** The next one cannot be handed on, and why. */
      readonly trouble?: string
    }
  /** What is known of a condition of the surroundings, when it was looked at. */
  | { readonly type: 'observed'; readonly run: string; readonly condition: number; readonly reading: Reading }
  /** Time has come: a deadline asked for by a `wake` effect has passed. */
  | { readonly type: 'tick' }

export interface ResolvedTask {
  readonly task: number
  /** The attempt number that this key is for: a retry may have changed parameters since. */
  readonly attempt: number
  readonly key: string
  /** Fingerprints of the files beside the workflow that went into the key, by path. */
  readonly inputs?: { readonly [path: string]: string }
  /** A result with the same key, from this store. `discarded` names temporary outputs that are gone. */
  readonly found?: { readonly result: Result; readonly discarded: readonly string[] }
  /** An input that is missing or unreadable: the task fails as `bad_input`. */
  readonly problem?: string
}

/** What people and other processes ask for, through the inbox. */
export type Command =
  | {
      readonly type: 'start'
      readonly run: string
      readonly name: string
      readonly definition: string
      /** Texts of the workflow files that stand for stages of it, by their paths. */
      readonly files?: { readonly [path: string]: string }
      /** Texts of the rule packs that it names. */
      readonly packs?: { readonly [name: string]: string }
      readonly file: string
      readonly parameters: { readonly [name: string]: Json }
      readonly pools: { readonly [name: string]: number }
      readonly until?: readonly number[]
      readonly fingerprint: string
      /** What was foretold of this run. */
      readonly baseline?: Baseline
      /** What runs when, by the plan that was made of it. */
      readonly planned?: readonly PlannedStage[]
      /** Who starts it: an independent approval cannot be his. */
      readonly startedBy?: string
      /** What is said of sharing. */
      readonly share?: ShareGiven
      /** What it begins on by itself; left out: somebody has started it. */
      readonly occasion?: RunOccasion
      /** The world for stages that name none; left out: this machine. */
      readonly on?: string
      /** Absolute path of the site profile; left out: none was named. */
      readonly site?: string
      /** It takes the place of another run; left out: of none. */
      readonly replaces?: Replacing
      /** Stages whose results are made anew, whatever the store has; left out: none. */
      readonly anew?: readonly number[]
    }
  | { readonly type: 'pause'; readonly run: string; readonly reason: string }
  | { readonly type: 'unpause'; readonly run: string }
  | { readonly type: 'cancel'; readonly run: string; readonly reason: string }
  | { readonly type: 'retry'; readonly run: string; readonly stage?: number; readonly tasks?: readonly number[] }
  | SignalCommand
  | InterventionCommand
  | HumanCommand
  /** A notice was delivered, or given up. */
  | ({ readonly type: 'noticed'; readonly run: string } & Pick<NoticeEnded, 'notice' | 'channel' | 'outcome' | 'tries' | 'detail'>)
  /** What a person says of a quality issue; also of a run that is over. */
  | {
      readonly type: 'issue'
      readonly run: string
      readonly issue: number
      readonly action: 'assigned' | 'resolved' | 'reopened'
      readonly by: string
      readonly to?: string
      readonly reason: string
    }

/** The run that another one takes the place of. */
export interface Replacing {
  readonly run: string
  /** It goes on, and is cancelled. False: it is over. Where that is not so any more, somebody was faster, and nothing is started. */
  readonly active: boolean
  /** Attempts of it that go on, by stage: the new run waits for the same. */
  readonly keep: readonly TasksOf[]
  /** Keys that the new run will ask for: what is running under one of them when the time comes goes on too; left out: none. */
  readonly wanted?: readonly string[]
  /** Runs that it took the place of in its turn, the newest first; left out: none. */
  readonly before?: readonly string[]
}

/** A signal from outside. */
export interface SignalCommand {
  readonly type: 'signal'
  readonly run: string
  readonly signal: string
  /** By field, as text (`12.5 keV`) or as JSON. */
  readonly values: { readonly [field: string]: Json }
  /** Chosen by the sender: the same one is received once. */
  readonly id: string
  /** Who or what sends it. */
  readonly from: string
}

/** What people say of work that waits for them. What cannot be is refused, with an event that carries `request`. */
export type HumanCommand = Answer | Decision | Delegation | Waiver

interface OfPeople {
  readonly run: string
  readonly stage: number
  readonly task: number
  /** The attempt that was shown; left out: whichever waits. */
  readonly attempt?: number
  /** Chosen by the sender, to find what became of it. */
  readonly request?: string
}

/** A `task` is done. */
export interface Answer extends OfPeople {
  readonly type: 'answer'
  readonly by: string
  /** By field of the form, as text (`12.5 mg`) or as JSON. */
  readonly values: { readonly [field: string]: Json }
  /** What is handed in, already published. */
  readonly outputs?: { readonly [output: string]: Artefact }
}

/** What an `approval` asks for, or a gate that asks what becomes of a result. */
export interface Decision extends OfPeople {
  readonly type: 'approve' | 'reject'
  readonly by: string
  readonly reason?: string
}

/** Another does it, or decides, in someone's place. */
export interface Delegation extends OfPeople {
  readonly type: 'delegate'
  readonly from: string
  readonly to: string
}

/** A gate's results are let pass by a person with a reason. `tasks` left out: all that it keeps back; `task` is the first of them. */
export interface Waiver extends OfPeople {
  readonly type: 'waive'
  readonly gate: string
  readonly tasks?: readonly number[]
  readonly by: string
  readonly reason: string
}
