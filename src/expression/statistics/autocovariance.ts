import { fourierOf, type Transform } from './fourier.ts'

/**
 * Σᵢ x(i)·x(i + t) for t = 0 … lags. Past a few lags by Fourier transforms of pieces of the series, so that time grows
 * as n·log(lags) and memory as the lags.
 */
export function laggedProducts(x: Float64Array, lags: number): Float64Array {
  return lags < 32 || x.length * lags < 100_000 ? directly(x, lags) : byPieces(x, lags)
}

function directly(x: Float64Array, lags: number): Float64Array {
  const products = new Float64Array(lags + 1)
  for (let t = 0; t <= Math.min(lags, x.length - 1); t++) {
    let total = 0
    for (let i = 0; i + t < x.length; i++) total += (x[i] ?? 0) * (x[i + t] ?? 0)
    products[t] = total
  }
  return products
}

/** A piece of the series is the real part, the same piece with `lags` more values the imaginary part of one transform. */
function byPieces(x: Float64Array, lags: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.min(4 * (lags + 1), x.length + lags + 1)))
  const piece = size - lags
  const transform = fourierOf(size)
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)]
  const spectrum = { real: new Float64Array(size), imaginary: new Float64Array(size) }
  for (let start = 0; start < x.length; start += piece) {
    real.fill(0)
    imaginary.fill(0)
    real.set(x.subarray(start, start + piece))
    imaginary.set(x.subarray(start, start + size))
    transform(real, imaginary)
    addCrossSpectrum(real, imaginary, spectrum)
  }
  return realInverse(spectrum, transform, lags)
}

interface Spectrum {
  readonly real: Float64Array
  readonly imaginary: Float64Array
}

/** Adds conj(A)·B, where A and B are the transforms of the real and the imaginary part. */
function addCrossSpectrum(real: Float64Array, imaginary: Float64Array, spectrum: Spectrum): void {
  const size = real.length
  for (let k = 0; k < size; k++) {
    const mirror = (size - k) % size
    const re = real[k] ?? 0
    const im = imaginary[k] ?? 0
    const mirrorRe = real[mirror] ?? 0
    const mirrorIm = imaginary[mirror] ?? 0
    const aRe = (re + mirrorRe) / 2
    const aIm = (im - mirrorIm) / 2
    const bRe = (im + mirrorIm) / 2
    const bIm = (mirrorRe - re) / 2
    spectrum.real[k] = (spectrum.real[k] ?? 0) + aRe * bRe + aIm * bIm
    spectrum.imaginary[k] = (spectrum.imaginary[k] ?? 0) + aRe * bIm - aIm * bRe
  }
}

function realInverse({ real, imaginary }: Spectrum, transform: Transform, lags: number): Float64Array {
  // The inverse is the transform with real and imaginary parts exchanged.
  transform(imaginary, real)
  return real.subarray(0, lags + 1).map((value) => value / real.length)
}
