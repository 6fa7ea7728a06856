import { watchCauses } from '#model/cause.ts'
import type { WatchRule } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import { choiceAt, entriesOf, itemsAt } from './pick.ts'
import { expressionAt, type Scope, type Writing } from './written.ts'

/** The conditions that stop a task early. */
export function compileWatches({ entries, work }: Outline, scope: Scope, writing: Writing): readonly WatchRule[] {
  const rules = itemsAt(entries, 'watch').flatMap((tree): WatchRule[] => {
    const rule = entriesOf(tree)
    const check = expressionAt(writing, rule.get('stop_if')?.value, scope, { kind: 'boolean' })
    return check === undefined ? [] : [{ check, cause: choiceAt(rule, 'cause', watchCauses) ?? 'diverged', at: writing.report.place(tree) }]
  })
  const entry = entries.get('watch')
  if (entry !== undefined && work === undefined) {
    const message = { en: 'The stage runs nothing that could be watched.', ko: '이 단계에는 지켜볼 실행이 없습니다.' }
    writing.report.say('bad_work', entry.keySpan, message, { en: 'Give it a `run`.', ko: '`run`을 쓰세요.' })
  }
  return rules
}
