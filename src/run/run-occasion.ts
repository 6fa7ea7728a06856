/** What a run has begun on by itself. */
export interface RunOccasion {
  /** The entry of `starts`. */
  readonly start: string
  /** The same for the same occasion: a moment, a file as it was, a delivery. */
  readonly id: string
  /** UTC ms. */
  readonly at: number
}
