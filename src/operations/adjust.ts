import { z } from 'zod'
import { nearest } from '#expression/nearest.ts'
import { changedAmount } from '#plan/what-if.ts'
import type { RunState } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { findOpenRun, sendCommand } from './send-command.ts'
import { findStore, withJournal } from './store.ts'

const input = z.object({
  run: z.string().optional(),
  /** `cpu=8`, `memory=16 GB`, `licence=+1`, `cpu=x0.5`. */
  pools: z.array(z.string()).default([]),
  priority: z.int().min(-1000).max(1000).optional(),
  /** What runs of it and does not fit any more gives its place, where it can save its state; else it is respected. */
  preempt: z.boolean().default(false),
})

const output = z.object({
  run: z.string(),
  pools: z.array(z.object({ pool: z.string(), before: z.number(), after: z.number(), held: z.number() })),
  priority: z.number().nullable(),
  /** As in `pause`. */
  command: z.enum(['taken', 'waits']),
})

/** Gives a run that goes on more or less of its pools, or another priority. What runs keeps what it holds, unless `preempt` says otherwise. */
export const adjust: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'adjust',
  summary: summaries.adjust,
  input,
  output,
  handle({ run: wanted, pools: asked, priority, preempt }, host) {
    return withJournal(findStore(host), async (journal) => {
      const summary = findOpenRun(journal, wanted)
      if (asked.length === 0 && priority === undefined) {
        const hint = { en: 'For example `pwos adjust cpu=8`, or `--priority 10`.', ko: '예: `pwos adjust cpu=8` 또는 `--priority 10`' }
        throw new Failure('usage', { en: 'Say what is to be changed.', ko: '무엇을 바꿀지 알려 주세요.' }, { hint })
      }
      const { run, state } = readRun(journal, summary.run)
      const changes = asked.map((text) => changeOf(run, text))
      const pools = changes.map((change) => ({ ...change, held: state.held.get(change.pool) ?? 0 }))
      const changed = pools.length === 0 ? {} : { pools: Object.fromEntries(pools.map(({ pool, after }) => [pool, after])) }
      const rank = { ...(priority === undefined ? {} : { priority }), ...(preempt ? { preempt: true as const } : {}) }
      const command = await sendCommand(journal, { type: 'adjust', run: summary.run, ...changed, ...rank }, host)
      return { run: summary.run, pools, priority: priority ?? null, command }
    })
  },
}

function changeOf(run: RunState, text: string): { readonly pool: string; readonly before: number; readonly after: number } {
  const [pool = '', value = ''] = [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]
  const before = run.pools[pool]
  if (before === undefined) {
    const names = Object.keys(run.pools)
    const near = nearest(pool, names)
    throw new Failure(
      'usage',
      { en: `Run ${run.id} has no pool “${pool}”.`, ko: `실행 ${run.id}에 “${pool}”이라는 자원이 없습니다.` },
      {
        hint: {
          en: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Its pools: ${names.join(', ')}.`,
          ko: `${near === undefined ? '' : `\`${near}\`을(를) 뜻했나요? `}자원: ${names.join(', ')}`,
        },
      },
    )
  }
  const after = changedAmount(before, value.trim())
  if (after !== undefined && after >= 0) return { pool, before, after }
  throw new Failure('usage', {
    en: `“${value}” is no amount of ${pool}: give 8, 16 GB, +2, -1 or x0.5.`,
    ko: `“${value}”은 ${pool}의 양이 아닙니다. 8, 16 GB, +2, -1, x0.5처럼 쓰세요.`,
  })
}
