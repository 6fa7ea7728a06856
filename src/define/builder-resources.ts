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

/** When runs begin by themselves: one of `schedule`, `files`, `signal` and `webhook`. */
export interface StartSpec {
  readonly schedule?: string
  readonly timezone?: string
  readonly during?: string
  readonly files?: string
  readonly settle?: string
  readonly signal?: string
  readonly webhook?: true
  readonly overlap?: 'queue' | 'skip' | 'replace' | 'parallel'
  readonly missed?: 'once' | 'skip' | 'all'
  /** Values for parameters, such as `${{ occasion.path }}`. */
  readonly with?: { readonly [parameter: string]: string | number | boolean }
}

/** What the file says of times and of all people. */
export interface TimesSpec {
  readonly timezone?: string
  readonly start?: string
  readonly deadline?: string
  readonly priority?: number
  readonly share?: { readonly weight?: number }
  readonly calendar?: { readonly hours?: string; readonly holidays?: Texts }
}
