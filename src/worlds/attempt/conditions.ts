import { spawn } from 'node:child_process'
import { setMaxListeners } from 'node:events'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ConditionSource } from '#model/coordination.ts'
import type { Reading } from '#run/coordination-events.ts'
import type { State } from '#run/state.ts'
import type { Outbox } from './outbox.ts'

/** Looks at the conditions of runs, each in its period, and tells what they read when that is something else than before. */
export interface ConditionWatch {
  watch(run: string, state: State): void
  unwatch(run: string): void
  close(): void
}

export function createConditionWatch(outbox: Outbox): ConditionWatch {
  const watched = new Map<string, AbortController>()

  function unwatch(run: string): void {
    watched.get(run)?.abort()
    watched.delete(run)
  }

  return {
    unwatch,
    watch(id, state) {
      const run = state.runs.get(id)
      if (run === undefined || watched.has(id)) return
      const stop = new AbortController()
      // Each condition listens, and there may be many.
      setMaxListeners(0, stop.signal)
      watched.set(id, stop)
      const folder = dirname(run.started.file)
      for (const [condition, { source }] of (run.workflow.coordination?.conditions ?? []).entries()) {
        if (source.kind === 'signal') continue
        const tell = (reading: Reading) => outbox.push({ type: 'observed', run: id, condition, reading })
        lookAgain(source, folder, tell, stop.signal)
      }
    },
    close() {
      for (const run of [...watched.keys()]) unwatch(run)
    },
  }
}

type Polled = Extract<ConditionSource, { kind: 'command' | 'file' }>

function lookAgain(source: Polled, folder: string, tell: (reading: Reading) => void, stop: AbortSignal): void {
  let last: Reading | undefined
  let timer: NodeJS.Timeout | undefined
  stop.addEventListener('abort', () => clearTimeout(timer))
  const look = async () => {
    const began = performance.now()
    const reading = source.kind === 'file' ? await fileReading(resolve(folder, source.text)) : await commandReading(source, folder, stop)
    if (stop.aborted) return
    if (reading !== last) tell(reading)
    last = reading
    timer = setTimeout(look, Math.max(0, source.everyMs - (performance.now() - began)))
  }
  void look()
}

async function fileReading(path: string): Promise<Reading> {
  try {
    await stat(path)
    return 'holds'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'clear' : 'unknown'
  }
}

/** As in a shell's `if`: 0 is yes, 1 is no. What fails otherwise, or says nothing for too long, does not know. */
function commandReading({ text, silentMs }: Polled, folder: string, stop: AbortSignal): Promise<Reading> {
  return new Promise((done) => {
    // A process group of its own, so that all that it has started goes with it.
    const child = spawn('bash', ['-c', text], { cwd: folder, stdio: 'ignore', detached: true })
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
    const timer = setTimeout(() => {
      end()
      done('unknown')
    }, silentMs)
    stop.addEventListener('abort', end)
    const over = (reading: Reading) => {
      clearTimeout(timer)
      stop.removeEventListener('abort', end)
      done(reading)
    }
    child.on('error', () => over('unknown'))
    child.on('exit', (code) => over(code === 0 ? 'holds' : code === 1 ? 'clear' : 'unknown'))
  })
}
