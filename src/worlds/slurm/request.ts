import type { Site } from '#model/site.ts'

/** What one job element asks Slurm for, as options of `sbatch`; the same request, the same text. */
export interface Request {
  readonly words: readonly string[]
  /** Limit of the wall time of each of its attempts, in ms; undefined: none was stated. */
  readonly limitMs: number | undefined
}

type Amounts = { readonly [pool: string]: number }

/** What pools are to Slurm, where the site does not say otherwise. */
const usual: { readonly [pool: string]: (amount: number) => readonly string[] } = {
  cpu: (amount) => [`--cpus-per-task=${whole(amount)}`],
  memory: (bytes) => [`--mem=${Math.max(1, Math.ceil(bytes / 2 ** 20))}M`],
  gpu: (amount) => [`--gres=gpu:${whole(amount)}`],
  nodes: (amount) => [`--nodes=${whole(amount)}`],
  tasks: (amount) => [`--ntasks=${whole(amount)}`],
}

/** Pools that are asked of the cluster and not held in PWOS; others are held, and asked as well where the site names them. */
export function requestOf(needs: Amounts, limitMs: number | undefined, site: Site): Request {
  const words: string[] = []
  const gres: string[] = []
  const licenses: string[] = []
  for (const [pool, amount] of Object.entries(needs).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (amount <= 0) continue
    const own = site.pools[pool]
    if (own?.gres !== undefined) gres.push(`${own.gres}:${whole(amount)}`)
    else if (own?.license !== undefined) licenses.push(`${own.license}:${whole(amount)}`)
    else if (own?.option !== undefined) words.push(own.option.replaceAll('{}', `${whole(amount)}`))
    else if (pool === 'gpu') gres.push(`gpu:${whole(amount)}`)
    else words.push(...(usual[pool]?.(amount) ?? []))
  }
  if (gres.length > 0) words.push(`--gres=${gres.join(',')}`)
  if (licenses.length > 0) words.push(`--licenses=${licenses.join(',')}`)
  return { words, limitMs: limitMs ?? site.timeMs }
}

function whole(amount: number): number {
  return Math.max(1, Math.ceil(amount - 1e-9))
}

/** Room for what comes before and after the attempts, so that Slurm's own limit is never the first to be met. */
const marginMs = 60_000

/** `--time` for so many attempts one after the other, in whole minutes as Slurm counts them. */
export function timeWords({ limitMs }: Request, attempts: number): readonly string[] {
  if (limitMs === undefined) return []
  return [`--time=${Math.ceil((limitMs * attempts + marginMs) / 60_000)}`]
}

/** What the site asks of every job. `resting`: nodes that are left out for now. */
export function siteWords(site: Site, resting: readonly string[] = []): readonly string[] {
  const { account, partition, qos, constraint, reservation } = site
  const exclude = [...new Set([...site.exclude, ...resting])].join(',') || undefined
  const named = { account, partition, qos, constraint, reservation, exclude }
  const words = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]))
  return [...words, ...site.options]
}
