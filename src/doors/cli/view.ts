import type { RunUpdate } from '#operations/run-update.ts'
import type { Door } from './answer.ts'
import { renderLive } from './render/live-view.ts'
import { createPlainLines } from './render/plain-lines.ts'
import { tellUpdate } from './render/update-lines.ts'
import { openLiveRegion } from './terminal/live.ts'

/** What shows a run while it is followed: JSON lines, plain lines, or a region that is redrawn. */
export interface View {
  readonly snapshotMs: number
  /** Failed tasks (`stage/index`) that were told in full. */
  readonly told: ReadonlySet<string>
  update(update: RunUpdate): void
  /** A line that is not about the run itself. */
  say(line: string): void
  /** Before anything else is printed. May be called twice. */
  end(): void
}

export function openView(door: Door): View {
  const view = door.json ? jsonView(door) : door.screen === undefined ? plainView(door) : liveView(door, door.screen)
  const told = new Set<string>()
  return {
    ...view,
    told,
    update(update) {
      if (update.type === 'task' && update.what === 'failed') told.add(`${update.stage}/${update.task}`)
      view.update(update)
    },
  }
}

type Showing = Omit<View, 'told'>

function jsonView(door: Door): Showing {
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) door.say(lines.join('\n'))
    lines = []
  }
  return {
    snapshotMs: 0,
    update(update) {
      // A write for each of thousands of tasks takes longer than deciding about them.
      if (lines.length === 0) queueMicrotask(flush)
      lines.push(JSON.stringify(update))
    },
    say: (line) => door.note(line),
    end: flush,
  }
}

function plainView(door: Door): Showing {
  // Nothing is cut for a file or another program.
  const lines = createPlainLines({ ...door.look, width: 10_000 })
  return {
    snapshotMs: 500,
    update(update) {
      for (const line of lines(update)) door.say(line)
    },
    say: (line) => door.note(line),
    end: () => undefined,
  }
}

function liveView(door: Door, screen: NonNullable<Door['screen']>): Showing {
  const region = openLiveRegion(screen)
  // However the process ends, the terminal gets its cursor back.
  process.once('exit', () => region.end(false))
  const look = () => ({ ...door.look, width: Math.max(20, screen.columns() - 1) })
  return {
    snapshotMs: 150,
    update(update) {
      if (update.type === 'snapshot') region.draw(renderLive(update.status, look(), screen.rows()))
      else region.print(tellUpdate(update, look()))
    },
    say: (line) => region.print([line]),
    end: () => region.end(false),
  }
}
