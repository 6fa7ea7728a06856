import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, type Workspace, workspace } from '../cli/pwos.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

/** Slurm's least limit is a minute. The stage states no time, so only Slurm knows of it. */
const site = 'options: [--time=1]\nvisible_within: 3 s\n'

/** Runs until it is ended; a second time, from what it has saved, to its end. */
const alone = `n=$(cat "$PWOS_CHECKPOINT/n" 2>/dev/null) || n=0
trap 'echo $((n + 1)) > "$PWOS_CHECKPOINT/n"; exit 0' TERM
echo "$PWOS_RESTART $n" >> "$LOG"
[[ $n == 0 ]] || { echo "$n" > "$1"; exit; }
while :; do sleep 0.05; done
`

/** The same for each rank, on its own node. */
const ranked = `mine=$PWOS_CHECKPOINT/n$SLURM_PROCID
n=$(cat "$mine" 2>/dev/null) || n=0
trap 'echo $((n + 1)) > "$mine"; exit 0' TERM
echo "$PWOS_RESTART $SLURM_PROCID $SLURMD_NODENAME $n" >> "$LOG.$SLURM_PROCID"
[[ $n == 0 ]] || { echo "$n" > "$1.$SLURM_PROCID"; exit; }
while :; do sleep 0.05; done
`

const stage = (file: string, run: string, needs: string) => `pwos: 1
name: long
stages:
  walk:
    on: slurm
    inputs: { code: ${file} }
    checkpoint: { signal: TERM, at_most: 3 }
    env: { LOG: @LOG@ }
    needs: ${needs}
    run: |
      ${run}
    outputs: { result: { path: result.txt } }
`

describe.skipIf(!hasSlurm)('a job that Slurm ends at its limit', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    build()
    cluster = await startCluster({ nodes: 2, cpus: 2 })
  }, 240_000)
  afterAll(() => cluster?.stop())

  async function goesOn(space: Workspace, workflow: string) {
    space.write('workflow.yaml', workflow.replace('@LOG@', JSON.stringify(space.path('log'))))
    const { status, stdout, stderr } = await space.start('run', 'workflow.yaml', '--json').ended
    const said = `${stdout}${stderr}\n${cluster.ask('squeue', '-t', 'all')}`
    expect(status, said).toBe(0)
    expect(stdout, said).toMatch(/ended by Slurm at its time limit/)
    expect(stdout, said).toMatch(/"going_on"/)
  }

  const opened = (files: { readonly [path: string]: string }) =>
    workspace({ 'pwos.site.yaml': site, ...files }, { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' })

  test('[SLURM-29] the next job goes on from what it saved at TERM', async () => {
    await using space = opened({ 'walk.sh': alone })
    await goesOn(space, stage('walk.sh', 'exec bash ${{ inputs.code }} ${{ outputs.result }}', '{ cpu: 1, memory: 200 MB }'))
    expect(space.read('log')).toBe('scratch 0\ncheckpoint 1\n')
    expect(space.read('.pwos/results/long/walk/result.txt')).toBe('1\n')
  }, 400_000)

  test('[SLURM-29] so does MPI over two nodes, from what each rank saved', async () => {
    await using space = opened({ 'rank.sh': ranked })
    const run = `srun bash \${{ inputs.code }} part
      [[ ! -e part.0 ]] || cat part.0 part.1 > \${{ outputs.result }}`
    await goesOn(space, stage('rank.sh', run, '{ nodes: 2, tasks: 2, memory: 300 MB }'))
    expect(space.read('log.0')).toBe('scratch 0 node1 0\ncheckpoint 0 node1 1\n')
    expect(space.read('log.1')).toBe('scratch 1 node2 0\ncheckpoint 1 node2 1\n')
    expect(space.read('.pwos/results/long/walk/result.txt')).toBe('1\n1\n')
  }, 400_000)
})
