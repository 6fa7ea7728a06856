import { RE2JS } from 're2js'
import { sayNoPattern } from '#define/pattern-trouble.ts'
import { choiceAt, entriesOf, itemsAt, mapAt, numberAt, oneOrMore, textAt, textsAt, textTreeAt } from '#define/pick.ts'
import type { Entry, Tree } from '#define/tree.ts'
import { amountAt, type TextTree, valueAt, type Writing } from '#define/written.ts'
import type { Text } from '#expression/text.ts'
import { anyType, type Type } from '#expression/type.ts'
import { causes } from '#model/cause.ts'
import { restarts } from '#model/checkpoint.ts'
import { fixedTexts } from './fixed-text.ts'
import { type Conditions, type Pack, type Repair, type Rule, telling, type Written } from './pack.ts'
import { signalNumbers } from './signals.ts'

type Entries = ReadonlyMap<string, Entry>

/** A rule with its place in the file, for what is said about it. */
export interface CompiledRule {
  readonly rule: Rule
  readonly tree: Tree
}

/** What does not fit is reported; what remains is good for finding more problems, and for use when there is none. */
export function compilePack(entries: Entries, writing: Writing): { readonly pack: Pack; readonly rules: readonly CompiledRule[] } {
  const taken = new Map<string, Tree>()
  checkName(textTreeAt(entries, 'name'), writing)
  const rules = itemsAt(entries, 'rules').flatMap((tree) => compileRule(tree, taken, writing) ?? [])
  const name = textAt(entries, 'name') ?? ''
  return { pack: { name, title: textOf(entries, 'title'), rules: rules.map(({ rule }) => rule) }, rules }
}

function compileRule(tree: Tree, taken: Map<string, Tree>, writing: Writing): CompiledRule | undefined {
  if (tree.kind !== 'map') return undefined
  const { entries } = tree
  const idTree = textTreeAt(entries, 'id')
  checkName(idTree, writing)
  if (idTree) sayTaken(idTree, taken, writing)
  const when = compileConditions(entries, writing)
  const repairs = itemsAt(entries, 'repairs').map((repair) => compileRepair(entriesOf(repair), writing))
  const cause = choiceAt(entries, 'cause', causes)
  if (idTree === undefined || cause === undefined) return undefined
  const source = mapAt(entries, 'source')
  const rule: Rule = {
    id: idTree.value,
    title: textOf(entries, 'title'),
    when,
    tells: choiceAt(entries, 'tells', telling) ?? 'cause',
    cause,
    repairs,
    stop: textOf(entries, 'stop'),
    source: {
      kind: choiceAt(source, 'kind', ['documentation', 'code', 'forum', 'measured']) ?? 'measured',
      where: textAt(source, 'where') ?? '',
      url: textAt(source, 'url'),
    },
    samples: { match: textsAt(mapAt(entries, 'samples'), 'match'), near: textsAt(mapAt(entries, 'samples'), 'near') },
    at: writing.report.place(tree),
  }
  return { rule, tree }
}

function checkName(tree: TextTree | undefined, { report }: Writing): void {
  if (tree === undefined || /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(tree.value)) return
  const message = { en: `\`${tree.value}\` is no name here.`, ko: `\`${tree.value}\`은(는) 여기에 쓸 수 있는 이름이 아닙니다.` }
  report.say('bad_name', tree, message, {
    en: 'Use small letters, digits and `-` between them.',
    ko: '영문 소문자와 숫자를 쓰고 사이에 `-`를 넣으세요.',
  })
}

function sayTaken(tree: TextTree, taken: Map<string, Tree>, { report }: Writing): void {
  const first = taken.get(tree.value)
  if (first === undefined) {
    taken.set(tree.value, tree)
    return
  }
  const { line } = report.place(first)
  const message = { en: `A second rule \`${tree.value}\` in this pack.`, ko: `이 묶음에 규칙 \`${tree.value}\`이(가) 또 있습니다.` }
  report.say('name_taken', tree, message, { en: `The first one is in line ${line}.`, ko: `첫 번째는 ${line}번째 줄에 있습니다.` })
}

/** A text of one language stands for all. */
function textOf(entries: Entries, key: string): Text {
  const tree = entries.get(key)?.value
  if (tree?.kind === 'text') return { en: tree.value, ko: tree.value }
  const languages = entriesOf(tree)
  return { en: textAt(languages, 'en') ?? '', ko: textAt(languages, 'ko') ?? '' }
}

