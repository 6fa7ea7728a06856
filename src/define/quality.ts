import { RE2JS } from 're2js'
import { type Cause, causes } from '#model/cause.ts'
import type { Gate, GateAction, Validity } from '#model/gate.ts'
import type { ErrorRule } from '#model/workflow.ts'
import { compileActions, earlierStage, peopleAt } from './gate-actions.ts'
import { checkMemberName } from './names.ts'
import { sayNoPattern } from './pattern-trouble.ts'
import { choiceAt, entriesOf, itemsAt, numberAt, oneOrMore, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { Report } from './report.ts'
import { compileRetry, type RetryContext } from './retry.ts'
import { shareAt } from './share.ts'
import type { Entry, Tree } from './tree.ts'
import { expressionAt } from './written.ts'

const boolean = { kind: 'boolean' } as const
const levels = ['required', 'expected', 'stretch'] as const
const defaultConfidence = 0.95
/** Below one half, a value on the wrong side of the threshold would pass. */
const confidences = { least: 0.5, most: 0.999999999, range: '50 % ... 99.9999999 %' }

const shares = { least: 0.000001, most: 1, range: '0.0001 % ... 100 %' }

export function compileGates(entries: ReadonlyMap<string, Entry>, context: RetryContext): Gate[] {
  const gates: Gate[] = []
  const taken = new Set<string>()
  for (const tree of itemsAt(entries, 'gates')) {
    const gate = compileGate(tree, taken, context)
    if (gate) gates.push(gate)
  }
  return gates
}

function compileGate(tree: Tree, taken: Set<string>, context: RetryContext): Gate | undefined {
  const { writing, gateScope } = context
  const entries = entriesOf(tree)
  const nameTree = textTreeAt(entries, 'name')
  const name = nameTree?.value
  if (nameTree) checkMemberName(nameTree.value, nameTree, writing.report)
  if (nameTree && name !== undefined && taken.has(name)) {
    const message = { en: `A second gate \`${name}\` in this stage.`, ko: `이 단계에 관문 \`${name}\`이(가) 또 있습니다.` }
    writing.report.say('name_taken', nameTree, message)
  }
  if (name !== undefined) taken.add(name)
  const check = expressionAt(writing, entries.get('check')?.value, gateScope, boolean)
  const level = choiceAt(entries, 'level', levels) ?? 'required'
  const waivedBy = waiversAt(entries.get('waive')?.value, context)
  const actionsAt = (key: string) =>
    askingThose(compileActions(entries.get(key)?.value, level === 'required', context), waivedBy, entries.get(key), writing.report)
  const otherwise = actionsAt('else')
  const inconclusive = entries.has('inconclusive') ? actionsAt('inconclusive') : undefined
  const confidence = shareAt(writing, entries.get('confidence')?.value, 'confidence', confidences) ?? defaultConfidence
  const share = shareAt(writing, entries.get('at_least')?.value, 'at_least', shares)
  checkFanout(entries.get('at_least'), context)
  const validity = validityAt(entries.get('valid_for'), context)
  if (name === undefined || check === undefined) return undefined
  return {
    name,
    check,
    level,
    confidence,
    ...(share === undefined ? {} : { atLeast: share }),
    ...(validity === undefined ? {} : { validFor: validity }),
    otherwise,
    inconclusive,
    waivedBy,
    at: writing.report.place(tree),
  }
}

const customaryRenewals = 100

function validityAt(entry: Entry | undefined, context: RetryContext): Validity | undefined {
  if (entry === undefined) return undefined
  const { writing, stage } = context
  const { value } = entry
  const entries = entriesOf(value)
  const tree = value.kind === 'text' ? value : textTreeAt(entries, 'time')
  const ms = durationAt(writing, tree, 'valid_for')
  if (stage.isTurn) {
    const message = {
      en: 'A loop has no `valid_for`: say it in a stage behind it.',
      ko: '반복에는 `valid_for`를 쓸 수 없습니다. 뒤의 단계에 쓰세요.',
    }
    writing.report.say('bad_value', entry.keySpan, message)
    return undefined
  }
  if (ms === undefined || tree === undefined) return undefined
  const named = textTreeAt(entries, 'from')
  const from = named === undefined ? stage.index : earlierStage(named, context)
  if (from === undefined) return undefined
  context.reworks.push({ stage: stage.index, from, tree: named ?? tree, validity: true })
  return { ms, atMost: numberAt(entries, 'at_most') ?? customaryRenewals, ...(named === undefined ? {} : { from }) }
}

function checkFanout(entry: Entry | undefined, { stage, writing }: RetryContext): void {
  if (entry === undefined || (stage.isFanout && !stage.isTurn)) return
  const message = stage.isTurn
    ? { en: 'A loop is judged turn by turn: it has no `at_least`.', ko: '반복은 차례마다 판정하므로 `at_least`를 쓸 수 없습니다.' }
    : {
        en: `\`${stage.name}\` is one task: there is no share of them.`,
        ko: `\`${stage.name}\`은(는) 작업이 하나라서 비율을 정할 수 없습니다.`,
      }
  writing.report.say('bad_rule', entry.keySpan, message, {
    en: '`at_least` is for stages with `foreach` or `each`.',
    ko: '`at_least`는 `foreach`나 `each`가 있는 단계에만 쓸 수 있습니다.',
  })
}

/** Whether something is judged over all tasks of a stage: nothing is built on it before. */
export function isJudgedWhole(entries: ReadonlyMap<string, Entry>): boolean {
  return itemsAt(entries, 'gates').some((tree) => entriesOf(tree).has('at_least'))
}

/** `waive: never` is for nobody; left out, for anybody. */
function waiversAt(tree: Tree | undefined, context: RetryContext): readonly string[] | undefined {
  if (tree === undefined) return undefined
  return tree.kind === 'text' && tree.value === 'never' ? [] : peopleAt(tree, context)
}

/** Those are asked who may waive it, as to let a result pass is a waiver. */
function askingThose(
  actions: readonly GateAction[],
  waivedBy: readonly string[] | undefined,
  entry: Entry | undefined,
  report: Report,
): readonly GateAction[] {
  if (waivedBy === undefined || entry === undefined) return actions
  if (waivedBy.length === 0 && actions.some(({ kind }) => kind === 'ask')) {
    const message = { en: 'Nobody can be asked: `waive: never`.', ko: '`waive: never`이므로 물어볼 사람이 없습니다.' }
    report.say('bad_rule', entry.keySpan, message, {
      en: 'Name those who may waive it, or leave `ask` out.',
      ko: '면제할 수 있는 사람을 적거나 `ask`를 빼세요.',
    })
  }
  return actions.map((action) => (action.kind === 'ask' && action.by.length === 0 ? { kind: 'ask', by: waivedBy } : action))
}

export function compileRules(entries: ReadonlyMap<string, Entry>, context: RetryContext): ErrorRule[] {
  const rules: ErrorRule[] = []
  for (const tree of itemsAt(entries, 'on_error')) {
    const rule = compileRule(tree, context)
    if (rule) rules.push(rule)
  }
  return rules
}

function compileRule(tree: Tree, context: RetryContext): ErrorRule | undefined {
  if (tree.kind !== 'map') return undefined
  const { report } = context.writing
  const { entries } = tree
  if (!['cause', 'exit_code', 'matches'].some((key) => entries.has(key))) {
    const message = { en: 'The rule says no failure that it is for.', ko: '어떤 실패에 대한 규칙인지 쓰여 있지 않습니다.' }
    report.say('bad_rule', tree, message, {
      en: 'Say `cause`, `exit_code` or `matches`.',
      ko: '`cause`, `exit_code`, `matches` 중 하나를 쓰세요.',
    })
  }
  const action = compileAction(tree, context)
  const matches = textTreeAt(entries, 'matches')
  if (matches) checkPattern(matches.value, matches, context)
  if (action === undefined) return undefined
  return {
    causes: oneOrMore(entries.get('cause')?.value).flatMap(({ value }) => causes.find((cause: Cause) => cause === value) ?? []),
    exitCodes: exitCodesOf(entries.get('exit_code')?.value),
    matches: matches?.value,
    action,
    at: report.place(tree),
  }
}

function compileAction(tree: Tree & { readonly kind: 'map' }, context: RetryContext): ErrorRule['action'] | undefined {
  const given = ['retry', 'fail', 'ignore'].filter((key) => tree.entries.has(key))
  if (given.length !== 1) {
    const message =
      given.length === 0
        ? { en: 'The rule says nothing to do.', ko: '규칙에 할 일이 없습니다.' }
        : { en: 'The rule says more than one thing to do.', ko: '규칙에 할 일이 둘 이상입니다.' }
    const hint = {
      en: 'Say one of `retry`, `fail: true` or `ignore: true`.',
      ko: '`retry`, `fail: true`, `ignore: true` 중 하나만 쓰세요.',
    }
    context.writing.report.say('bad_rule', tree, message, hint)
    return undefined
  }
  if (given[0] === 'fail') return { kind: 'fail' }
  if (given[0] === 'ignore') return { kind: 'ignore' }
  const retry = compileRetry(tree.entries.get('retry')?.value, context)
  return retry && { kind: 'retry', retry }
}

function exitCodesOf(tree: Tree | undefined): number[] {
  const items = tree?.kind === 'list' ? tree.items : tree ? [tree] : []
  return items.flatMap((item) => (item.kind === 'number' ? [item.value] : []))
}

function checkPattern(pattern: string, tree: Tree, { writing }: RetryContext): void {
  try {
    RE2JS.compile(pattern)
  } catch (error) {
    sayNoPattern(writing.report, tree, error)
  }
}
