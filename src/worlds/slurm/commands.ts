import { execFile } from 'node:child_process'

/** What a command of Slurm answered. `text` of one that failed is what it complained of. */
export type Answer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly text: string }

/** Runs Slurm's commands, one process each. Nothing here throws: silence is an answer too. */
export interface Slurm {
  ask(program: 'sbatch' | 'squeue' | 'scancel' | 'scontrol' | 'sinfo' | 'sacct' | 'srun', words: readonly string[]): Promise<Answer>
}

/** Slurm's own commands give up by themselves after a while; this is for those that hang on a dead file system. */
const longestMs = 60_000

export function slurmCommands(environment: NodeJS.ProcessEnv = process.env): Slurm {
  const env = withoutOuterJob(environment)
  return {
    ask(program, words) {
      return new Promise((answer) => {
        const options = { env, timeout: longestMs, maxBuffer: 256 << 20 }
        execFile(program, words, options, (error, stdout, stderr) => {
          if (error === null) answer({ ok: true, text: stdout })
          else answer({ ok: false, text: stderr.trim() === '' ? error.message : stderr.trim() })
        })
      })
    },
  }
}

/** A controller inside an allocation must not hand its own job's settings on, and times are read as they are written: in UTC. */
function withoutOuterJob(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const unwanted = /^(PWOS_.*|SLURM_(?!CONF$).*|SBATCH_.*|SQUEUE_.*|SINFO_.*|SACCT_.*|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|POSIXLY_CORRECT)$/
  const kept = Object.entries(environment).filter(([name]) => !unwanted.test(name))
  return { ...Object.fromEntries(kept), SLURM_TIME_FORMAT: '%s' }
}
