import { issue } from '#operations/issue.ts'
import { issues } from '#operations/issues.ts'
import { answering, flagOf, textOf } from '../answering.ts'
import { renderIssue, renderIssues } from '../render/issues.ts'

export const issuesAnswer = answering({
  operation: issues,
  input: (given) => ({ run: given.positional[0], all: flagOf(given, 'all') }),
  render: renderIssues,
})

export const issueAnswer = answering({
  operation: issue,
  input: (given) => ({
    id: given.positional[0],
    action: given.positional[1],
    to: given.positional[2],
    reason: textOf(given, 'reason'),
    as: textOf(given, 'as'),
  }),
  render: renderIssue,
})
