/** A point of a metric that came while its task ran: the line it came in, and its value; NaN and the infinities are texts. */
export type StreamPoint = readonly [line: number, value: number | string]

/**
 * At most `most` points of a series: of each of as many equal stretches as fit the least and the greatest, in order, so that no peak is lost; NaN
 * counts as a peak. The last point stays.
 */
export function thinned(points: readonly StreamPoint[], most: number): readonly StreamPoint[] {
  if (points.length <= most) return points
  const stretches = Math.max(1, Math.floor((most - 1) / 2))
  const kept = new Set<StreamPoint>()
  for (let at = 0; at < stretches; at++) {
    const part = points.slice(Math.floor((at * points.length) / stretches), Math.floor(((at + 1) * points.length) / stretches))
    const strange = part.find(([, value]) => typeof value === 'string')
    const [least, greatest] = extremes(part)
    for (const point of [strange ?? least, greatest]) if (point !== undefined) kept.add(point)
  }
  const last = points.at(-1)
  if (last !== undefined) kept.add(last)
  return points.filter((point) => kept.has(point))
}

function extremes(part: readonly StreamPoint[]): readonly [StreamPoint | undefined, StreamPoint | undefined] {
  let least: StreamPoint | undefined
  let greatest: StreamPoint | undefined
  for (const point of part) {
    if (typeof point[1] !== 'number') continue
    if (least === undefined || point[1] < Number(least[1])) least = point
    if (greatest === undefined || point[1] > Number(greatest[1])) greatest = point
  }
  return [least, greatest]
}
