// A seeded generator of random numbers, so that every task can be repeated exactly.
//
// xoshiro128** of Blackman and Vigna (ACM Trans. Math. Softw. 47, 36, 2021; https://prng.di.unimi.it).
// A good generator matters here: cluster algorithms are known to turn small correlations of a bad
// one into wrong energies (Ferrenberg, Landau and Wong, Phys. Rev. Lett. 69, 3382, 1992).

/** A generator seeded by a text, such as all parameters of a task. Different texts give independent streams. */
export function randomFrom(seedText) {
  let [a, b, c, d] = stateFrom(seedText)

  /** An integer, uniform in [0, 2^32). */
  function bits() {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }

  /** A number, uniform in [0, 1), with 53 random bits. */
  function uniform() {
    return ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992
  }

  /** A number, normally distributed with mean 0 and variance 1 (Box and Muller). */
  function normal() {
    return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  }

  return { bits, uniform, normal }
}

/** Four words of state: FNV-1a over the text, then the finisher of MurmurHash3 for each word. */
function stateFrom(text) {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193)
  return [1, 2, 3, 4].map((word) => mixed(hash + Math.imul(word, 0x9e3779b9)))
}

function mixed(word) {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
