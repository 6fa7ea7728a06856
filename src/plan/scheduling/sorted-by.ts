/** Indices in the order of their times, equal ones by index. */
export function sortedBy(times: ArrayLike<number>): Int32Array {
  const order = Int32Array.from(times, (_, i) => i)
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
}

/** The first place in `order` whose time is at least `at`. */
export function firstFrom(order: Int32Array, times: ArrayLike<number>, at: number): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[order[middle] as number] as number) < at) low = middle + 1
    else high = middle
  }
  return low
}
