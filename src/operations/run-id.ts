/**
 * A run's name: sorts by time, says what it is of, short enough to type (`20261123-0312-ising-3f`). `chance` tells
 * apart runs of the same minute; `taken` names are not given again.
 */
export function makeRunId(at: number, workflow: string, chance: () => number, taken: ReadonlySet<string>): string {
  const begin = runIdBegin(at, workflow)
  for (let digits = 2; ; digits++) {
    const suffix = Math.floor(chance() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
    const id = `${begin}-${suffix}`
    if (!taken.has(id)) return id
  }
}

/** When and of what, without what tells runs of the same minute apart. */
export function runIdBegin(at: number, workflow: string): string {
  const stamp = new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
  const name = workflow
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '')
  return [stamp, name].filter((part) => part !== '').join('-')
}
