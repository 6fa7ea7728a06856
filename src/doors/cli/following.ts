import { batchJob, beforeEndOf } from '#operations/allocation.ts'
import type { ExitName } from '#operations/exit-statuses.ts'
import type { Followed } from '#operations/followed.ts'
import type { Host } from '#operations/operation.ts'
import type { RunUpdate } from '#operations/run-update.ts'
import { storeWords } from '#operations/store.ts'
import type { Door } from './answer.ts'
import { renderEnding } from './render/ending.ts'
import { openView } from './view.ts'

/** How long Ctrl-C is thought over: a second one within this time cancels the run. */
const secondThoughtMs = 2000

const words = {
  detaching: {
    en: 'Detaching: the run goes on in the background. Press Ctrl-C again now to cancel it.',
    ko: '화면에서 떨어집니다. 실행은 뒤에서 계속됩니다. 취소하려면 지금 Ctrl-C를 한 번 더 누르세요.',
  },
  cancelling: {
    en: 'Cancelling the run: its tasks are being stopped. Ctrl-C once more leaves that to the background.',
    ko: '실행을 취소합니다. 작업을 멈추는 중입니다. Ctrl-C를 한 번 더 누르면 뒤에서 계속합니다.',
  },
}

/** Carries out an operation that follows a run, showing it as it goes, and ends by what came of it. */
export async function following<Output>(
  door: Door,
  handle: (host: Host<RunUpdate>) => Promise<Output>,
  endingsOf: (output: Output) => readonly Followed[],
): Promise<ExitName> {
  const detach = new AbortController()
  const cancel = new AbortController()
  const view = openView(door)
  const job = batchJob()
  const stopWatching = job === undefined ? undefined : beforeEndOf(job, () => detach.abort())
  const stopListening = door.onInterrupt(interruptions(door, (line) => view.say(line), detach, cancel))
  try {
    const output = await handle(
      door.host<RunUpdate>({
        report: (update) => view.update(update),
        detach: detach.signal,
        cancel: cancel.signal,
        everyTask: door.json,
        ...(door.json ? {} : { snapshotMs: view.snapshotMs }),
      }),
    )
    view.end()
    const endings = endingsOf(output)
    if (door.json) door.say(JSON.stringify({ type: 'result', result: output }))
    else
      for (const ending of endings)
        for (const line of renderEnding(ending, door.look, view.told, storeWords(process.cwd(), ending.store))) door.say(line)
    return exitOf(endings)
  } finally {
    view.end()
    stopWatching?.()
    stopListening()
  }
}

/** First Ctrl-C: let go, after a moment in which a second one cancels. A signal that ends the process lets go at once. */
function interruptions(door: Door, tell: (line: string) => void, detach: AbortController, cancel: AbortController) {
  let presses = 0
  let timer: NodeJS.Timeout | undefined
  return (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
    presses++
    clearTimeout(timer)
    if (signal !== 'SIGINT' || presses > 2) detach.abort()
    else if (presses === 1) {
      tell(door.look.speak(words.detaching))
      timer = setTimeout(() => detach.abort(), secondThoughtMs)
    } else {
      tell(door.look.speak(words.cancelling))
      cancel.abort()
    }
  }
}

/** The worst of them: a failed run before a cancelled one before one that goes on. */
function exitOf(endings: readonly Followed[]): ExitName {
  const exits = endings.map((one): ExitName => {
    if (one.type === 'detached') return one.asked ? 'ok' : 'interrupted'
    if (one.status.phase === 'failed') return 'run_failed'
    return one.status.phase === 'cancelled' ? 'cancelled' : 'ok'
  })
  return (['run_failed', 'cancelled', 'interrupted'] as const).find((exit) => exits.includes(exit)) ?? 'ok'
}
