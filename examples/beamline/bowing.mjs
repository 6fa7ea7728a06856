import { alloyLattice } from './crystal.mjs'
import { colours, figureOf, panel } from './plot.mjs'

/** The lattice constants, less the straight line between the ends that were fitted, in thousandths of an Å. */
export function vegardFigure(samples, points, { silicon, germanium, bowing, bowing_error }) {
  const straight = (x) => alloyLattice(x, { silicon, germanium, bowing: 0 })
  const below = samples.map(({ x, lattice }, i) => ({ at: x, value: 1000 * (lattice - straight(x)), error: 1000 * points[i].error }))
  const curve = Array.from({ length: 101 }, (_, i) => [i / 100, -1000 * bowing * (i / 100) * (1 - i / 100)])
  const deepest = Math.min(-1, ...below.map(({ value, error }) => value - error))
  const p = panel({
    left: 90,
    top: 40,
    width: 520,
    height: 320,
    title: `Below Vegard's law: b = ${bowing.toFixed(4)} ± ${bowing_error.toFixed(4)} Å`,
    x: { from: 0, to: 1, label: 'share of germanium  x' },
    y: { from: 1.25 * deepest, to: -0.25 * deepest, label: 'a − straight line  [10^{−3} Å]' },
  })
  return figureOf(640, 430, 'Lattice constant of silicon-germanium against composition', [
    p.wrap(p.horizontal(0, '#6b7785', { dash: '5 4' }), p.line(curve, colours[0]), p.points(below, colours[0])),
  ])
}
