import type { Gate, GateAction, Retry } from '#model/gate.ts'
import { formatPercent } from '#report/format.ts'
import { nameOf, type View } from './view.ts'

/** `else again with sweeps = sweeps * 4, at most 2 times, then ask pi; if inconclusive …`; empty: its level alone says. */
export function actionsText({ otherwise, inconclusive }: Gate, view: View): string {
  const { say } = view
  const failed = chained(otherwise, view)
  const doubtful = inconclusive === undefined ? '' : chained(inconclusive, view)
  return [
    ...(failed === '' ? [] : [say({ en: `else ${failed}`, ko: `아니면 ${failed}` })]),
    ...(doubtful === '' ? [] : [say({ en: `if inconclusive, ${doubtful}`, ko: `판단 불가면 ${doubtful}` })]),
  ].join('; ')
}

/** What a gate changes before something is done again. */
export function mendingText({ otherwise, inconclusive = [] }: Gate, view: View): string {
  return chained(
    [...otherwise, ...inconclusive].filter(({ kind }) => kind === 'retry' || kind === 'rework'),
    view,
  )
}

function chained(actions: readonly GateAction[], view: View): string {
  return actions.map((action) => actionText(action, view)).join(view.say({ en: ', then ', ko: ', 그다음 ' }))
}

function actionText(action: GateAction, view: View): string {
  const { say } = view
  switch (action.kind) {
    case 'fail':
      return say({ en: 'fail', ko: '실패' })
    case 'warn':
      return say({ en: 'warn', ko: '경고' })
    case 'retry':
      return retryText(action.retry, view)
    case 'rework': {
      const { from, with: changed, atMost } = action.rework
      const name = nameOf(view, from)
      const changes = changesText(changed)
      return say({
        en: `rework from ${name}${changes === '' ? '' : ` with ${changes}`}, at most ${timesText(atMost)}`,
        ko: `${name}부터 ${changes === '' ? '' : `${changes}(으)로 `}최대 ${atMost}번 재작업`,
      })
    }
    case 'quarantine': {
      const most = action.isShare ? formatPercent(action.atMost) : String(action.atMost)
      return say({ en: `drop the task, at most ${most} of them`, ko: `작업 제외, 최대 ${action.isShare ? most : `${most}개`}` })
    }
    case 'ask': {
      const who = action.by.join(', ')
      return say({ en: `ask ${who === '' ? 'a person' : who}`, ko: `${who === '' ? '사람' : who}에게 질문` })
    }
  }
}

/** `again with sweeps = sweeps * 4, at most 2 times`; with the pause before it, where there is one. */
export function retryText({ with: changed, needs, atMost, delayMs }: Retry, { say, span }: View): string {
  const needed = needs.map((one) => `${one.pool} = ${one.amount.source.trim()}`)
  const changes = [...(changed.length === 0 ? [] : [changesText(changed)]), ...needed].join(', ')
  const pause = delayMs === 0 ? '' : say({ en: ` after ${span(delayMs)}`, ko: `${span(delayMs)} 뒤 ` })
  return say({
    en: `again${pause}${changes === '' ? '' : ` with ${changes}`}, at most ${timesText(atMost)}`,
    ko: `${pause}${changes === '' ? '' : `${changes}(으)로 `}최대 ${atMost}번 다시`,
  })
}

function changesText(changed: Retry['with']): string {
  return changed.map((one) => `${one.name} = ${one.value.source.trim()}`).join(', ')
}

function timesText(count: number): string {
  return `${count} ${count === 1 ? 'time' : 'times'}`
}
