/** A map whose values are made when they are asked for: scopes name every stage, and few are looked at. `get` has a value for each of `keys`. */
export function lazyMap<Value>(keys: () => Iterable<string>, get: (key: string) => Value | undefined): ReadonlyMap<string, Value> {
  function* entries(): MapIterator<[string, Value]> {
    for (const key of keys()) {
      const value = get(key)
      if (value !== undefined) yield [key, value]
    }
    return undefined
  }
  function* values(): MapIterator<Value> {
    for (const [, value] of entries()) yield value
    return undefined
  }
  const map: ReadonlyMap<string, Value> = {
    get,
    has: (key) => get(key) !== undefined,
    get size() {
      return [...keys()].length
    },
    entries,
    values,
    keys: () => new Set(keys()).keys(),
    [Symbol.iterator]: entries,
    forEach: (visit) => {
      for (const [key, value] of entries()) visit(value, key, map)
    },
  }
  return map
}

/** Looks in each map in turn: names of the first hide those of the others. */
export function layered<Value>(...maps: readonly ReadonlyMap<string, Value>[]): ReadonlyMap<string, Value> {
  return lazyMap(
    () => new Set(maps.flatMap((map) => [...map.keys()])),
    (key) => {
      for (const map of maps) {
        const value = map.get(key)
        if (value !== undefined) return value
      }
      return undefined
    },
  )
}
