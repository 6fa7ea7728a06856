/** What every event says: of which run it is, and when it became true, in UTC ms. */
export interface Base {
  readonly run: string
  readonly at: number
}
