import { valueAt } from './curves.mjs'
import { colours, figureOf, panel } from './plot.mjs'
import { correction, omega } from './scaling.mjs'

const exactColour = '#6b7785'

/** The figure of the study: Binder's cumulant near the transition, the way from crossings to Tc, and the susceptibility. */
export function figure(points, found, exactTc) {
  const sizes = found.curves.map(({ size }) => size)
  const colourOf = (size) => colours[sizes.indexOf(size) % colours.length]
  return figureOf(980, 800, '2D Ising model: critical temperature by finite-size scaling', [
    cumulants(points, found, exactTc, colourOf),
    extrapolation(found, exactTc),
    susceptibility(points, sizes, exactTc, colourOf),
  ])
}

function cumulants(points, { curves, crossings, tc }, exactTc, colourOf) {
  const from = exactTc - 0.075
  const to = exactTc + 0.075
  const p = panel({
    left: 80,
    top: 40,
    width: 860,
    height: 330,
    title: 'Binder cumulant: all sizes meet at the critical temperature',
    x: { from, to, label: 'temperature  k_{B}T / J' },
    y: { from: 0.45, to: 0.67, label: 'U₄ = 1 − ⟨m⁴⟩ / 3⟨m²⟩²' },
  })
  return p.wrap(
    p.vertical(exactTc, exactColour, { dash: '5 4' }),
    curves.map((curve) =>
      p.line(
        along(Math.max(from, curve.from), Math.min(to, curve.to), (T) => valueAt(curve.u4, curve, T)),
        colourOf(curve.size),
      ),
    ),
    curves.map(({ size }) =>
      p.points(
        points.filter(({ L }) => L === size).map(({ T, u4, u4_error }) => ({ at: T, value: u4, error: u4_error })),
        colourOf(size),
      ),
    ),
    crossings.map(({ T, u4 }) => p.points([{ at: T, value: u4 }], '#1f2933', { radius: 7, fill: 'none' })),
    p.legend(
      curves.map(({ size }) => ({ label: `L = ${size}`, colour: colourOf(size) })),
      22,
      225,
    ),
    p.legend([{ label: 'crossing of successive sizes', colour: '#1f2933' }], 22, 305),
    p.text(`exact: 2/ln(1+√2) = ${exactTc.toFixed(6)}`, 440, 22, { colour: exactColour }),
    p.text('(error bars of points are mostly smaller than the circles)', 22, 210, { colour: exactColour, size: 11 }),
    p.text(`measured: ${tc.value.toFixed(5)} ± ${tc.error.toFixed(5)}`, 440, 42, { size: 14 }),
  )
}

function extrapolation({ crossings, tc }, exactTc) {
  const at = (crossing) => correction(crossing, omega) * 1000
  const last = Math.max(...crossings.map(at)) * 1.12
  const errors = crossings.map(({ T_error }) => T_error)
  const low = Math.min(exactTc, ...crossings.map(({ T }, i) => T - 2 * errors[i]))
  const high = Math.max(exactTc, tc.value + 2 * tc.error, ...crossings.map(({ T }, i) => T + 2 * errors[i]))
  const p = panel({
    left: 80,
    top: 445,
    width: 380,
    height: 295,
    title: 'Crossings, extrapolated to infinite size',
    x: { from: -last * 0.06, to: last, label: '10³ (L_{1}^{−ω} − L_{2}^{−ω}) / (L_{2} − L_{1}),   ω = 7/4' },
    y: { from: low, to: high, label: 'crossing  k_{B}T_{×} / J' },
  })
  return p.wrap(
    p.band(tc.value - tc.error, tc.value + tc.error, colours[0]),
    p.horizontal(exactTc, exactColour, { dash: '5 4' }),
    p.line(
      [
        [0, tc.value],
        [last, tc.value + (tc.slope * last) / 1000],
      ],
      colours[0],
    ),
    p.points(
      crossings.map((crossing) => ({ at: at(crossing), value: crossing.T, error: crossing.T_error })),
      '#1f2933',
    ),
    p.points([{ at: 0, value: tc.value, error: tc.error }], colours[0], { radius: 4.5 }),
    p.text(`χ²/dof = ${tc.chi2.toFixed(2)} / ${tc.dof}`, 365, 24, { anchor: 'end' }),
  )
}

function susceptibility(points, sizes, exactTc, colourOf) {
  const values = points.map(({ chi }) => chi).filter((chi) => chi > 0)
  const p = panel({
    left: 560,
    top: 445,
    width: 380,
    height: 295,
    title: 'Susceptibility',
    x: {
      from: Math.min(...points.map(({ T }) => T)) - 0.02,
      to: Math.max(...points.map(({ T }) => T)) + 0.02,
      label: 'temperature  k_{B}T / J',
    },
    y: { from: Math.min(...values) / 1.5, to: Math.max(...values) * 1.6, label: 'χ = L² (⟨m²⟩ − ⟨|m|⟩²) J / k_{B}T', log: true },
  })
  return p.wrap(
    p.vertical(exactTc, exactColour, { dash: '5 4' }),
    sizes.map((size) => {
      const own = points.filter(({ L }) => L === size)
      return [
        p.line(
          own.map(({ T, chi }) => [T, chi]),
          colourOf(size),
          { thickness: 0.8 },
        ),
        p.points(
          own.map(({ T, chi, chi_error }) => ({ at: T, value: chi, error: chi_error })),
          colourOf(size),
        ),
      ]
    }),
  )
}

/** A function as a line through 120 points. */
function along(from, to, curve) {
  return Array.from({ length: 121 }, (_, i) => from + ((to - from) * i) / 120).map((at) => [at, curve(at)])
}
