import { isQuantity } from '#expression/units.ts'
import { checkpointDefaults, checkpointSignals, preemptions, wholeness } from '#model/checkpoint.ts'
import type { Stage } from '#model/workflow.ts'
import { constantValue } from './constant.ts'
import type { Outline } from './outline.ts'
import { choiceAt, entriesOf, itemsAt, mapAt, numberAt, textTreeAt } from './pick.ts'
import { worldOf } from './placement.ts'
import { durationAt } from './quantity-at.ts'
import type { NamedResource, ResourceNames } from './resource-names.ts'
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

/** Whose place it may take. What waits for a person, a date or the first of several ways takes nobody's: room alone would not start it. */
export function compilePreemption(
  { entries, work }: Outline,
  { needs, alternatives }: Pick<Stage, 'needs' | 'alternatives'>,
  names: ResourceNames,
  { report }: Writing,
): Pick<Stage, 'preempt'> {
  const preempt = choiceAt(entries, 'preempt', preemptions)
  const entry = entries.get('preempt')
  if (preempt === undefined || entry === undefined) return {}
  const other = otherWait(
    entries,
    alternatives.length,
    needs.map(({ pool }) => pool).filter((pool) => isPerson(names.get(pool))),
  )
  if (work === 'run' && other !== undefined) {
    report.say('bad_rule', entry.keySpan, {
      en: `\`preempt\` does not go with ${other}: a task that waits for more than room takes nobody's place.`,
      ko: `\`preempt\`는 ${other}와(과) 함께 쓸 수 없습니다. 자리 말고 다른 것도 기다리는 작업은 남의 자리를 차지하지 않습니다.`,
    })
    return {}
  }
  if (work === 'run') return { preempt }
  report.say('bad_work', entry.keySpan, {
    en: 'Only a command takes the place of others.',
    ko: '다른 작업의 자리를 차지할 수 있는 것은 명령뿐입니다.',
  })
  return {}
}

const isPerson = (named: NamedResource | undefined) => named?.kind === 'person' || named?.kind === 'role'

/** As it stands in the file, what else than room the stage waits for. */
function otherWait(entries: Outline['entries'], alternatives: number, people: readonly string[]): string | undefined {
  const [person] = people
  if (person !== undefined) return `\`needs.${person}\``
  if (alternatives > 0) return '`needs: [...]`'
  const date = ['not_before', 'at'].find((key) => entries.has(key))
  return date && `\`${date}\``
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
