// What is looked at while the system moves.

/** Counts pairs by distance, up to half the box. */
export function pairCounter(system, width) {
  const half = system.box / 2
  const counts = new Float64Array(Math.floor(half / width))
  let frames = 0
  function look() {
    const { positions } = system
    frames++
    for (let a = 0; a < positions.length; a += 3) {
      for (let b = a + 3; b < positions.length; b += 3) {
        const dx = half - Math.abs(Math.abs(positions[a] - positions[b]) - half)
        const dy = half - Math.abs(Math.abs(positions[a + 1] - positions[b + 1]) - half)
        const dz = half - Math.abs(Math.abs(positions[a + 2] - positions[b + 2]) - half)
        const bin = Math.floor(Math.sqrt(dx * dx + dy * dy + dz * dz) / width)
        if (bin < counts.length) counts[bin]++
      }
    }
  }

  /** g(r): pairs counted over pairs of an ideal gas, (N-1) N/2 of them spread over the box. */
  function radialDistribution() {
    const { count, box } = system
    const ideal = (frames * count * (count - 1)) / 2 / box ** 3
    return Array.from(counts, (pairs, bin) => {
      const shell = (4 / 3) * Math.PI * width ** 3 * ((bin + 1) ** 3 - bin ** 3)
      return pairs / (ideal * shell)
    })
  }
  return { look, radialDistribution }
}

/**
 * Mean-square displacement over lags of 1, 2, … frames: a mean over all particles and all starting frames within a block.
 * The paths of a block overlap, so errors come from blocks alone.
 */
export function displacements(frames, lags) {
  return Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0
    let count = 0
    for (let start = 0; start + lag < frames.length; start++) {
      const from = frames[start]
      const to = frames[start + lag]
      for (let c = 0; c < from.length; c++) sum += (to[c] - from[c]) ** 2
      count += from.length / 3
    }
    return sum / count
  })
}
