import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, processesWhere, signal } from '#worlds/attempt/process-table.ts'

/** Ends the lanes that a test leaves in a store, with all they run: outliving their controller is what they are for. */
export function endLanes(store: string): void {
  const folder = join(store, 'lanes')
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith('.log')) continue
    const [, pid, startTime] = readFileSync(join(folder, name), 'utf8').split(' ')
    if (pid === undefined || startTime === undefined || !isRunning(Number(pid), startTime)) continue
    for (const entry of processesWhere(({ session }) => session === Number(pid))) signal(entry.pid, 'SIGKILL')
  }
}
