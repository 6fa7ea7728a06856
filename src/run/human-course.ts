/** How far work of people has come. */
export interface HumanCourse {
  /** Who does it; undefined: it is an approval. */
  by: string | undefined
  readonly votes: Vote[]
  /** Who decides in whose place. */
  readonly delegates: Map<string, string>
}

export interface Vote {
  readonly by: string
  readonly at: number
  readonly reason: string
}
