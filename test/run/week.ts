import type { RunEvent } from '#run/events.ts'
import { load } from '../simulation/flow.ts'

/** Midnight of a Monday, UTC. */
export const monday = Date.UTC(2026, 10, 30)

export const hour = 3_600_000

/** A whole file from its resources and stages. */
export function studyOf(resources: string, stages: string, top = ''): string {
  return `pwos: 1\nname: study\n${top}resources: { ${resources} }\nstages:\n${stages}`
}

/** Starts and ends as lines: `Tue 09:00 measure/0#1 started (beam jiho)`. */
export function diary(events: readonly RunEvent[], ...types: readonly RunEvent['type'][]): readonly string[] {
  const names = new Map<string, readonly string[]>()
  const wanted = types.length === 0 ? ['AttemptsStarted', 'AttemptEnded', 'RunEnded'] : types
  return events.flatMap((event) => {
    if (event.type === 'RunStarted') {
      const stages = load(event).stages.map((stage) => stage.name)
      names.set(event.run, stages)
    }
    if (!wanted.includes(event.type)) return []
    const stage = 'stage' in event ? (names.get(event.run)?.[event.stage] ?? '') : ''
    return [`${clock(event.at)} ${names.size > 1 ? `${event.run}/` : ''}${said(event, stage)}`]
  })
}

function said(event: RunEvent, stage: string): string {
  switch (event.type) {
    case 'AttemptsStarted': {
      const { holds, setupMs, option } = event
      const held = Object.entries(holds).map(([name, amount]) => (amount === 1 ? name : `${amount} ${name}`))
      const more = [
        setupMs === undefined ? [] : [`set up ${setupMs / 60_000} min`],
        option === undefined ? [] : [`option ${option}`],
      ].flat()
      return `${stage}/${event.tasks.map((task, index) => `${task}#${event.attempts[index]}`)} started (${[...held, ...more].join(' ')})`
    }
    case 'AttemptEnded': {
      const why = event.outcome.kind === 'failed' ? ` ${event.outcome.cause}: ${event.outcome.detail}` : ''
      return `${stage}/${event.task}#${event.attempt} ${event.then.kind}${why}`
    }
    case 'ApprovalGiven':
      return `${stage}/${event.task} approved by ${event.by}`
    case 'WorkDelegated':
      return `${stage}/${event.task} from ${event.from} to ${event.to}`
    case 'CommandRefused':
      return `${event.command} of ${event.by} refused: ${event.code}`
    case 'TasksReused':
      return event.results.map(({ task }) => `${stage}/${task} reused`).join(', ')
    case 'OpeningAwaited':
      return `nothing before ${clock(event.until)}`
    case 'RunEnded':
      return event.outcome
    default:
      return event.type
  }
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function clock(at: number): string {
  const day = Math.floor((at - monday) / (24 * hour))
  const time = new Date(at).toISOString().slice(11, 16)
  const week = Math.floor(day / 7)
  return `${days[((day % 7) + 7) % 7]}${week === 0 ? '' : `+${week}`} ${time}`
}
