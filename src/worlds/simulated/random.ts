/** A stream of chance that a seed repeats exactly. One stream for each purpose, so that adding a use moves no other. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(below: number): number
  /** True this often. */
  chance(probability: number): boolean
}

/** The stream of a seed for one purpose (xoshiro128**, Blackman and Vigna 2018, seeded through splitmix32). */
export function randomStream(seed: number, purpose: string): Random {
  let mixed = seed >>> 0
  for (let i = 0; i < purpose.length; i++) mixed = (Math.imul(mixed ^ purpose.charCodeAt(i), 0x9e3779b1) + i) >>> 0
  const seeded = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let a = seeded()
  let b = seeded()
  let c = seeded()
  let d = seeded()
  const next32 = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
  const next = () => next32() / 4294967296
  return { next, below: (below) => Math.floor(next() * below), chance: (probability) => next() < probability }
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}
