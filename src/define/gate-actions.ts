import type { GateAction } from '#model/gate.ts'
import { constantValue } from './constant.ts'
import { hintFor } from './names.ts'
import { entriesOf, mapAt, numberAt, oneOrMore, textTreeAt } from './pick.ts'
import { nothingInScope } from './quantity-at.ts'
import { turnName } from './repeat.ts'
import { kindText } from './resource-names.ts'
import { compileChanges, compileRetry, type RetryContext } from './retry.ts'
import { stageNumber } from './stage-outline.ts'
import type { Tree } from './tree.ts'
import { beginName } from './within.ts'
import { amountAt, type TextTree } from './written.ts'

/** What `else` and `inconclusive` can say, alone or in a list. */
const words = ['fail', 'warn', 'ask'] as const
const keys = ['retry', 'rework', 'quarantine', 'ask'] as const

/** One action or a list of them, in the order in which they are tried. */
export function compileActions(tree: Tree | undefined, required: boolean, context: RetryContext): readonly GateAction[] {
  if (tree === undefined) return []
  const items = tree.kind === 'list' ? tree.items : [tree]
  return items.flatMap((item) => compileAction(item, required, context) ?? [])
}

function compileAction(tree: Tree, required: boolean, context: RetryContext): GateAction | undefined {
  if (tree.kind === 'text') return compileWord(tree, required, context)
  if (tree.kind !== 'map') return undefined
  const given = keys.filter((key) => tree.entries.has(key))
  const [key] = given
  // Of a key that means nothing here is told where the shape is checked.
  if (key === undefined && tree.entries.size > 0) return undefined
  if (given.length !== 1 || key === undefined) {
    const message = { en: 'An action is one thing to do.', ko: '동작에는 할 일 하나만 씁니다.' }
    context.writing.report.say('bad_rule', tree, message, {
      en: 'Say one of `retry`, `rework`, `quarantine` or `ask`; several, tried one after the other, stand in a list.',
      ko: '`retry`, `rework`, `quarantine`, `ask` 중 하나를 쓰세요. 차례로 해 볼 여러 동작은 목록으로 씁니다.',
    })
    return undefined
  }
  const inner = tree.entries.get(key)?.value
  if (key === 'retry') {
    const retry = compileRetry(inner, context)
    return retry && { kind: 'retry', retry }
  }
  if (key === 'rework') return compileRework(inner, context)
  if (key === 'ask') return { kind: 'ask', by: peopleAt(inner, context) }
  return compileQuarantine(inner, context)
}

function compileWord(tree: Tree & { readonly kind: 'text' }, required: boolean, { writing }: RetryContext): GateAction | undefined {
  const word = words.find((one) => one === tree.value)
  if (word === 'ask') return { kind: 'ask', by: [] }
  if (word !== 'warn' || !required) return word && { kind: word }
  const message = {
    en: 'A `required` gate cannot only warn: what did not pass would go on.',
    ko: '`required` 관문은 경고만 할 수 없습니다. 통과하지 못한 결과가 다음 단계로 넘어갑니다.',
  }
  writing.report.say('bad_rule', tree, message, { en: 'Give it `level: expected`.', ko: '`level: expected`로 바꾸세요.' })
  return undefined
}

const defaultAtMost = 3

/** The stage that is named, itself included; told where there is none. */
export function earlierStage(named: TextTree, { writing, stage }: RetryContext): number | undefined {
  if (named.value === stage.name) return stage.index
  // A loop goes again from its first turn, a group from its begin.
  const turn = turnName(named.value, 1)
  const begins = [beginName(turn), turn, beginName(named.value)].flatMap((name) => stage.numbers.get(name) ?? [])
  return begins[0] ?? stageNumber(named.value, named, stage.name, stage.numbers, writing.report)
}

function compileRework(tree: Tree | undefined, context: RetryContext): GateAction | undefined {
  const entries = entriesOf(tree)
  const named = textTreeAt(entries, 'from')
  if (named === undefined) return undefined
  const { writing, stage } = context
  const from = earlierStage(named, context)
  if (from === undefined) return undefined
  context.reworks.push({ stage: stage.index, from, tree: named })
  const changes = compileChanges(mapAt(entries, 'with'), { ...context, changeable: context.parameterTypes })
  return {
    kind: 'rework',
    rework: { from, with: changes, atMost: numberAt(entries, 'at_most') ?? defaultAtMost, at: writing.report.place(named) },
  }
}

function compileQuarantine(tree: Tree | undefined, { writing, stage }: RetryContext): GateAction | undefined {
  const bound = entriesOf(tree).get('at_most')?.value
  if (tree === undefined || bound === undefined) return undefined
  if (!stage.isFanout) {
    const message = {
      en: `\`${stage.name}\` is one task: there is no fan-out to drop it from.`,
      ko: `\`${stage.name}\`은(는) 작업이 하나라서 제외할 묶음이 없습니다.`,
    }
    writing.report.say('bad_rule', tree, message, {
      en: 'Quarantine is for stages with `foreach` or `each`.',
      ko: '`foreach`나 `each`가 있는 단계에만 쓸 수 있습니다.',
    })
    return undefined
  }
  const amount = amountAt(writing, bound, nothingInScope)
  const value = amount && constantValue(amount)
  if (value === undefined) return undefined
  const isShare = bound.kind === 'text'
  const plain = typeof value === 'number' ? value : typeof value === 'object' && value !== null && 'si' in value ? value.si : Number.NaN
  if (isShare ? plain > 0 && plain <= 1 : Number.isInteger(plain) && plain >= 1) return { kind: 'quarantine', atMost: plain, isShare }
  const message = { en: '`at_most` is a number of tasks or a share of them.', ko: '`at_most`에는 작업 수나 비율을 씁니다.' }
  writing.report.say('out_of_bounds', bound, message, { en: 'For example `3` or `5 %`.', ko: '예: `3`, `5 %`' })
  return undefined
}

/** Persons and roles by name. */
export function peopleAt(tree: Tree | undefined, { writing, resources }: RetryContext): readonly string[] {
  return oneOrMore(tree).flatMap((named) => {
    const kind = resources.get(named.value)?.kind
    if (kind === 'person' || kind === 'role') return [named.value]
    const people = [...resources].filter(([, one]) => one.kind === 'person' || one.kind === 'role').map(([name]) => name)
    const what =
      kind === undefined
        ? { en: 'declared nowhere', ko: '선언되지 않았습니다' }
        : { en: kindText(kind).en, ko: `${kindText(kind).ko}입니다` }
    const message = {
      en: `\`${named.value}\` is ${what.en}: a person or a role under \`resources.people\` is meant here.`,
      ko: `\`${named.value}\`은(는) ${what.ko}. 여기에는 \`resources.people\`의 사람이나 역할을 씁니다.`,
    }
    writing.report.say('bad_value', named, message, hintFor(named.value, people))
    return []
  })
}
