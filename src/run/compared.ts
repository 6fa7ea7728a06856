import type { Json } from '#model/json.ts'

/** A comparison that was made, with both sides as they were. */
export interface Compared {
  readonly left: Json
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!='
  readonly right: Json
  /** Distance to the threshold, positive on the passing side, with its unit; left out: equality, or no numbers. */
  readonly margin?: Json
  /** The same in standard errors of that distance; left out: neither side is uncertain. */
  readonly sigmas?: number
}
