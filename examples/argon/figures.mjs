import { colours, figureOf, panel } from './plot.mjs'
import { mean } from './statistics.mjs'

const ink = '#1f2933'
const faint = '#6b7785'

/** How the energy error grows with the timestep, both axes logarithmic; a line of slope 2 to compare with. */
export function timestepFigure(runs, lines, order) {
  const values = runs.flatMap(({ fluctuations }) => fluctuations)
  const first = runs[0].dt
  const last = runs[runs.length - 1].dt
  const p = panel({
    left: 90,
    top: 40,
    width: 520,
    height: 340,
    title: 'Energy conservation of velocity Verlet',
    x: { from: first / 1.2, to: last * 1.2, label: 'timestep  Δt  [σ √(m/ε)]', log: true, ticks: runs.map(({ dt }) => dt) },
    y: { from: Math.min(...values) / 1.6, to: Math.max(...values) * 1.6, label: 'spread of the total energy  [ε per particle]', log: true },
  })
  const middle = mean(lines.map(({ intercept }) => intercept))
  const at = (dt) => Math.exp(middle + order.value * Math.log(dt))
  const second = (dt) => at(first) * 0.6 * (dt / first) ** 2
  return figureOf(640, 450, 'Energy error against timestep', [
    p.wrap(
      p.line(
        [first, last].map((dt) => [dt, at(dt)]),
        colours[0],
      ),
      p.line(
        [first, last].map((dt) => [dt, second(dt)]),
        faint,
        { dash: '5 4' },
      ),
      runs.map(({ dt, fluctuations }) =>
        p.points(
          fluctuations.map((value) => ({ at: dt, value })),
          colours[0],
        ),
      ),
      p.text(`fitted order: ${order.value.toFixed(3)} ± ${order.error.toFixed(3)}`, 16, 26, { size: 14 }),
      p.text('dashed: order 2 exactly', 16, 46, { colour: faint }),
    ),
  ])
}

/** Structure and motion of the fluid: g(r) with its errors, and the mean-square displacement. */
export function fluidFigure(g, msd, { position, height, D }) {
  return figureOf(980, 430, 'Lennard-Jones fluid: structure and diffusion', [structure(g, position, height), motion(msd, D)])
}

function structure(g, position, height) {
  const p = panel({
    left: 80,
    top: 40,
    width: 380,
    height: 320,
    title: 'Radial distribution function',
    x: { from: 0.7, to: Math.max(...g.map(({ r }) => r)), label: 'distance  r  [σ]' },
    y: { from: 0, to: height.value * 1.15, label: 'g(r)' },
  })
  const edge = (sign) => g.map(({ r, value, error }) => [r, value + sign * error])
  return p.wrap(
    p.horizontal(1, faint, { dash: '5 4', thickness: 1 }),
    p.line(edge(1), colours[5], { thickness: 0.6 }),
    p.line(edge(-1), colours[5], { thickness: 0.6 }),
    p.line(
      g.map(({ r, value }) => [r, value]),
      colours[0],
    ),
    p.points([{ at: position.value, value: height.value, error: height.error }], ink, { radius: 5, fill: 'none' }),
    p.text(`first peak at r = ${position.value.toFixed(4)} ± ${position.error.toFixed(4)}`, 150, 30),
    p.text(`g = ${height.value.toFixed(3)} ± ${height.error.toFixed(3)}`, 150, 48),
  )
}

function motion(msd, D) {
  const last = msd[msd.length - 1]
  const p = panel({
    left: 570,
    top: 40,
    width: 370,
    height: 320,
    title: 'Mean-square displacement',
    x: { from: 0, to: last.t, label: 'time  t  [σ √(m/ε)]' },
    y: { from: 0, to: last.value * 1.1, label: '⟨|r(t) − r(0)|²⟩  [σ²]' },
  })
  const offset = last.value - 6 * D.value * last.t
  return p.wrap(
    p.line(
      [
        [0, offset],
        [last.t, last.value],
      ],
      faint,
      { dash: '5 4' },
    ),
    p.points(
      msd.filter((_, lag) => lag % 2 === 0).map(({ t, value, error }) => ({ at: t, value, error })),
      colours[0],
    ),
    p.text(`D = ${D.value.toFixed(4)} ± ${D.error.toFixed(4)} σ √(ε/m)`, 16, 30, { size: 14 }),
    p.text('a sixth of the slope between t = 2 and 5', 16, 50, { colour: faint }),
  )
}
