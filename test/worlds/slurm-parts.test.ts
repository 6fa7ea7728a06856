import { expect, test } from 'vitest'
import { plainSite } from '#model/site.ts'
import { createBreaker } from '#worlds/slurm/breaker.ts'
import { causeOf, hopeless, refusalOf } from '#worlds/slurm/causes.ts'
import { type PackingFacts, pack } from '#worlds/slurm/packing.ts'
import { createPeriod } from '#worlds/slurm/period.ts'
import { requestOf, siteWords, timeWords } from '#worlds/slurm/request.ts'
import { numbersOf, parseSeen } from '#worlds/slurm/status.ts'

test('[SLURM-4] needs become options of sbatch, as the site says, else as is usual', () => {
  const site = { ...plainSite, pools: { a100: { gres: 'gpu:a100' }, matlab: { license: 'matlab' }, fast: { option: '--bb={}' } } }
  const needs = { cpu: 1.5, memory: 3e9, nodes: 2, tasks: 64, a100: 2, gpu: 1, matlab: 1, fast: 3, beam: 1 }
  expect(requestOf(needs, 90_000, site)).toEqual({
    words: ['--cpus-per-task=2', '--bb=3', '--mem=2862M', '--nodes=2', '--ntasks=64', '--gres=gpu:a100:2,gpu:1', '--licenses=matlab:1'],
    limitMs: 90_000,
  })
  expect(timeWords({ words: [], limitMs: 90_000 }, 4)).toEqual(['--time=7'])
  expect(timeWords({ words: [], limitMs: undefined }, 4)).toEqual([])
  expect(siteWords({ ...plainSite, account: 'lab', exclude: ['n1', 'n2'], options: ['--x'] })).toEqual([
    '--account=lab',
    '--exclude=n1,n2',
    '--x',
  ])
})

const facts: PackingFacts = {
  ...{ waiting: 1000, eachMs: 100, queueMs: 0, slots: 8, room: 1000, aimMs: 60_000, mostInJob: 500, probing: false },
}
const shown = (more: Partial<PackingFacts>) => {
  const sizes = pack({ ...facts, ...more })
  return { jobs: sizes.length, attempts: sizes.reduce((sum, size) => sum + size, 0), most: Math.max(0, ...sizes) }
}

test('[SLURM-8] short attempts share jobs, and no processor stays idle for it', () => {
  expect(shown({})).toEqual({ jobs: 24, attempts: 1000, most: 42 })
  expect(shown({ waiting: 1_000_000 })).toEqual({ jobs: 1000, attempts: 500_000, most: 500 })
  expect(shown({ eachMs: 60_000 }).most).toBe(1)
  expect(shown({ eachMs: 60_000, queueMs: 600_000, waiting: 10_000 }).most).toBe(20)
  expect(shown({ mostInJob: 1 })).toEqual({ jobs: 1000, attempts: 1000, most: 1 })
  expect(shown({ room: 3 })).toEqual({ jobs: 3, attempts: 126, most: 42 })
})

test('[SLURM-8] where nothing is measured a few go ahead, and the others wait for them', () => {
  expect(shown({ eachMs: undefined })).toEqual({ jobs: 8, attempts: 8, most: 1 })
  expect(shown({ eachMs: undefined, probing: true }).jobs).toBe(0)
  expect(shown({ eachMs: undefined, waiting: 10 })).toEqual({ jobs: 10, attempts: 10, most: 1 })
  expect(shown({ eachMs: undefined, mostInJob: 1, probing: true }).jobs).toBe(1000)
})

test('[SLURM-10] submissions keep a distance; after three failures the pause doubles, and one success ends it', () => {
  const breaker = createBreaker(200)
  const pauseAfter = (now: number) => {
    for (let ms = 0; ; ms += 100) if (breaker.allows(now + ms)) return ms
  }
  expect(breaker.allows(0)).toBe(true)
  breaker.submitted(0)
  expect(pauseAfter(0)).toBe(200)
  const pauses = Array.from({ length: 12 }, (_, at) => {
    breaker.failed(at * 1e6)
    return pauseAfter(at * 1e6)
  })
  expect(pauses).toEqual([500, 500, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000])
  breaker.submitted(1e9)
  breaker.failed(1e9)
  expect(pauseAfter(1e9)).toBe(500)
})

