import type { Take } from '#model/take.ts'
import type { Stage } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import { mapAt, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'
import { type Scope, templateAt, type Writing } from './written.ts'

/** `take` of a stage: the result of another run. */
export function compileTake(outline: Outline, scope: Scope, writing: Writing): Pick<Stage, 'take'> {
  const entry = outline.entries.get('take')
  if (entry === undefined || outline.work !== 'take') return {}
  const entries = mapAt(outline.entries, 'take')
  checkAround(outline, entry, writing.report)
  const from = fromOf(entries, entry, scope, writing)
  const stage = textTreeAt(entries, 'stage')?.value
  const freshMs = durationAt(writing, textTreeAt(entries, 'no_older_than'), 'no_older_than')
  const withinMs = durationAt(writing, textTreeAt(entries, 'within'), 'within')
  const fingerprint = fingerprintAt(entries, writing.report)
  if (from === undefined || stage === undefined) return {}
  return { take: { from, stage, fingerprint, freshMs, withinMs, at: writing.report.place(entry.keySpan) } }
}

function fromOf(entries: ReadonlyMap<string, Entry>, { keySpan }: Entry, scope: Scope, writing: Writing): Take['from'] | undefined {
  const [workflow, run] = [textTreeAt(entries, 'workflow'), textTreeAt(entries, 'run')]
  if ((workflow === undefined) === (run === undefined)) {
    const message = { en: '`take` names either a `workflow` or a `run`.', ko: '`take`에는 `workflow`와 `run` 중 하나만 씁니다.' }
    const hint = {
      en: 'With `workflow` it is the newest run of that name that has succeeded.',
      ko: '`workflow`는 그 이름으로 성공한 가장 최근 실행입니다.',
    }
    writing.report.say('bad_rule', keySpan, message, hint)
    return undefined
  }
  if (workflow !== undefined) return { kind: 'workflow', name: workflow.value }
  const id = templateAt(writing, run, scope)
  return id && { kind: 'run', id }
}

function fingerprintAt(entries: ReadonlyMap<string, Entry>, report: Report): string | undefined {
  const tree = textTreeAt(entries, 'fingerprint')
  if (tree === undefined || /^[0-9a-f]{8,64}$/.test(tree.value)) return tree?.value
  const message = { en: 'A fingerprint is 8 to 64 digits, 0-9 and a-f.', ko: '지문은 0-9, a-f로 된 8~64자리입니다.' }
  report.say('bad_value', tree, message, {
    en: '`pwos status --json` shows that of a run.',
    ko: '실행의 지문은 `pwos status --json`에 나옵니다.',
  })
  return undefined
}

/** What cannot stand beside it, besides the keys that mean nothing there. */
function checkAround({ unrolled, outputs, each, entries }: Outline, { keySpan }: Entry, report: Report): void {
  if (each !== undefined && !entries.has('each')) {
    const message = {
      en: '`take` has one task, and this group is fanned out.',
      ko: '`take`은(는) 작업이 하나인데 이 그룹은 여러 원소로 나뉩니다.',
    }
    report.say('bad_rule', keySpan, message, { en: 'Let it stand before the group.', ko: '그룹 앞에 두세요.' })
  }
  if (unrolled?.kind === 'turn' && unrolled.iteration === 1) {
    report.say('bad_rule', keySpan, { en: '`take` cannot be repeated.', ko: '`take`은(는) 반복할 수 없습니다.' })
  }
  for (const { name, span, temporary } of outputs.values()) {
    if (!temporary) continue
    const message = {
      en: `\`${name}\` belongs to another run, and cannot be temporary here.`,
      ko: `\`${name}\`은(는) 다른 실행의 것이므로 여기서 임시로 둘 수 없습니다.`,
    }
    report.say('bad_rule', span, message)
  }
}
