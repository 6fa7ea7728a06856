import { approve } from '#operations/approve.ts'
import { reject } from '#operations/reject.ts'
import { answering, textOf } from '../answering.ts'
import type { Given } from '../given.ts'
import { renderSaid } from '../render/said.ts'

const input = (given: Given) => ({
  run: given.positional[0],
  of: given.positional[1],
  reason: textOf(given, 'reason'),
  as: textOf(given, 'as'),
})

export const approveAnswer = answering({ operation: approve, input, render: (said, look) => renderSaid(said, 'approve', look) })

export const rejectAnswer = answering({ operation: reject, input, render: (said, look) => renderSaid(said, 'reject', look) })
