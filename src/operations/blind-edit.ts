import { hiddenStages } from '#run/blinding.ts'
import type { RunEvent } from '#run/events.ts'
import type { RunState } from '#run/state.ts'
import { Failure } from './failure.ts'

/**
 * An edit must not show what is hidden until it is unblinded: a stage that is blind stays so, by its name and by its results, whatever it is
 * called in the new file.
 */
export function refuseUnblinding(before: RunState, events: Iterable<RunEvent>, next: RunState): void {
  const [hidden, stillHidden] = [hiddenStages(before), hiddenStages(next)]
  if (hidden.size === 0) return
  const secret = originsIn(events, hidden)
  const names = new Set([...hidden].map((index) => before.workflow.stages[index]?.name))
  const shown = next.workflow.stages.filter(
    ({ name, index }) =>
      !stillHidden.has(index) &&
      (names.has(name) || [...(next.stages[index]?.results.values() ?? [])].some(({ origin }) => secret.has(origin))),
  )
  if (shown.length === 0) return
  const stages = shown.map(({ name }) => name).join(', ')
  throw new Failure(
    'blinded',
    {
      en: `The edit would show results that are hidden until they are unblinded: ${stages}.`,
      ko: `이 수정은 블라인드가 해제되기 전까지 숨겨야 할 결과를 드러냅니다: ${stages}.`,
    },
    { hint: approvalsOf(before) },
  )
}

/** Where the results of these stages come from. */
function originsIn(events: Iterable<RunEvent>, stages: ReadonlySet<number>): ReadonlySet<string> {
  const origins = new Set<string>()
  for (const event of events) {
    if (event.type === 'AttemptEnded' && stages.has(event.stage) && event.outcome.kind === 'succeeded')
      origins.add(event.outcome.result.origin)
    if (event.type === 'TasksReused' && stages.has(event.stage)) for (const { result } of event.results) origins.add(result.origin)
  }
  return origins
}

function approvalsOf({ workflow }: RunState) {
  const names = workflow.stages.flatMap(({ name, human }) => (human?.kind === 'approval' && human.unblinds !== undefined ? [name] : []))
  const list = names.map((name) => `\`${name}\``).join(', ')
  if (list === '') return { en: 'Leave them `blind`.', ko: '`blind`를 그대로 두세요.' }
  return {
    en: `Leave them \`blind\` and under the same approval, or let ${list} be approved in the run first.`,
    ko: `\`blind\`와 그 승인을 그대로 두거나, 먼저 실행에서 ${list} 승인을 받으세요.`,
  }
}
