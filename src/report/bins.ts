/**
 * How much of something was there over time, as means over equal spans. An interval costs the same however
 * long it is: its whole bins are kept as a difference, its two ends as what they cover.
 */
export class Bins {
  readonly from: number
  readonly to: number
  readonly width: number
  private readonly steps: Float64Array
  private readonly ends: Float64Array

  constructor(from: number, to: number, count: number) {
    this.from = from
    this.to = Math.max(to, from + 1)
    this.width = (this.to - this.from) / count
    this.steps = new Float64Array(count + 1)
    this.ends = new Float64Array(count)
  }

  /** `amount` was there from `start` to `end`. */
  add(start: number, end: number, amount: number): void {
    const count = this.ends.length
    const a = Math.max(0, Math.min(count, (start - this.from) / this.width))
    const b = Math.max(a, Math.min(count, (end - this.from) / this.width))
    const first = Math.min(count - 1, Math.floor(a))
    const last = Math.min(count - 1, Math.floor(b))
    if (first === last) {
      this.ends[first] = (this.ends[first] ?? 0) + (b - a) * amount
      return
    }
    this.ends[first] = (this.ends[first] ?? 0) + (first + 1 - a) * amount
    this.ends[last] = (this.ends[last] ?? 0) + (b - last) * amount
    this.steps[first + 1] = (this.steps[first + 1] ?? 0) + amount
    this.steps[last] = (this.steps[last] ?? 0) - amount
  }

  means(): readonly number[] {
    let level = 0
    return Array.from(this.ends, (end, bin) => {
      level += this.steps[bin] ?? 0
      return Math.max(0, Math.round((level + end) * 1e4) / 1e4)
    })
  }
}