test('[SLURM-11] what can never be is told from what cannot be now', () => {
  const prefix = 'sbatch: error: Batch job submission failed: '
  expect(refusalOf(`${prefix}Requested node configuration is not available`)).toBe('never')
  expect(refusalOf(`${prefix}Invalid account or account/partition combination specified`)).toBe('never')
  expect(refusalOf('sbatch: error: invalid partition specified: fast')).toBe('never')
  expect(refusalOf(`${prefix}Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)`)).toBe('limit')
  expect(refusalOf('sbatch: error: Unable to contact slurm controller (connect failure)')).toBe('later')
  expect(refusalOf(`${prefix}Socket timed out on send/recv operation`)).toBe('later')
  expect(refusalOf('sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying')).toBe('later')
})

test('[SLURM-13] questions come less and less while nothing happens, soon after something did, and never too often', () => {
  const period = createPeriod()
  let now = 0
  const gaps = Array.from({ length: 20 }, () => {
    const from = now
    while (!period.isDue(now)) now += 10
    period.asked(now, now + 5, true)
    return now - from
  })
  expect(gaps[1]).toBeLessThan(1500)
  expect(gaps.at(-1)).toBeGreaterThan(29_000)
  period.hurry()
  expect(period.isDue(now + 1100)).toBe(true)
  period.asked(now, now + 2000, true)
  expect(period.isDue(now + 2000 + 29_000)).toBe(false)
})

test('[SLURM-15] what Slurm says of an end is the cause', () => {
  const cause = (state: string, said = '') => causeOf({ state, reason: '', nodes: 'n1' }, said)?.cause
  expect(['OUT_OF_MEMORY', 'TIMEOUT', 'NODE_FAIL', 'PREEMPTED', 'CANCELLED', 'FAILED', 'COMPLETED'].map((state) => cause(state))).toEqual([
    ...['out_of_memory', 'out_of_time', 'node_failure', 'preempted', 'cancelled', undefined, undefined],
  ])
  const killed = 'slurmstepd: error: Step 5.4294967291 exceeded memory limit (209715200 > 104857600), being killed'
  expect(cause('FAILED', killed)).toBe('out_of_memory')
})

test('[SLURM-16] waiting for what can never come is told from waiting', () => {
  expect(hopeless('DependencyNeverSatisfied')?.cause).toBe('bad_request')
  expect(hopeless('BadConstraints')?.cause).toBe('bad_request')
  expect(hopeless('launch failed requeued held')?.cause).toBe('node_failure')
  for (const reason of ['Resources', 'Priority', 'JobHeldUser', 'ReqNodeNotAvail, UnavailableNodes:n3', 'AssocGrpCpuLimit', 'None'])
    expect(hopeless(reason)).toBeUndefined()
})

test('[SLURM-13] one answer of squeue tells of single elements and of many at once', () => {
  expect(numbersOf('0-3,8,10-20:5%4')).toEqual([0, 1, 2, 3, 8, 10, 15, 20])
  expect(numbersOf('N/A')).toBeUndefined()
  expect(parseSeen('12|2-4%8|PENDING|Priority||pwos-1/a r1/s/0-1\n12|1|RUNNING|None|n1|pwos-1/a | b\n')).toEqual([
    { job: '12', elements: [2, 3, 4], state: 'PENDING', reason: 'Priority', nodes: '', comment: 'pwos-1/a r1/s/0-1' },
    { job: '12', elements: [1], state: 'RUNNING', reason: 'None', nodes: 'n1', comment: 'pwos-1/a | b' },
  ])
})
