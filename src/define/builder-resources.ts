import type { Reference } from './builder-reference.ts'

/** Pools, people, instruments and hours as the builder takes them: the keys of the file, in the builder's spelling. */

export type Amount = number | string | Reference<unknown>
type Texts = string | readonly string[]

interface WhenThere {
  readonly hours?: string
  readonly timezone?: string
  readonly holidays?: Texts
  readonly windows?: Texts
  readonly bookings?: Texts
  readonly cost?: string
}

export interface PoolSpec extends WhenThere {
  readonly capacity: Amount
}

export interface PersonSpec extends Omit<WhenThere, 'windows'> {
  readonly name: string
  readonly roles?: Texts
  readonly away?: Texts
  readonly load?: number | string
  readonly email?: string
}

export interface InstrumentSpec extends WhenThere {
  readonly name: string
  readonly title?: string
  readonly capacity?: number
  readonly setup?: string
}

export type ResourcesSpec = {
  readonly people?: readonly PersonSpec[]
  readonly instruments?: readonly InstrumentSpec[]
} & { readonly [pool: string]: Amount | PoolSpec | readonly PersonSpec[] | readonly InstrumentSpec[] }

/** What the file says of times and of all people. */
export interface TimesSpec {
  readonly timezone?: string
  readonly start?: string
  readonly deadline?: string
  readonly priority?: number
  readonly share?: { readonly weight?: number }
  readonly calendar?: { readonly hours?: string; readonly holidays?: Texts }
}
