import type { Template } from '#expression/compiled.ts'
import type { Approval, HumanTask, HumanWork } from '#model/human.ts'
import { askedOf } from './asked.ts'
import { compileForm } from './form.ts'
import { hintFor } from './names.ts'
import type { Outline } from './outline.ts'
import { booleanAt, itemsAt, mapAt, numberAt, oneOrMore, textsOf, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import { kindText, type ResourceNames } from './resource-names.ts'
import { timelinessAt } from './timeliness.ts'
import type { Entry } from './tree.ts'
import { type Scope, type TextTree, templateAt, type Writing } from './written.ts'

interface HumanScopes {
  /** Parameters alone: bounds of answers. */
  readonly parameters: Scope
  /** Names of the task, without its files. */
  readonly path: Scope
  readonly command: Scope
  /** In which dates are meant. */
  readonly zone: string
  /** Stages by name. */
  readonly numbers: ReadonlyMap<string, number>
}

/** Work of people, where the stage has some. */
export function compileHuman(outline: Outline, names: ResourceNames, scopes: HumanScopes, writing: Writing): HumanWork | undefined {
  if (outline.work === 'task') return compileTask(outline, names, scopes, writing)
  return outline.work === 'approval' ? compileApproval(outline, names, scopes, writing) : undefined
}

function compileTask(outline: Outline, names: ResourceNames, scopes: HumanScopes, writing: Writing): HumanTask {
  const { zone } = scopes
  const task = mapAt(outline.entries, 'task')
  return {
    kind: 'task',
    by: peopleAsked(outline, names, writing),
    instructions: templateAt(writing, textTreeAt(task, 'instructions'), scopes.command),
    attachments: textsOf(itemsAt(task, 'attachments')).flatMap((tree) => templateAt(writing, tree, scopes.path) ?? []),
    form: compileForm(task, outline.form, scopes.parameters, writing),
    ...timelinessAt(task, names, { zone, writing }),
    at: writing.report.place(outline.entries.get('task')?.keySpan ?? outline.nameSpan),
  }
}

function compileApproval(outline: Outline, names: ResourceNames, scopes: HumanScopes, writing: Writing): Approval {
  const { zone } = scopes
  const approval = mapAt(outline.entries, 'approval')
  return {
    kind: 'approval',
    by: peopleAsked(outline, names, writing),
    quorum: numberAt(approval, 'quorum') ?? 1,
    of: oneOrMore(approval.get('of')?.value).flatMap((tree) => outputAt(tree, scopes.path, writing) ?? []),
    independent: booleanAt(approval, 'independent') ?? false,
    expiresMs: durationAt(writing, textTreeAt(approval, 'expires'), 'expires'),
    ...unblindsAt(approval, scopes.numbers, writing),
    ...timelinessAt(approval, names, { zone, writing }),
    at: writing.report.place(outline.entries.get('approval')?.keySpan ?? outline.nameSpan),
  }
}

/** Stages by name, as numbers. */
function unblindsAt(
  approval: ReadonlyMap<string, Entry>,
  numbers: ReadonlyMap<string, number>,
  { report }: Writing,
): { readonly unblinds?: readonly number[] } {
  const trees = oneOrMore(approval.get('unblinds')?.value)
  if (trees.length === 0) return {}
  for (const tree of trees) {
    if (numbers.has(tree.value)) continue
    const message = { en: `There is no stage \`${tree.value}\`.`, ko: `\`${tree.value}\` 단계가 없습니다.` }
    report.say('unknown_stage', tree, message, hintFor(tree.value, numbers.keys()))
  }
  return { unblinds: trees.flatMap(({ value }) => numbers.get(value) ?? []) }
}

/** People and roles; whoever is declared nowhere stands in for himself by now. */
function peopleAsked(outline: Outline, names: ResourceNames, writing: Writing): readonly string[] {
  const asked = askedOf(outline)
  for (const tree of asked) {
    const kind = names.get(tree.value)?.kind
    if (kind === 'pool' || kind === 'instrument') sayNoPerson(tree, kind, names, writing)
  }
  const list = outline.work && mapAt(outline.entries, outline.work).get('by')?.value
  if (list?.kind === 'list' && list.items.length === 0) {
    writing.report.say('bad_value', list, { en: '`by` names nobody.', ko: '`by`에 아무도 없습니다.' })
  }
  return asked.map(({ value }) => value)
}

function sayNoPerson(tree: TextTree, kind: 'pool' | 'instrument', names: ResourceNames, { report }: Writing): void {
  const { en, ko } = kindText(kind)
  const people = [...names].filter(([, named]) => named.kind === 'person' || named.kind === 'role').map(([name]) => name)
  const message = {
    en: `\`${tree.value}\` is ${en}; people are asked by name or role.`,
    ko: `\`${tree.value}\`은(는) ${ko}입니다. 사람은 이름이나 역할로 부릅니다.`,
  }
  report.say('bad_value', tree, message, hintFor(tree.value, people))
}

/** An approval is bound to contents, so what it is of must be an output and nothing around it. */
function outputAt(tree: TextTree, scope: Scope, writing: Writing): Template | undefined {
  const template = templateAt(writing, tree, scope)
  if (template === undefined) return undefined
  const [reference, ...others] = template.single === undefined ? [] : template.references
  const parts = reference?.parts ?? []
  const rest = parts[0] === 'stages' ? parts.slice(2) : parts.slice(1)
  const isOutput = rest[0] === 'outputs' && (rest.length === 2 || rest[2] === 'manifest' || rest[2] === 'paths')
  if (isOutput && others.length === 0) return template
  const message = {
    en: '`of` takes outputs of other stages, each as one `${{ }}` alone.',
    ko: '`of`에는 다른 단계의 출력을 하나씩 `${{ }}`로 씁니다.',
  }
  writing.report.say('expression_expected', tree, message, {
    en: 'For example "${{ stages.fit.outputs.result }}".',
    ko: '예: "${{ stages.fit.outputs.result }}"',
  })
  return undefined
}
