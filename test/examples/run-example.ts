import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { scratch } from '../scratch.ts'
import { examples } from './programs.ts'

interface Ran {
  readonly status: number | null
  /** All that was printed. */
  readonly text: string
  /** The value of a metric of a stage that has one task. */
  metric(stage: string, name: string): number
}

export interface Asked {
  /** What is asked of `pwos`, in the folder of the copy. */
  readonly words?: readonly string[]
  readonly path?: string
}

/** A study as a newcomer runs it: by the command line, in a copy of its folder. */
export function runExample(name: string, { words = ['run', 'workflow.yaml'], path = process.env.PATH ?? '' }: Asked = {}): Ran {
  const folder = join(scratch('pwos-example-'), name)
  cpSync(join(examples, name), folder, { recursive: true })
  const main = join(examples, '../dist/bundle/pwos.js')
  const pwos = (...said: readonly string[]) =>
    spawnSync(process.execPath, [main, ...said], { cwd: folder, encoding: 'utf8', timeout: 280_000, env: { ...process.env, PATH: path } })
  const { status, stdout, stderr } = pwos(...words)
  return {
    status,
    text: stdout + stderr,
    metric(stage, metric) {
      const answer = JSON.parse(pwos('metrics', `${stage}.${metric}`, '--json').stdout)
      return answer.metrics[0].values[0].value
    },
  }
}
