import type { Place } from './problem.ts'

/** What somebody outside can be told of a run. */
export const noticeKinds = ['waiting', 'reminder', 'overdue', 'gate_failed', 'finished', 'deadline'] as const

export type NoticeKind = (typeof noticeKinds)[number]

/** One entry of `notify`: of what is told, and how. */
export interface Channel {
  readonly when: readonly NoticeKind[]
  readonly way: Way
  readonly language: 'en' | 'ko'
  readonly at: Place
}

export type Way =
  /** A shell command, run in the folder of the workflow file. */
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'webhook'; readonly url: Given; readonly headers: readonly { readonly name: string; readonly value: Given }[] }
  | {
      readonly kind: 'email'
      /** Persons, roles, addresses, and `asked`: those whose work it is about. */
      readonly to: readonly string[]
      readonly from: string
      /** HOST or HOST:PORT. */
      readonly server: Given
      readonly user: Given | undefined
      readonly password: Given | undefined
      /** `starttls`: plain until both agree to encrypt, which they must. `none`: only to this machine. */
      readonly security: 'starttls' | 'tls' | 'none'
    }

/** A text of the file, or what an environment variable holds when it is needed: that is never journalled or shown. */
export type Given = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'environment'; readonly name: string }
