/** Activities that wait for room and hold the same when they get it, the smallest key first: a binary heap. */
export interface WaitingLine {
  readonly items: number[]
  /** Where it stands among the lines; -1: it is not there. */
  at: number
  /** The next moment at which it will be asked again. */
  wakeAt: number
}

/** Lines of waiting activities, the one whose first has the smallest key in front. */
export interface WaitingLines {
  readonly keys: Float64Array
  readonly lines: WaitingLine[]
}

export function enter(waiting: WaitingLines, line: WaitingLine, activity: number): void {
  const { keys } = waiting
  const { items } = line
  let at = items.push(activity) - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    if (!isBefore(keys, activity, items[up] as number)) break
    items[at] = items[up] as number
    at = up
  }
  items[at] = activity
  if (line.at < 0) line.at = waiting.lines.push(line) - 1
  if (at === 0) rise(waiting, line)
}

/** Takes the first of the line out. */
export function leave(waiting: WaitingLines, line: WaitingLine): void {
  const { keys } = waiting
  const { items } = line
  const last = items.pop() as number
  const size = items.length
  if (size === 0) {
    remove(waiting, line)
    return
  }
  let at = 0
  for (let child = 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && isBefore(keys, items[child + 1] as number, items[child] as number)) child++
    if (!isBefore(keys, items[child] as number, last)) break
    items[at] = items[child] as number
    at = child
  }
  items[at] = last
  sink(waiting, line)
}

/** Takes a line out of the lines for the moment; `enterLine` puts it back. */
export function remove({ keys, lines }: WaitingLines, line: WaitingLine): void {
  const last = lines.pop()
  const at = line.at
  line.at = -1
  if (last === undefined || last === line) return
  lines[at] = last
  last.at = at
  sink({ keys, lines }, last)
  rise({ keys, lines }, last)
}

export function enterLine(waiting: WaitingLines, line: WaitingLine): void {
  line.at = waiting.lines.push(line) - 1
  rise(waiting, line)
}

function rise({ keys, lines }: WaitingLines, line: WaitingLine): void {
  const first = line.items[0] as number
  while (line.at > 0) {
    const up = lines[(line.at - 1) >> 1] as WaitingLine
    if (!isBefore(keys, first, up.items[0] as number)) return
    swap(lines, line, up)
  }
}

function sink({ keys, lines }: WaitingLines, line: WaitingLine): void {
  const first = line.items[0] as number
  for (;;) {
    const left = lines[2 * line.at + 1]
    if (left === undefined) return
    const right = lines[2 * line.at + 2]
    const child = right !== undefined && isBefore(keys, right.items[0] as number, left.items[0] as number) ? right : left
    if (!isBefore(keys, child.items[0] as number, first)) return
    swap(lines, line, child)
  }
}

function swap(lines: WaitingLine[], a: WaitingLine, b: WaitingLine): void {
  const at = a.at
  a.at = b.at
  b.at = at
  lines[a.at] = a
  lines[b.at] = b
}

function isBefore(keys: Float64Array, a: number, b: number): boolean {
  const keyA = keys[a] as number
  const keyB = keys[b] as number
  return keyA < keyB || (keyA === keyB && a < b)
}
