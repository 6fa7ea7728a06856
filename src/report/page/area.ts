import { type Markup, markup } from '../markup.ts'

/** A stepped area over equal spans, stretched over the whole width: `most` reaches `height`. */
export function area(values: readonly number[], most: number, height: number): Markup {
  const top = Math.max(most, 1e-9)
  const y = (value: number) => (100 - Math.min(1, value / top) * 100).toFixed(1)
  let path = 'M0 100'
  values.forEach((value, at) => {
    if (at === 0 || y(value) !== y(values[at - 1] ?? 0)) path += `L${at} ${y(values[at - 1] ?? value)}V${y(value)}`
  })
  path += `H${values.length}V100Z`
  return markup`<svg x="0" y="4" width="100%" height="${height}" viewBox="0 0 ${values.length} 100" preserveAspectRatio="none"><path class="area" d="${path}"/></svg>`
}
