import type { RunStatus } from '#operations/run-status.ts'
import type { Look } from '../answer.ts'
import { cut } from '../terminal/width.ts'
import { renderStages } from './stages.ts'
import { renderHead, renderRunning } from './status.ts'
import { renderWaitingFor } from './waiting-for.ts'

const hint = {
  en: 'Ctrl-C: leave it running in the background',
  ko: 'Ctrl-C: 뒤에서 계속 실행하고 나가기',
}

/** The live view: head, stages, running tasks, as much of each as the screen has room for. */
export function renderLive(status: RunStatus, look: Look, rows: number): readonly string[] {
  const head = renderHead(status, look)
  const room = Math.max(3, rows - head.length - 4)
  const stages = renderStages(status, look, Math.max(2, Math.ceil(room * 0.6)))
  const waiting = renderWaitingFor(status, look, Math.max(1, Math.floor((room - stages.length) / 3)))
  const left = room - stages.length - waiting.length
  const running = left > 2 ? renderRunning(status, look, Math.min(8, left - 1)) : []
  const lines = [
    '',
    ...head,
    ...stages,
    ...waiting,
    ...running.map((line) => `${look.paint.busy('▸')}${line.slice(1)}`),
    look.paint.dim(look.speak(hint)),
  ]
  return lines.map((line) => cut(line, look.width))
}
