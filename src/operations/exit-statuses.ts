/** What a process says by its exit status. Scripts depend on these: they never change their meaning. */
export const exitStatuses = {
  ok: 0,
  /** The run ended, and not every task or required gate came out well. */
  run_failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The workflow file or the values given for its parameters have problems. */
  definition: 3,
  /** A file, run, stage or task that was named is not there. */
  not_found: 4,
  /** The store cannot be used: locked, full, read-only, damaged. */
  store: 5,
  /** The run was cancelled. */
  cancelled: 6,
  /** Not possible as things are; nothing was changed. */
  refused: 7,
  /** A mistake in PWOS itself. */
  bug: 70,
  /** Ended by Ctrl-C or a signal; a run goes on without this terminal. */
  interrupted: 130,
} as const

export type ExitName = keyof typeof exitStatuses
