import { erfc } from '../error-function.ts'

/** The standard normal law. Relative error below 1e-12, in the tails too, down to 1e-300. */

const rootTwoPi = Math.sqrt(2 * Math.PI)

/** The share above z. */
export function normalAbove(z: number): number {
  return 0.5 * erfc(z * Math.SQRT1_2)
}

/** ln of the share above z, also where the share itself is too small to be a number. */
export function logNormalAbove(z: number): number {
  if (z < -1) return Math.log1p(-normalAbove(-z))
  if (z < 5) return Math.log(normalAbove(z))
  // Mills' ratio as a continued fraction (NIST DLMF 7.9.1), from the inside out.
  let denominator = z
  for (let level = 100; level >= 1; level--) denominator = z + level / denominator
  return -0.5 * z * z - Math.log(denominator * rootTwoPi)
}

/** Coefficients of a rational approximation, the constant first. */
interface Rational {
  readonly above: readonly number[]
  readonly below: readonly number[]
}

/** M. J. Wichura, Appl. Stat. 37 (1988) 477, algorithm AS 241, PPND16: relative error about 1e-16. */
const middle: Rational = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.693765509461, 45921.95393154987, 67265.7709270087, 33430.57558358813,
    2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
    5226.495278852854,
  ],
}
const shoulder: Rational = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 7.745450142783414e-4,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 5.475938084995345e-4,
    1.0507500716444169e-9,
  ],
}
const tail: Rational = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
    2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4, 1.8463183175100548e-5, 1.421511758316446e-7,
    2.0442631033899397e-15,
  ],
}

function ratio({ above, below }: Rational, x: number): number {
  let [top, bottom] = [0, 0]
  for (let power = above.length - 1; power >= 0; power--) {
    top = top * x + (above[power] ?? 0)
    bottom = bottom * x + (below[power] ?? 0)
  }
  return top / bottom
}

/** The z below which a share p lies. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  const distance = p - 0.5
  if (Math.abs(distance) <= 0.425) return distance * ratio(middle, 0.180625 - distance * distance)
  const far = Math.sqrt(-Math.log(Math.min(p, 1 - p)))
  if (far === Number.POSITIVE_INFINITY) return Math.sign(distance) * far
  return Math.sign(distance) * (far <= 5 ? ratio(shoulder, far - 1.6) : ratio(tail, far - 5))
}
