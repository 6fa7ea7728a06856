// How likely a scan without a signal reaches a height: at one mass, and anywhere (the look-elsewhere effect). E. Gross and O. Vitells (2010): the mean
// number of times that q rises above a low level, which few toys tell, gives the chance for any high one.

import { phi } from './spectrum.mjs'

/** Chance of a height q at one mass: half a chi2 of one degree of freedom (H. Chernoff, 1954). */
export const local = (q) => phi(-Math.sqrt(q))

/** The same anywhere, from the mean number of crossings of level 1. */
export const anywhere = (q, crossings) => Math.min(1, local(q) + crossings * Math.exp(-(q - 1) / 2))

/** Standard deviations of a normal distribution that leave so much above them, by bisection. */
export function significance(p) {
  let [low, high] = [-8, 40]
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2
    if (tail(middle) > p) low = middle
    else high = middle
  }
  return low
}

/** 1 - phi, also far out, where it is a small number: the continued fraction of Laplace. */
function tail(z) {
  if (z < 3) return 1 - phi(z)
  let fraction = z
  for (let k = 40; k > 0; k--) fraction = z + k / fraction
  return Math.exp((-z * z) / 2) / (Math.sqrt(2 * Math.PI) * fraction)
}
