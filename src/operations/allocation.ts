import { slurmCommands } from '#worlds/slurm/commands.ts'

/** The job of Slurm whose script this process belongs to: what it starts ends with it, and it has a time to end. Undefined: there is none. */
export function batchJob(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { SLURM_JOB_ID: job, ENVIRONMENT: kind } = environment
  return kind === 'BATCH' && job !== undefined && /^\d+$/.test(job) ? job : undefined
}

const askEveryMs = 30_000
const leastMs = 5_000
const mostMs = 60_000

/** Calls `over` once the job's time is nearly over: a tenth of it before, a minute at most. Its end may be moved meanwhile. Answers how to stop looking. */
export function beforeEndOf(job: string, over: () => void): () => void {
  const slurm = slurmCommands()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function look(): Promise<void> {
    const { ok, text } = await slurm.ask('squeue', ['--noheader', `--jobs=${job}`, '--format=%S|%e'])
    const [start = Number.NaN, end = Number.NaN] = ok
      ? text
          .trim()
          .split('|')
          .map((seconds) => Number(seconds) * 1000)
      : []
    if (stopped) return
    // No answer, or no limit: asked again later.
    const leftMs = end - Math.min(mostMs, Math.max(leastMs, (end - start) / 10)) - Date.now()
    if (leftMs <= 0) over()
    else timer = setTimeout(() => void look(), Number.isFinite(leftMs) ? Math.min(askEveryMs, leftMs) : askEveryMs)
  }

  void look()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
