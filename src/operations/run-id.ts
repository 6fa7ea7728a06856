/**
 * A run's name: sorts by time, says what it is of, short enough to type (`20261123-0312-ising-3f`). `chance` tells
 * apart runs of the same minute; `taken` names are not given again.
 */
export function makeRunId(at: number, workflow: string, chance: () => number, taken: ReadonlySet<string>): string {
  const stamp = new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
  const name = workflow
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '')
  for (let digits = 2; ; digits++) {
    const suffix = Math.floor(chance() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
    const id = [stamp, name, suffix].filter((part) => part !== '').join('-')
    if (!taken.has(id)) return id
  }
}
