import { z } from 'zod'
import { issuesOf } from '#report/issues.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { describedIssue, describeIssue } from './issues.ts'
import type { Operation } from './operation.ts'
import { eventsOf, readRun } from './read-run.ts'
import { carryOut, sendCommand } from './send-command.ts'
import { findRun, findStore, withJournal } from './store.ts'

const input = z.object({
  /** `RUN#1`; a number alone is one of the newest run. */
  id: z.string(),
  action: z.enum(['resolve', 'assign', 'reopen']),
  to: z.string().optional(),
  reason: z.string().default(''),
  as: z.string().optional(),
})

const output = z.object({ state: z.enum(['taken', 'waits']), issue: describedIssue })

export type IssueAnswer = z.infer<typeof output>

const past = { resolve: 'resolved', assign: 'assigned', reopen: 'reopened' } as const

/** Resolves a quality issue, opens it again, or gives it to somebody; kept in the run's journal. */
export const issue: Operation<z.infer<typeof input>, IssueAnswer> = {
  name: 'issue',
  summary: summaries.issue,
  input,
  output,
  handle({ id, action, to, reason, as }, host) {
    const store = findStore(host)
    return withJournal(store, async (journal) => {
      const [, wanted = '', digits = ''] = /^(?:(.*)#)?(\d+)$/.exec(id.trim()) ?? []
      const summary = findRun(journal, wanted === '' ? undefined : wanted)
      const number = Number(digits)
      const look = () => {
        const { run } = readRun(journal, summary.run)
        const found = issuesOf(run, eventsOf(journal, run))
        const one = found.find((each) => each.number === number)
        return { count: found.length, issue: one && describeIssue(run, one) }
      }
      const before = look()
      if (before.issue === undefined) throw unknownIssue(id, summary.run, before.count)
      const by = as ?? host.user?.configured ?? host.user?.login ?? ''
      if (by.trim() === '') throw new Failure('who_is_it', { en: 'Say who you are: --as NAME.', ko: '누구인지 밝히세요: --as 이름.' })
      if (action === 'resolve' && reason.trim() === '')
        throw new Failure('no_reason', {
          en: 'To resolve an issue needs a reason: --reason "…".',
          ko: '이슈를 해결하려면 사유가 필요합니다: --reason "…".',
        })
      if (action === 'assign' && to === undefined)
        throw new Failure('who_is_it', { en: 'Assign it to whom? Add a name.', ko: '누구에게 맡길지 이름을 쓰세요.' })
      const command = { type: 'issue', run: summary.run, issue: number, action: past[action], by, reason } as const
      const said = { ...command, ...(action === 'assign' && to !== undefined ? { to } : {}) }
      if (summary.outcome === undefined) return { state: await sendCommand(journal, said, host), issue: look().issue ?? before.issue }
      await carryOut(store, journal, summary.run, [journal.send(said)], host)
      return { state: 'taken', issue: look().issue ?? before.issue }
    })
  },
}

function unknownIssue(id: string, run: string, count: number): Failure {
  const hint =
    count === 0
      ? { en: `Run ${run} has no issue.`, ko: `실행 ${run}에는 이슈가 없습니다.` }
      : {
          en: `Run ${run} has ${run}#1 to #${count}; \`pwos issues --all\` lists them.`,
          ko: `실행 ${run}에는 ${run}#1부터 #${count}까지 있습니다. \`pwos issues --all\`로 볼 수 있습니다.`,
        }
  return new Failure('unknown_issue', { en: `There is no issue ${id}.`, ko: `이슈 ${id}이(가) 없습니다.` }, { hint })
}
