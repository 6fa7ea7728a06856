import type { Site } from '#model/site.ts'
import { quoted } from '#worlds/attempt/quote.ts'

/** Begins what a job says of itself when it cannot be prepared: the same on every node, so that another job would not help. */
export const unprepared = 'pwos: cannot prepare the job: '

/** Where the `module` command is made, for jobs of whoever does not have it already: Environment Modules and Lmod, their own places and Debian's. */
const moduleInits = [
  ...['"$MODULESHOME/init/bash"', '"$LMOD_PKG/init/bash"', '/usr/share/modules/init/bash', '/usr/share/lmod/lmod/init/bash'],
  ...['/etc/profile.d/modules.sh', '/etc/profile.d/lmod.sh', '/etc/profile.d/z00_lmod.sh'],
]

/** Shell lines of a site that `job.sh` reads before the first attempt; undefined: nothing is to be prepared. */
export function preludeOf(site: Site): string | undefined {
  const lines: string[] = []
  if (site.modules.length > 0) lines.push(...loading(site.modules))
  if (site.setup !== undefined) lines.push(site.setup)
  if (site.scratch !== undefined) lines.push(`PWOS_SCRATCH=$(mktemp -d -- ${quoted(site.scratch)}/pwos-"$SLURM_JOB_ID"-XXXXXX) || exit 1`)
  if (site.container !== undefined) {
    const binds = [
      '"$pwos_job_runs/.."',
      '"$pwos_job_lanes"',
      ...(site.scratch === undefined ? [] : ['"$PWOS_SCRATCH"']),
      ...site.bind.map(quoted),
    ]
    lines.push(`PWOS_WITHIN=(apptainer exec ${binds.map((path) => `--bind ${path}`).join(' ')} ${quoted(site.container)})`)
  }
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`
}

/** One by one, so that it can be said which of them it was. */
function loading(modules: readonly string[]): readonly string[] {
  const lacking = 'there is no `module` command; `setup` of the site profile can make it'
  const wrong = (name: string) => `the module ${name} cannot be loaded; \`module avail\` on the cluster lists what there is`
  const orSay = (what: string) => `|| { printf '%s\\n' ${quoted(`${unprepared}${what}`)} >&2; exit 1; }`
  return [
    `type module >/dev/null 2>&1 || for pwos_job_init in ${moduleInits.join(' ')}; do [[ ! -r $pwos_job_init ]] || { . "$pwos_job_init"; break; }; done`,
    `type module >/dev/null 2>&1 ${orSay(lacking)}`,
    ...modules.map((name) => `module load ${quoted(name)} ${orSay(wrong(name))}`),
  ]
}
