/** First in, first out; taking from the front costs nothing however long the line is. */
export interface Line<T> {
  items: T[]
  head: number
}

export function createLine<T>(): Line<T> {
  return { items: [], head: 0 }
}

export function frontOf<T>(line: Line<T>): T | undefined {
  return line.items[line.head]
}

export function dropFront<T>(line: Line<T>): void {
  line.head++
  if (line.head > 1024 && line.head * 2 > line.items.length) {
    line.items = line.items.slice(line.head)
    line.head = 0
  }
}

/** Task indices in the order they came, neighbours kept as one range: a million of them cost two numbers. */
export interface RangeLine {
  readonly ranges: Line<{ from: number; count: number }>
}

export function createRangeLine(): RangeLine {
  return { ranges: createLine() }
}

export function pushRange({ ranges }: RangeLine, from: number, count: number): void {
  const last = ranges.items.length > ranges.head ? ranges.items[ranges.items.length - 1] : undefined
  if (last !== undefined && last.from + last.count === from) last.count += count
  else ranges.items.push({ from, count })
}

/** Takes tasks from the front as long as `gone` says so. Returns whether anything is left. */
export function trimRanges({ ranges }: RangeLine, gone: (task: number) => boolean): boolean {
  for (let range = frontOf(ranges); range !== undefined; range = frontOf(ranges)) {
    while (range.count > 0 && gone(range.from)) {
      range.from++
      range.count--
    }
    if (range.count > 0) return true
    dropFront(ranges)
  }
  return false
}
