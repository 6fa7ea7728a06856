/** An output whose files are handed on one by one while they are made, and how many they may be. */
export interface Streamed {
  /** More than so many pieces fail the task. */
  readonly atMost: number
  /** When so many wait for those who take them, the task that makes them is stopped where it is. */
  readonly backlog: number
  /** How many are expected, for plans; undefined: nobody says. */
  readonly expect: number | undefined
}

/** What `stream: true` stands for. */
export const streamDefaults = { atMost: 10_000, backlog: 100 } as const

/** The stage that stands for the pieces of a stage's output. */
export const piecesName = (stage: string, output: string) => `${stage}.${output}`
