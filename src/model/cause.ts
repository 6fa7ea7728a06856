/**
 * Why an attempt failed. A retry budget belongs to one cause and is never used up by another.
 * `rejected` is a person's decision, `bad_request` a job that the cluster does not take or could never start, `lost` the supervisor's own end (killed, or the machine rebooted): the program is not to blame.
 */
export const causes = [
  'out_of_memory',
  'out_of_time',
  'stalled',
  'disk_full',
  'killed',
  'program_error',
  'missing_output',
  'bad_format',
  'bad_metrics',
  'bad_input',
  'input_changed',
  'not_converged',
  'diverged',
  'drifted',
  'gate_failed',
  'no_signal',
  'no_result',
  'rejected',
  'preempted',
  'node_failure',
  'bad_request',
  'lost',
  'cancelled',
] as const

export type Cause = (typeof causes)[number]

/** What a condition on running tasks can find. */
export const watchCauses = [
  'diverged',
  'drifted',
  'stalled',
  'not_converged',
  'bad_input',
  'program_error',
] as const satisfies readonly Cause[]

export type WatchCause = (typeof watchCauses)[number]
