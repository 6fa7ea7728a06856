// The share x of germanium atoms in Si(1-x)Ge(x), from the masses that were melted together.

/** Standard atomic weights (IUPAC 2021, abridged), in g/mol. */
const weights = { silicon: 28.085, germanium: 72.63 }

/** `uncertainty` is that of the balance, of each mass, in the unit of the masses. */
export function compositionOf(silicon, germanium, uncertainty) {
  const [si, ge] = [silicon / weights.silicon, germanium / weights.germanium]
  const x = ge / (si + ge)
  const relative = Math.hypot(uncertainty / silicon, uncertainty / germanium)
  return { value: x, error: x * (1 - x) * relative }
}
