import type { Calendar, CalendarSource } from '#calendar/calendar.ts'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import { readMoment } from '#calendar/moment.ts'
import { zoneOf } from '#calendar/zone.ts'
import type { Workflow } from '#model/workflow.ts'
import type { PlanInput } from './plan-input.ts'
import { amountOf, type Changed, noAmount, type WhatIfProblem } from './what-if-change.ts'

const kinds = ['away', 'window', 'hours', 'booking', 'load'] as const

/**
 * `away:…`, `booking:…` or `window:…` with a range, `hours:…`, `load:50 %` for a person or an instrument; a time for `deadline`.
 * Undefined: the value is of another kind.
 */
export function changeCalendar(input: PlanInput, name: string, value: string): Changed | undefined {
  const { workflow } = input
  if (name === 'deadline') return changeDeadline(input, value)
  const [, kind, rest = ''] = /^([a-z]+):(.*)$/s.exec(value) ?? []
  if (kind === undefined) return undefined
  if (kind === 'load') return changeLoad(input, name, rest.trim())
  const person = workflow.people.find((one) => one.name === name)
  const instrument = workflow.instruments.find((one) => one.name === name)
  const source = sourceWith(person?.calendar ?? instrument?.calendar, workflow, kind, rest.trim())
  if (source === undefined) return unknownKind(kind)
  const { calendar, problems } = compileCalendar(source)
  const [problem] = problems
  if (calendar === undefined || problem !== undefined) return { problem: problem?.message ?? noAmount(value).problem, hint: problem?.hint }
  const changed = <Thing extends { readonly name: string }>(things: readonly Thing[]) =>
    things.map((one) => (one.name === name ? { ...one, calendar } : one))
  return { input: { ...input, workflow: { ...workflow, people: changed(workflow.people), instruments: changed(workflow.instruments) } } }
}

function sourceWith(calendar: Calendar | undefined, { timezone }: Workflow, kind: string, text: string): CalendarSource | undefined {
  const nothing: CalendarSource = { hours: undefined, timezone, holidays: [], away: [], windows: [], bookings: [] }
  const source = calendar?.source ?? nothing
  switch (kind) {
    case 'away':
      return { ...source, away: [...source.away, text] }
    case 'booking':
      return { ...source, bookings: [...source.bookings, text] }
    case 'window':
      return { ...source, windows: [...source.windows, text] }
    case 'hours':
      return { ...source, hours: text }
    default:
      return undefined
  }
}

function unknownKind(kind: string): WhatIfProblem {
  const list = kinds.map((one) => `${one}:`).join(', ')
  return {
    problem: { en: `“${kind}:” says nothing of a calendar.`, ko: `“${kind}:”은(는) 달력에 대한 변경이 아닙니다.` },
    hint: { en: `There are ${list}.`, ko: `쓸 수 있는 것: ${list}` },
  }
}

function changeLoad(input: PlanInput, name: string, text: string): Changed {
  const { workflow } = input
  const share = text.endsWith('%') ? (amountOf(text.slice(0, -1).trim()) ?? Number.NaN) / 100 : amountOf(text)
  if (share === undefined || !(share > 0 && share <= 1)) return noAmount(text)
  const people = workflow.people.map((one) => (one.name === name ? { ...one, load: share } : one))
  return { input: { ...input, workflow: { ...workflow, people } } }
}

/** A date means its end. */
function changeDeadline(input: PlanInput, text: string): Changed {
  const { value, problem } = readMoment(text, zoneOf(input.workflow.timezone))
  if (problem !== undefined) return { problem: problem.message, hint: problem.hint }
  const deadline = value.kind === 'day' ? value.to : value.at
  return { input: { ...input, workflow: { ...input.workflow, deadline } } }
}
