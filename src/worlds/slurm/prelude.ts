import type { Site } from '#model/site.ts'
import { quoted } from '#worlds/attempt/quote.ts'

/** Shell lines of a site that `job.sh` reads before the first attempt; undefined: nothing is to be prepared. */
export function preludeOf(site: Site): string | undefined {
  const lines: string[] = []
  if (site.modules.length > 0) lines.push(`module load ${site.modules.map(quoted).join(' ')} || exit 1`)
  if (site.setup !== undefined) lines.push(site.setup)
  if (site.scratch !== undefined) lines.push(`PWOS_SCRATCH=$(mktemp -d -- ${quoted(site.scratch)}/pwos-"$SLURM_JOB_ID"-XXXXXX) || exit 1`)
  if (site.container !== undefined) {
    const binds = ['"$runs/.."', '"$lanes"', ...(site.scratch === undefined ? [] : ['"$PWOS_SCRATCH"']), ...site.bind.map(quoted)]
    lines.push(`PWOS_WITHIN=(apptainer exec ${binds.map((path) => `--bind ${path}`).join(' ')} ${quoted(site.container)})`)
  }
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`
}