const conditionKeys = ['output', 'exit_code', 'signal']

function compileConditions(rule: Entries, writing: Writing): Conditions {
  const entry = rule.get('when')
  const entries = entriesOf(entry?.value)
  if (entry?.value.kind === 'map' && !conditionKeys.some((key) => entries.has(key))) {
    const message = { en: 'The rule says no failure that it is for.', ko: '어떤 실패에 대한 규칙인지 쓰여 있지 않습니다.' }
    writing.report.say('bad_rule', entry.keySpan, message, {
      en: 'Say `output`, `exit_code` or `signal`.',
      ko: '`output`, `exit_code`, `signal` 중 하나를 쓰세요.',
    })
  }
  return {
    patterns: compilePatterns(entries, writing),
    exitCodes: numbersOf(entries.get('exit_code')?.value),
    signals: oneOrMore(entries.get('signal')?.value).flatMap((tree) => signalOf(tree, writing)),
  }
}

function compilePatterns(entries: Entries, writing: Writing): readonly string[] {
  const patterns = oneOrMore(entries.get('output')?.value)
  for (const pattern of patterns) checkPattern(pattern, writing)
  return patterns.map(({ value }) => value)
}

function checkPattern(tree: TextTree, { report }: Writing): void {
  try {
    if (RE2JS.compile(tree.value, RE2JS.MULTILINE).matcher('').find()) {
      const message = {
        en: 'This pattern is found in an empty text, so it says nothing.',
        ko: '빈 텍스트에서도 찾는 패턴이라 아무것도 말해 주지 않습니다.',
      }
      report.say('bad_pattern', tree, message)
    } else if (fixedTexts(tree.value) === undefined) {
      const message = {
        en: 'No part of this pattern is fixed text, so every line must be tried: large outputs take long.',
        ko: '이 패턴에는 고정된 글자가 없어 모든 줄에 대어 보아야 합니다. 큰 출력에서는 오래 걸립니다.',
      }
      report.say('slow_pattern', tree, message, {
        en: 'Write three or more letters that always stand there, outside of `( )` and without `(?i)`.',
        ko: '늘 나오는 글자를 세 자 이상, `( )` 밖에 `(?i)` 없이 쓰세요.',
      })
    }
  } catch (error) {
    sayNoPattern(report, tree, error)
  }
}

function signalOf(tree: TextTree, { report }: Writing): string[] {
  if (Object.hasOwn(signalNumbers, tree.value)) return [tree.value]
  const message = { en: `\`${tree.value}\` is no signal.`, ko: `\`${tree.value}\`이라는 신호는 없습니다.` }
  const names = Object.keys(signalNumbers).join(', ')
  report.say('bad_value', tree, message, { en: `There are ${names}.`, ko: `쓸 수 있는 신호: ${names}.` })
  return []
}

function numbersOf(tree: Tree | undefined): number[] {
  const items = tree?.kind === 'list' ? tree.items : tree ? [tree] : []
  return items.flatMap((item) => (item.kind === 'number' ? [item.value] : []))
}

/** What a program reports, and what a workflow calls its parameters, a pack cannot know. */
const anyRecord: Type = { kind: 'record', fields: new Map(), open: true }
const repairScope = (): Type => ({
  kind: 'record',
  fields: new Map<string, Type>([
    ['needs', anyRecord],
    ['metrics', anyRecord],
    ['attempt', anyType],
  ]),
  open: true,
})

function compileRepair(entries: Entries, writing: Writing): Repair {
  const changes = mapAt(entries, 'with')
  const needs = mapAt(entries, 'needs')
  for (const { value } of changes.values()) valueAt(writing, value, repairScope)
  for (const { value } of needs.values()) amountAt(writing, value, repairScope)
  return {
    with: writtenOf(changes),
    needs: writtenOf(needs),
    atMost: numberAt(entries, 'at_most') ?? 1,
    restart: choiceAt(entries, 'restart', restarts) ?? 'from_scratch',
    because: textOf(entries, 'because'),
  }
}

function writtenOf(entries: Entries): Repair['with'] {
  const written: [string, Written][] = []
  for (const { key, value } of entries.values()) {
    if (value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean') written.push([key, value.value])
  }
  return Object.fromEntries(written)
}
