/**
 * A stream of 32-bit whole numbers from a seed, the same everywhere: xoshiro128** (D. Blackman & S. Vigna, ACM TOMS 47
 * (2021) 36), whose four words of state are four outputs of splitmix32 (the finaliser of MurmurHash3 on a counter that
 * starts at the seed and steps by 0x9e3779b9).
 */
export function randomStream(seed: number): () => number {
  let counter = seed >>> 0
  const word = () => {
    counter = (counter + 0x9e3779b9) >>> 0
    let z = counter
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return z ^ (z >>> 16)
  }
  let [a, b, c, d] = [word(), word(), word(), word()]
  return () => {
    const scrambled = Math.imul(b, 5)
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
}
