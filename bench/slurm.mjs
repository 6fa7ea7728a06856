/** Independent tasks that do nothing on a cluster, against one plain job array submitted by hand. Needs a Slurm: `SLURM_CONF` says which. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, inTurns, timed } from './measure.mjs'
import { runWorkflow } from './pwos.mjs'
import { compare } from './ratio.mjs'

export const tasks = 2_000
export const title = 'slurm: independent tasks that do nothing, as jobs of a cluster'

function writeWorkflow(folder, count, site) {
  const stage = `  nothing:\n    on: slurm\n    foreach: { i: "\${{ range(${count}) }}" }\n    run: "true"\n`
  writeFileSync(join(folder, 'workflow.yaml'), `pwos: 1\nname: noop\nstages:\n${stage}`)
  writeFileSync(join(folder, 'pwos.site.yaml'), site)
}

/** Seconds from its submission until nothing of it is in the queue any more, to within a tenth. */
function byHand(folder, count) {
  const script = `id=$(sbatch --parsable --array=0-${count - 1} --output=/dev/null --wrap true) || exit 1
until [ -z "$(squeue --noheader --jobs=$id 2>/dev/null)" ]; do sleep 0.1; done`
  return timed('bash', ['-c', script], folder)
}

export function measure({ tasks: count, rounds, keep }) {
  if (spawnSync('sinfo', ['--noheader']).status !== 0) throw new Error('there is no Slurm here: SLURM_CONF must name a cluster that runs')
  return inFolder('slurm', keep, async (folder) => {
    const fresh = (name, round) => {
      const own = join(folder, `${name.replaceAll(' ', '-')}-${round}`)
      mkdirSync(own)
      return own
    }
    const pwos = (name, site) => ({
      name,
      tasks: count,
      run(round) {
        const own = fresh(name, round)
        writeWorkflow(own, count, site)
        return runWorkflow(own, { done: count, reused: 0 })
      },
    })
    const hand = { name: 'array by hand', tasks: count, run: (round) => byHand(fresh('hand', round), count) }
    const contenders = [pwos('pwos', ''), pwos('pwos, a job each', 'max_bundle: 1\nmax_jobs: 10000\n'), hand]
    const seconds = await inTurns(contenders, rounds)
    const result = compare(contenders, seconds, [
      { goal: 'at most 0.3 × the time of the array by hand', against: 'array by hand', atMost: 0.3 },
    ])
    const [, each, plain] = result.rows.map((row) => row['median s'])
    const ratio = each / plain
    result.goals.push({ goal: 'at most 1.1 × where each has a job of its own', value: ratio, reached: ratio <= 1.1 })
    return result
  })
}
