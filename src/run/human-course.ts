/** How far work of people has come. */
export interface HumanCourse {
  /** Who does it; undefined: it is an approval. */
  by: string | undefined
  readonly votes: Vote[]
  /** Who decides in whose place. */
  readonly delegates: Map<string, string>
  /** When those who do it or decide were reminded last; the time it was asked for, if never. */
  remindedAt: number
  /** How often that was. */
  reminders: number
  /** It was told that it is overdue. */
  overdueTold: boolean
}

export interface Vote {
  readonly by: string
  readonly at: number
  readonly reason: string
}
