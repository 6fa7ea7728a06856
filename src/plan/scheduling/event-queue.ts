/** Moments to come and what happens then, as numbers: a binary heap in typed arrays. */
export interface EventQueue {
  times: Float64Array
  codes: Int32Array
  size: number
}

export function eventQueue(): EventQueue {
  return { times: new Float64Array(1024), codes: new Int32Array(1024), size: 0 }
}

export function addEvent(queue: EventQueue, time: number, code: number): void {
  if (queue.size === queue.times.length) grow(queue)
  const { times, codes } = queue
  let at = queue.size++
  while (at > 0) {
    const up = (at - 1) >> 1
    if ((times[up] as number) <= time) break
    times[at] = times[up] as number
    codes[at] = codes[up] as number
    at = up
  }
  times[at] = time
  codes[at] = code
}

/** The code of the first event; takes it out. The queue is not empty. */
export function takeEvent(queue: EventQueue): number {
  const { times, codes } = queue
  const first = codes[0] as number
  const size = --queue.size
  const time = times[size] as number
  const code = codes[size] as number
  let at = 0
  for (let child = 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && (times[child + 1] as number) < (times[child] as number)) child++
    if ((times[child] as number) >= time) break
    times[at] = times[child] as number
    codes[at] = codes[child] as number
    at = child
  }
  times[at] = time
  codes[at] = code
  return first
}

function grow(queue: EventQueue): void {
  const times = new Float64Array(queue.size * 2)
  const codes = new Int32Array(queue.size * 2)
  times.set(queue.times)
  codes.set(queue.codes)
  queue.times = times
  queue.codes = codes
}
