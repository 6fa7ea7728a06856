/**
 * The discrete Fourier transform of complex numbers in place, for lengths that are powers of two (J. W. Cooley &
 * J. W. Tukey, Math. Comput. 19 (1965) 297): X(k) = Σ x(j) exp(−2πi jk/n). The sines are made once for a length.
 */
export type Transform = (real: Float64Array, imaginary: Float64Array) => void

export function fourierOf(length: number): Transform {
  const cosine = new Float64Array(length / 2)
  const sine = new Float64Array(length / 2)
  for (let k = 0; k < length / 2; k++) {
    cosine[k] = Math.cos((2 * Math.PI * k) / length)
    sine[k] = -Math.sin((2 * Math.PI * k) / length)
  }
  return (real, imaginary) => {
    reverseBits(real, imaginary, length)
    for (let half = 1; half < length; half *= 2) combine(real, imaginary, half, length, cosine, sine)
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array, length: number): void {
  for (let index = 0, reversed = 0; index < length; index++) {
    if (index < reversed) {
      swap(real, index, reversed)
      swap(imaginary, index, reversed)
    }
    let bit = length / 2
    while (bit >= 1 && (reversed & bit) !== 0) {
      reversed ^= bit
      bit /= 2
    }
    reversed |= bit
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const kept = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = kept
}

/** Joins transforms of length `half` in pairs. */
function combine(
  real: Float64Array,
  imaginary: Float64Array,
  half: number,
  length: number,
  cosine: Float64Array,
  sine: Float64Array,
): void {
  const step = length / (2 * half)
  for (let start = 0; start < length; start += 2 * half) {
    for (let k = 0; k < half; k++) {
      const low = start + k
      const high = low + half
      const c = cosine[k * step] ?? 0
      const s = sine[k * step] ?? 0
      const r = real[high] ?? 0
      const i = imaginary[high] ?? 0
      const turnedReal = r * c - i * s
      const turnedImaginary = r * s + i * c
      const lowReal = real[low] ?? 0
      const lowImaginary = imaginary[low] ?? 0
      real[high] = lowReal - turnedReal
      imaginary[high] = lowImaginary - turnedImaginary
      real[low] = lowReal + turnedReal
      imaginary[low] = lowImaginary + turnedImaginary
    }
  }
}
