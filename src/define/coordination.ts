import type { Expression } from '#expression/compiled.ts'
import { dimensionless } from '#expression/dimension.ts'
import type {
  Barrier,
  Condition,
  DeclaredLock,
  DeclaredSignal,
  Lock,
  StageCoordination,
  WorkflowCoordination,
} from '#model/coordination.ts'
import type { Workflow } from '#model/workflow.ts'
import { checkedAmount } from './amounts.ts'
import { conditionsNamed, declaredConditions } from './conditions.ts'
import { constantExpression, constantValue } from './constant.ts'
import { checkMemberName, hintFor } from './names.ts'
import type { Outline } from './outline.ts'
import { mapAt, oneOrMore, textTreeAt } from './pick.ts'
import type { Report } from './report.ts'
import { compileAwaits, compileSends, declaredSignals } from './signals.ts'
import type { Entry } from './tree.ts'
import { type Scope, type TextTree, templateAt, type Writing } from './written.ts'

/** What the whole file says of going together, known before its stages are compiled. */
export interface Declared {
  readonly locks: readonly DeclaredLock[]
  readonly barriers: readonly Barrier[]
  readonly signals: readonly DeclaredSignal[]
  readonly conditions: readonly Condition[]
  /** Of the whole file. */
  readonly suspendedBy: readonly number[]
  /** By stage: index into the barriers. */
  readonly barrierOf: ReadonlyMap<number, number>
}

export function declaredCoordination(entries: ReadonlyMap<string, Entry>, outlines: readonly Outline[], writing: Writing): Declared {
  const { report } = writing
  const locks: DeclaredLock[] = []
  for (const { key: name, keySpan, value } of mapAt(entries, 'locks').values()) {
    if (!checkMemberName(name, keySpan, report)) continue
    locks.push({ name, permits: value.kind === 'number' ? Math.max(1, value.value) : 1, at: report.place(keySpan) })
  }
  const signals = declaredSignals(entries, writing)
  const conditions = declaredConditions(entries, signals, writing)
  return { locks, signals, conditions, suspendedBy: conditionsNamed(entries, conditions, report), ...barriersOf(outlines, report) }
}

export function workflowCoordination({ locks, barriers, signals, conditions }: Declared): Pick<Workflow, 'coordination'> {
  const coordination: WorkflowCoordination = { locks, barriers, signals, conditions }
  return locks.length + barriers.length + signals.length + conditions.length === 0 ? nothing : { coordination }
}

const nothing = {}

export function stageCoordination(
  outline: Outline,
  declared: Declared,
  { path, gate }: { readonly path: Scope; readonly gate: Scope },
  writing: Writing,
): { readonly coordination?: StageCoordination } {
  const locks = compileLocks(outline, declared, path, writing)
  const barrier = declared.barrierOf.get(outline.index)
  const awaits = compileAwaits(outline, declared.signals, writing)
  const sends = compileSends(outline, declared.signals, gate, writing)
  const suspendedBy = [...new Set([...declared.suspendedBy, ...conditionsNamed(outline.entries, declared.conditions, writing.report)])]
  const count = locks.length + awaits.length + sends.length + suspendedBy.length
  return count === 0 && barrier === undefined ? nothing : { coordination: { locks, barrier, awaits, sends, suspendedBy } }
}

function compileLocks({ entries }: Outline, declared: Declared, scope: Scope, writing: Writing): readonly Lock[] {
  const tree = entries.get('locks')?.value
  const locks: Lock[] = []
  const add = (name: TextTree, permits: Expression | undefined) => {
    const template = templateAt(writing, name, scope)
    if (template === undefined || permits === undefined) return
    if (template.constant && !isLockName(name, permits, declared.locks, writing)) return
    locks.push({ name: template, permits, at: writing.report.place(name) })
  }
  for (const name of oneOrMore(tree)) add(name, one)
  if (tree?.kind !== 'map') return locks
  for (const { key, keySpan, value } of tree.entries.values()) {
    const permits = checkedAmount(writing, value, scope, key, dimensionless)
    add({ kind: 'text', value: key, style: 'plain', ...keySpan }, permits)
  }
  return locks
}

const one = constantExpression(1)

function isLockName({ value: name, ...span }: TextTree, permits: Expression, declared: Declared['locks'], { report }: Writing): boolean {
  if (!checkMemberName(name, span, report)) return false
  const known = declared.find((lock) => lock.name === name)
  if (known === undefined && declared.length > 0) {
    const message = { en: `\`${name}\` is not declared under \`locks\` of the file.`, ko: `\`${name}\`이(가) 파일의 \`locks\`에 없습니다.` }
    const names = declared.map((lock) => lock.name)
    report.say('unknown_lock', span, message, hintFor(name, names))
    return false
  }
  const wanted = constantValue(permits)
  const there = known?.permits ?? 1
  if (typeof wanted !== 'number' || (Number.isInteger(wanted) && wanted <= there)) return true
  const message = Number.isInteger(wanted)
    ? {
        en: `\`${name}\` has ${there} permits, and ${wanted} are asked for.`,
        ko: `\`${name}\`의 허가는 ${there}개인데 ${wanted}개를 요구합니다.`,
      }
    : { en: `\`${name}\`: the number of permits must be a whole number.`, ko: `\`${name}\`: 허가 수는 정수여야 합니다.` }
  report.say(Number.isInteger(wanted) ? 'need_too_large' : 'out_of_bounds', span, message)
  return false
}

function barriersOf(outlines: readonly Outline[], report: Report): Pick<Declared, 'barriers' | 'barrierOf'> {
  const members = new Map<string, { readonly first: TextTree; readonly stages: Outline[] }>()
  for (const outline of outlines) {
    const tree = textTreeAt(outline.entries, 'barrier')
    if (tree === undefined || !checkMemberName(tree.value, tree, report)) continue
    const known = members.get(tree.value)
    if (known === undefined) members.set(tree.value, { first: tree, stages: [outline] })
    else known.stages.push(outline)
  }
  const barriers: Barrier[] = []
  const barrierOf = new Map<number, number>()
  for (const [name, { first, stages }] of members) {
    for (const { index } of stages) barrierOf.set(index, barriers.length)
    barriers.push({ name, stages: stages.map(({ index }) => index), at: report.place(first) })
    const [only] = stages
    if (stages.length > 1 || only === undefined || isFanout(only)) continue
    const message = {
      en: `Only \`${only.name}\` has the barrier \`${name}\`.`,
      ko: `장벽 \`${name}\`은(는) \`${only.name}\`에만 있습니다.`,
    }
    const others = [...members.keys()].filter((other) => other !== name)
    report.say('lonely_barrier', first, message, hintFor(name, others))
  }
  return { barriers, barrierOf }
}

function isFanout({ entries }: Outline): boolean {
  return entries.has('foreach') || entries.has('each')
}
