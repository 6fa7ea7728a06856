// Plots as SVG: panels with axes, lines, points with error bars. Light background; colours that colour-blind eyes can tell apart
// (Okabe and Ito, 2008).

export const colours = ['#0072B2', '#009E73', '#E69F00', '#CC3311', '#7B4EA3', '#56B4E9']
const ink = '#1f2933'
const faint = '#d5dbe1'

/** A whole figure around its parts. */
export function figureOf(width, height, title, parts) {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `font-family="Helvetica, Arial, sans-serif" font-size="13" fill="${ink}">\n<title>${escaped(title)}</title>\n` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>\n${parts.flat(Number.POSITIVE_INFINITY).join('\n')}\n</svg>\n`
  )
}

/**
 * A panel: a frame at { left, top, width, height } with an axis each way, { from, to, label, log, ticks }. What is drawn outside the frame is cut off.
 * Returns its drawing functions, each giving SVG text, and `wrap`, which puts axes around what was drawn.
 */
export function panel({ left, top, width, height, title, x, y }) {
  const id = `clip-${left}-${top}`
  const toX = scale(x, left, left + width)
  const toY = scale(y, top + height, top)

  const line = (points, colour, { dash = '', thickness = 1.6 } = {}) =>
    `<polyline points="${points.map(([a, b]) => `${toX(a)},${toY(b)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="${thickness}" stroke-dasharray="${dash}"/>`
  const vertical = (at, colour, style) =>
    line(
      [
        [at, y.from],
        [at, y.to],
      ],
      colour,
      style,
    )
  const horizontal = (at, colour, style) =>
    line(
      [
        [x.from, at],
        [x.to, at],
      ],
      colour,
      style,
    )
  const band = (low, high, colour) =>
    `<rect x="${left}" y="${toY(high)}" width="${width}" height="${(toY(low) - toY(high)).toFixed(2)}" fill="${colour}" opacity="0.15"/>`
  const bar = (a, low, high, colour) =>
    line(
      [
        [a, low],
        [a, high],
      ],
      colour,
      { thickness: 1.2 },
    )
  const points = (list, colour, { radius = 2.8, fill = '#ffffff' } = {}) =>
    list.map(({ at, value, error = 0 }) => [
      error > 0 ? bar(at, y.log ? Math.max(value - error, value / 10) : value - error, value + error, colour) : '',
      `<circle cx="${toX(at)}" cy="${toY(value)}" r="${radius}" fill="${fill}" stroke="${colour}" stroke-width="1.5"/>`,
    ])
  const text = (words, dx, dy, { colour = ink, size = 12, anchor = 'start' } = {}) =>
    `<text x="${left + dx}" y="${top + dy}" fill="${colour}" font-size="${size}" text-anchor="${anchor}">${rich(words)}</text>`
  const legend = (entries, dx, dy) =>
    entries.map(({ label, colour }, i) => [
      `<circle cx="${left + dx + 4}" cy="${top + dy + 18 * i}" r="3.4" fill="#ffffff" stroke="${colour}" stroke-width="1.8"/>`,
      text(label, dx + 14, dy + 4 + 18 * i),
    ])
  const wrap = (...drawn) => [
    `<clipPath id="${id}"><rect x="${left}" y="${top}" width="${width}" height="${height}"/></clipPath>`,
    axes({ left, top, width, height, title, x, y, toX, toY }),
    `<g clip-path="url(#${id})">`,
    drawn,
    '</g>',
  ]
  return { line, vertical, horizontal, band, points, text, legend, wrap }
}

function scale({ from, to, log }, start, end) {
  const of = log ? Math.log : (value) => value
  return (value) => (start + ((of(value) - of(from)) / (of(to) - of(from))) * (end - start)).toFixed(2)
}

function axes({ left, top, width, height, title, x, y, toX, toY }) {
  const bottom = top + height
  const middle = top + height / 2
  return [
    ticksOf(x).map((tick) => [
      `<line x1="${toX(tick)}" y1="${top}" x2="${toX(tick)}" y2="${bottom}" stroke="${faint}" stroke-width="0.7"/>`,
      `<text x="${toX(tick)}" y="${bottom + 17}" text-anchor="middle" font-size="12">${label(tick)}</text>`,
    ]),
    ticksOf(y).map((tick) => [
      `<line x1="${left}" y1="${toY(tick)}" x2="${left + width}" y2="${toY(tick)}" stroke="${faint}" stroke-width="0.7"/>`,
      `<text x="${left - 7}" y="${Number(toY(tick)) + 4}" text-anchor="end" font-size="12">${label(tick)}</text>`,
    ]),
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${ink}" stroke-width="1.1"/>`,
    `<text x="${left + width / 2}" y="${bottom + 37}" text-anchor="middle">${rich(x.label)}</text>`,
    `<text x="${left - 54}" y="${middle}" text-anchor="middle" transform="rotate(-90 ${left - 54} ${middle})">${rich(y.label)}</text>`,
    `<text x="${left}" y="${top - 9}" font-weight="bold">${rich(title)}</text>`,
  ]
}

/** Round numbers, about five of them; powers of ten (and their doubles and halves, when there are few) on a logarithmic axis. */
function ticksOf({ from, to, log, ticks }) {
  if (ticks) return ticks
  if (log) {
    const all = []
    for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++) all.push(10 ** power)
    return all.filter((tick) => tick >= from && tick <= to)
  }
  const rough = (to - from) / 5
  const unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((size) => size >= rough)
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

function label(tick) {
  const size = Math.abs(tick)
  if (size === 0 || (size >= 1e-3 && size < 1e4)) return String(Number(tick.toPrecision(6)))
  const power = Math.round(Math.log10(size))
  return size === 10 ** power || Math.abs(size / 10 ** power - 1) < 1e-9
    ? `10<tspan dy="-5" font-size="9">${power}</tspan>`
    : tick.toExponential(0)
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** Words in which `_{…}` is set lower and `^{…}` higher. */
function rich(words) {
  return escaped(words)
    .replaceAll(/_\{([^}]*)\}/g, '<tspan dy="3" font-size="75%">$1</tspan><tspan dy="-3">\u200b</tspan>')
    .replaceAll(/\^\{([^}]*)\}/g, '<tspan dy="-5" font-size="75%">$1</tspan><tspan dy="5">\u200b</tspan>')
}
