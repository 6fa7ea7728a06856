import type { Cause } from '#model/cause.ts'
import type { SlurmEnd } from './status.ts'

export interface Why {
  readonly cause: Cause
  readonly detail: string
}

/**
 * Why an attempt was ended from outside, by Slurm's word for its job. Undefined: Slurm knows of no reason, and what the
 * attempt itself left tells more. States are those of squeue(1), JOB STATE CODES.
 */
export function causeOf({ state, nodes }: SlurmEnd, said: string): Why | undefined {
  const where = nodes === '' ? '' : ` on ${nodes}`
  if (state === 'OUT_OF_MEMORY' || saysOutOfMemory(said)) return { cause: 'out_of_memory', detail: `ran out of memory${where}` }
  switch (state) {
    case 'TIMEOUT':
    case 'DEADLINE':
      return { cause: 'out_of_time', detail: `ended by Slurm at its time limit${where}` }
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
      return { cause: 'node_failure', detail: `the node failed${where}` }
    case 'PREEMPTED':
      return { cause: 'preempted', detail: `gave way to another job${where}` }
    case 'CANCELLED':
    case 'REVOKED':
      return { cause: 'cancelled', detail: `its job was cancelled by hand${where}` }
  }
  return undefined
}

/** Without control groups Slurm 22.05 tells of too much memory only in the job's own output. */
function saysOutOfMemory(text: string): boolean {
  return /oom[-_ ]kill|exceeded (?:job |step |virtual )?memory limit|Exceeded (?:job|step) memory|memory limit \(\d+ > \d+\)/i.test(text)
}

/** Reasons for waiting that never pass by themselves (squeue(1), JOB REASON CODES), as what they mean for the attempt. */
export function hopeless(reason: string): Why | undefined {
  if (/launch failed requeued held/i.test(reason)) return { cause: 'node_failure', detail: 'Slurm could not launch the job, and held it' }
  if (!never.has(reason)) return undefined
  return { cause: 'bad_request', detail: `the job could never start: ${reason}` }
}

const never = new Set([
  ...['DependencyNeverSatisfied', 'BadConstraints', 'InvalidAccount', 'InvalidQOS', 'PartitionTimeLimit', 'PartitionNodeLimit'],
  ...['AssocMaxCpuPerJobLimit', 'AssocMaxMemPerJob', 'AssocMaxNodePerJobLimit', 'AssocMaxWallDurationPerJobLimit', 'AccountNotAllowed'],
  ...['QOSMaxCpuPerJobLimit', 'QOSMaxMemoryPerJob', 'QOSMaxNodePerJobLimit', 'QOSMaxWallDurationPerJobLimit', 'QOSNotAllowed'],
])

/** What a refused submission means: try again later, too many already, or never like this. */
export function refusalOf(text: string): 'later' | 'limit' | 'never' {
  if (/MaxSubmit|submit limit|Job violates accounting\/QOS policy|MaxJobCount|too many jobs|AssocMaxSubmit|QOSMaxSubmit/i.test(text))
    return 'limit'
  if (
    /Requested node configuration|[Ii]nvalid |not available|Unable to (?:allocate|satisfy)|not permitted|[Uu]nrecognized option|[Uu]nknown |More processors requested|Memory required|limit exceeded|denied/.test(
      text,
    ) &&
    !/temporarily|Unable to contact/i.test(text)
  )
    return 'never'
  return 'later'
}
