import { isQuantity } from '#expression/units.ts'
import { checkpointDefaults, checkpointSignals, preemptions, wholeness } from '#model/checkpoint.ts'
import type { Stage } from '#model/workflow.ts'
import { constantValue } from './constant.ts'
import type { Outline } from './outline.ts'
import { choiceAt, entriesOf, itemsAt, mapAt, numberAt, textTreeAt } from './pick.ts'
import { worldOf } from './placement.ts'
import { durationAt } from './quantity-at.ts'
import type { Tree } from './tree.ts'
import type { Writing } from './written.ts'

/** How a stage's program saves its state. `needs` are those compiled, which may limit its time. */
export function compileCheckpoint(
  outline: Outline,
  { needs, alternatives }: Pick<Stage, 'needs' | 'alternatives'>,
  writing: Writing,
): Pick<Stage, 'checkpoint'> {
  const entry = outline.entries.get('checkpoint')
  if (entry === undefined) {
    sayRestarts(outline, writing)
    return {}
  }
  const { report } = writing
  if (outline.work !== 'run' && outline.work !== undefined) return {}
  if (outline.work === undefined) {
    const message = { en: 'Only a command can save its state.', ko: '상태를 저장할 수 있는 것은 명령뿐입니다.' }
    report.say('bad_work', entry.keySpan, message)
    return {}
  }
  if (worldOf(outline).on === 'ssh') {
    report.say(
      'bad_rule',
      entry.keySpan,
      { en: '`checkpoint` does not go with `on: ssh` yet.', ko: '`checkpoint`는 아직 `on: ssh`와 함께 쓸 수 없습니다.' },
      { en: 'Run it here, or on a cluster.', ko: '이 컴퓨터나 클러스터에서 실행하세요.' },
    )
  }
  const entries = entriesOf(entry.value)
  const grace = textTreeAt(entries, 'grace')
  const graceMs = durationAt(writing, grace, 'grace')
  for (const limitMs of [needs, ...alternatives.map((each) => each.needs)].flatMap(limitOf)) {
    if (grace === undefined || graceMs === undefined || graceMs < limitMs) continue
    const message = {
      en: `\`grace\` leaves no time to work: the limit \`needs.time\` is ${limitMs / 1000} s.`,
      ko: `\`grace\` 때문에 일할 시간이 없습니다. 제한 \`needs.time\`이 ${limitMs / 1000}초입니다.`,
    }
    report.say('out_of_bounds', grace, message)
  }
  const exitCode = numberAt(entries, 'exit_code')
  return {
    checkpoint: {
      signal: choiceAt(entries, 'signal', checkpointSignals) ?? checkpointDefaults.signal,
      graceMs: graceMs ?? checkpointDefaults.graceMs,
      graceIsDefault: graceMs === undefined,
      whole: choiceAt(entries, 'whole', wholeness) ?? checkpointDefaults.whole,
      ...(exitCode === undefined ? {} : { exitCode }),
      atMost: numberAt(entries, 'at_most') ?? checkpointDefaults.atMost,
      at: report.place(entry.keySpan),
    },
  }
}

/** Whose place it may take. */
export function compilePreemption({ entries, work }: Outline, { report }: Writing): Pick<Stage, 'preempt'> {
  const preempt = choiceAt(entries, 'preempt', preemptions)
  const entry = entries.get('preempt')
  if (preempt === undefined || entry === undefined) return {}
  if (work === 'run') return { preempt }
  report.say('bad_work', entry.keySpan, {
    en: 'Only a command takes the place of others.',
    ko: '다른 작업의 자리를 차지할 수 있는 것은 명령뿐입니다.',
  })
  return {}
}

/** A limit that stands in the file itself, in ms. */
function limitOf(needs: Stage['needs']): readonly number[] {
  const time = needs.find(({ pool }) => pool === 'time')
  const value = time && constantValue(time.amount)
  return value !== undefined && isQuantity(value) ? [value.si * 1000] : []
}

/** What never saves its state goes on from none. */
function sayRestarts({ entries }: Outline, { report }: Writing): void {
  const rules = itemsAt(entries, 'on_error').map((tree) => mapAt(entriesOf(tree), 'retry'))
  const actions = itemsAt(entries, 'gates').flatMap((tree) =>
    ['else', 'inconclusive'].flatMap((key) => listed(entriesOf(tree).get(key)?.value)),
  )
  for (const retry of [...rules, ...actions.map((tree) => mapAt(entriesOf(tree), 'retry'))]) {
    const tree = textTreeAt(retry, 'restart')
    if (tree === undefined || tree.value === 'from_scratch') continue
    const message = {
      en: `\`${tree.value}\` needs \`checkpoint\`: the stage saves no state.`,
      ko: `\`${tree.value}\`에는 \`checkpoint\`가 있어야 합니다. 이 단계는 상태를 저장하지 않습니다.`,
    }
    report.say('bad_rule', tree, message)
  }
}

const listed = (tree: Tree | undefined): readonly Tree[] => (tree === undefined ? [] : tree.kind === 'list' ? tree.items : [tree])
