import { formatLocal } from '#calendar/format-instant.ts'
import type { Option } from '#model/resources.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { constantSeconds } from './estimate.ts'
import type { Outline } from './outline.ts'
import type { Report, Span } from './report.ts'
import type { Entry } from './tree.ts'

type Entries = ReadonlyMap<string, Entry>

/** Warns of times of the file and of its stages that cannot both be kept, and of estimates beyond the limit. */
export function adviseTimes(workflow: Workflow, outlines: readonly Outline[], entries: Entries, report: Report): void {
  const { start, deadline, timezone } = workflow
  const first: Bound[] = boundsAt(entries, { start })
  const last: Bound[] = boundsAt(entries, { deadline })
  sayConflict(first, last, timezone, report)
  for (const stage of workflow.stages) {
    const own = outlines[stage.index]?.entries
    if (own === undefined) continue
    const booked = boundsAt(own, { at: stage.bookedAt })
    const notBefore = boundsAt(own, { not_before: stage.notBefore })
    const due = boundsAt(own, { deadline: stage.deadline })
    sayEarly([...first, ...notBefore], booked, timezone, report)
    sayConflict([...first, ...notBefore, ...booked], due, timezone, report)
    sayConflict([...notBefore, ...booked], last, timezone, report)
    adviseLimits(stage, own, report)
  }
}

interface Bound {
  readonly key: string
  readonly at: number
  readonly span: Span
}

function boundsAt(entries: Entries, times: { readonly [key: string]: number | undefined }): Bound[] {
  return Object.entries(times).flatMap(([key, at]) => {
    const span = entries.get(key)?.value
    return at === undefined || span === undefined ? [] : [{ key, at, span }]
  })
}

/** What ends must come after what begins. The later line of the file is where the user looks. */
function sayConflict(begins: readonly Bound[], ends: readonly Bound[], timezone: string, report: Report): void {
  for (const begin of begins) {
    for (const end of ends) if (end.at <= begin.at) say(end, begin, timezone, report)
  }
}

/** What is booked cannot be before anything may begin. */
function sayEarly(begins: readonly Bound[], booked: readonly Bound[], timezone: string, report: Report): void {
  for (const begin of begins) {
    for (const one of booked) if (one.at < begin.at) say(one, begin, timezone, report, true)
  }
}

function say(early: Bound, late: Bound, timezone: string, report: Report, mayBeEqual = false): void {
  const [earlier, later] = [formatLocal(early.at, timezone), formatLocal(late.at, timezone)]
  const message = {
    en: `\`${early.key}\` (${earlier}) ${mayBeEqual ? 'lies before' : 'is not after'} \`${late.key}\` (${later}).`,
    ko: `\`${early.key}\`(${earlier})이(가) \`${late.key}\`(${later})보다 ${mayBeEqual ? '앞섭니다' : '뒤가 아닙니다'}.`,
  }
  report.say('time_conflict', early.span.start > late.span.start ? early.span : late.span, message)
}

function adviseLimits(stage: Stage, entries: Entries, report: Report): void {
  const tree = entries.get('time')?.value
  if (tree === undefined) return
  const options: readonly Option[] = [stage, ...stage.alternatives]
  options.forEach(({ needs, time }, index) => {
    const limit = needs.find(({ pool }) => pool === 'time')?.amount
    const limitSeconds = limit && constantSeconds(limit)
    const seconds = time && constantSeconds(time.pessimistic)
    if (limitSeconds === undefined || seconds === undefined || seconds <= limitSeconds) return
    const message = {
      en: `A task may take ${time?.pessimistic.source}, but \`needs.time\` ends it after ${limit?.source}.`,
      ko: `작업이 ${time?.pessimistic.source} 걸릴 수 있는데 \`needs.time\`이 ${limit?.source} 뒤에 끝냅니다.`,
    }
    report.say('time_over_limit', tree.kind === 'list' ? (tree.items[index] ?? tree) : tree, message)
  })
}
