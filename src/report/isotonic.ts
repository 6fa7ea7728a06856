/** Something on a line: where it would like to be, how much it matters, how far it keeps from the one before it. */
export interface Item {
  readonly wish: number
  readonly weight: number
  readonly apart: number
}

/**
 * Puts things on a line in their order, each at least `apart` from the one before, so that the weighted
 * squares of their distances to their wishes are least. With the distances taken out this is isotonic
 * regression, which pooling neighbours that violate the order solves exactly (Barlow et al., 1972).
 */
export function placeInOrder(items: readonly Item[]): readonly number[] {
  const pools: { sum: number; weight: number; count: number }[] = []
  const offsets: number[] = []
  let offset = 0
  for (const item of items) {
    offset += offsets.length === 0 ? 0 : item.apart
    offsets.push(offset)
    pools.push({ sum: (item.wish - offset) * item.weight, weight: item.weight, count: 1 })
    for (;;) {
      const last = pools.at(-1)
      const before = pools.at(-2)
      if (last === undefined || before === undefined || before.sum / before.weight <= last.sum / last.weight) break
      pools.splice(-2, 2, { sum: before.sum + last.sum, weight: before.weight + last.weight, count: before.count + last.count })
    }
  }
  const places: number[] = []
  for (const { sum, weight, count } of pools) {
    for (let one = 0; one < count; one++) places.push(sum / weight + (offsets[places.length] ?? 0))
  }
  return places
}
