import type { Text } from '#expression/text.ts'
import type { Base } from './event-base.ts'

/** What becomes true of work that waits for people, besides the end of its attempt. As in `events.ts`. */

/** One of those whom an approval asks has agreed. When they are as many as it needs, its attempt ends; a rejection ends it at once. */
export interface ApprovalGiven extends Base {
  readonly type: 'ApprovalGiven'
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly by: string
  readonly reason: string
  /** When it was said, in a run that this one took the place of; left out: now. */
  readonly saidAt?: number
}

/** Someone else does it, or decides, in the place of `from`. */
export interface WorkDelegated extends Base {
  readonly type: 'WorkDelegated'
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly from: string
  readonly to: string
}

/** Work still waits for these: they were reminded, or told that it is overdue by now. */
export interface PeopleReminded extends Base {
  readonly type: 'PeopleReminded'
  readonly stage: number
  readonly task: number
  readonly attempt: number
  /** Those who are asked; of overdue work also those to whom that is escalated. */
  readonly to: readonly string[]
  /** When it was or is due; left out: whenever. */
  readonly due?: number
  readonly overdue: boolean
}

/** Somebody outside was told of something, or could not be. It changes nothing that is decided. */
export interface NoticeEnded extends Base {
  readonly type: 'NoticeEnded'
  /** Which notice, of its run: see `noticesOf`. */
  readonly notice: string
  /** Which entry of the workflow's `notify`. */
  readonly channel: number
  readonly outcome: 'delivered' | 'failed'
  readonly tries: number
  /** Why it could not be delivered. Never holds a secret. */
  readonly detail?: string
}

/** What a person said of work that waits for people could not be taken. Nothing changed. */
export interface CommandRefused extends Base {
  readonly type: 'CommandRefused'
  readonly stage: number
  readonly task: number
  readonly command: 'answer' | 'approve' | 'reject' | 'delegate' | 'waive'
  readonly by: string
  readonly code: RefusalCode
  /** What is wrong with the answers, one by one. */
  readonly problems?: readonly { readonly code: string; readonly message: Text }[]
  /** As the sender called it. */
  readonly request?: string
}

export type RefusalCode =
  /** No such work waits for anybody: it is over, or was not asked for yet. */
  | 'not_waiting'
  /** It was asked for anew since: another attempt waits. */
  | 'outdated'
  /** A task is answered, an approval decided. */
  | 'other_kind'
  | 'other_person'
  | 'not_independent'
  | 'decided_already'
  | 'bad_answer'
  | 'unknown_output'
  | 'missing_output'
  | 'unknown_person'
  /** Who should take it over does something else. */
  | 'busy'
  | 'unknown_gate'
  /** A waiver needs one. */
  | 'no_reason'
