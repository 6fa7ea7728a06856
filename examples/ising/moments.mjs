import { autocorrelationTime, blockMeans, jackknife, jackknifeCovariance, mean } from './statistics.mjs'

/**
 * What is kept of a series: moments of the magnetisation m = M/N and the energy e = E/N per spin, with jackknife errors. U4 = 1 - <m⁴>/(3<m²>²) is Binder's cumulant (Z. Phys. B 43, 119, 1981): 2/3 in the ordered phase, 0 in the disordered one,
 * and at the critical point nearly the same for all sizes.
 */
export function momentsOf({ M, E }, { size, temperature }) {
  const sites = size * size
  const m = M.map((value) => Math.abs(value) / sites)
  const m2 = m.map((value) => value * value)
  const blocks = blocksFor(m2)
  const columns = [m, m2, m2.map((value) => value * value), E.map((value) => value / sites)].map((series) => blockMeans(series, blocks))

  const magnetisation = jackknife(columns, ([abs]) => abs)
  const energy = jackknife(columns, ([, , , e]) => e)
  const chi = jackknife(columns, ([abs, square]) => (sites * (square - abs * abs)) / temperature)
  const u4 = jackknife(columns, ([, square, fourth]) => 1 - fourth / (3 * square * square))
  const logM2 = jackknife(columns, ([, square]) => Math.log(square))
  return {
    magnetisation: magnetisation.value,
    magnetisation_error: magnetisation.error,
    energy: energy.value,
    energy_error: energy.error,
    chi: withoutBias(chi),
    chi_error: chi.error,
    u4: withoutBias(u4),
    u4_error: u4.error,
    log_m2: withoutBias(logM2),
    log_m2_error: logM2.error,
    u4_log_m2_covariance: jackknifeCovariance(u4.values, logM2.values),
  }
}

/** A curved function of means is wrong by order 1/n; the jackknife knows this part, and takes it away. */
function withoutBias({ value, values }) {
  return values.length * value - (values.length - 1) * mean(values)
}

/** Blocks of at least 50 autocorrelation times, so that they are independent, but not so few that the error is itself uncertain. */
function blocksFor(series) {
  const { tau } = autocorrelationTime(series)
  return Math.min(100, Math.max(20, Math.floor(series.length / (50 * tau))))
}
