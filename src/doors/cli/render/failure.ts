import type { Text } from '#expression/text.ts'
import type { Problem } from '#model/problem.ts'
import type { Look } from '../answer.ts'
import { renderProblems } from './problems.ts'

const words = { error: { en: 'Error', ko: '오류' }, hint: { en: 'What to do', ko: '할 일' } }

/** An operation that could not do what was asked: what is so, and what to do. `sources` are the texts of files named in problems. */
export function renderFailure(
  failure: { readonly code: string; readonly text: Text; readonly hint: Text | undefined; readonly problems: readonly Problem[] },
  sources: ReadonlyMap<string, string>,
  look: Look,
): readonly string[] {
  const { speak, paint } = look
  const lines = [...renderProblems(failure.problems, sources, look)]
  lines.push(`${paint.bad(`${speak(words.error)} [${failure.code}]`)} ${speak(failure.text)}`)
  if (failure.hint !== undefined) lines.push(`  ${paint.dim(`${speak(words.hint)}:`)} ${speak(failure.hint)}`)
  return lines
}
