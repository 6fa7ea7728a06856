import type { Json } from '#model/json.ts'
import type { Start } from '#model/starts.ts'

/** Something that a run is to begin on. */
export interface Occasion {
  /** The entry of `starts`. */
  readonly start: string
  /** The same for the same occasion, whoever sees it and however often. */
  readonly id: string
  /** UTC ms: the moment that was meant, when a file had come to rest, when it was sent. */
  readonly at: number
  /** Absolute path of a file. */
  readonly path?: string
  /** What a signal or a webhook tells. */
  readonly data?: Json
}

/** A workflow file that is served, as it is now. */
export interface Served {
  /** Absolute path. */
  readonly file: string
  readonly name: string
  readonly starts: readonly Start[]
}
