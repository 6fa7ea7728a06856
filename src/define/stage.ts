import type { Type } from '#expression/type.ts'
import { type Join, joins } from '#model/branching.ts'
import type { Parameter, Stage } from '#model/workflow.ts'
import { checkedAmount, timeDimension } from './amounts.ts'
import type { WrittenRework } from './check-reworks.ts'
import { checkStream, compilePieces, followPieces } from './check-stream.ts'
import { compileCheckpoint, compilePreemption } from './checkpoint.ts'
import { type Declared, stageCoordination } from './coordination.ts'
import { type ChosenBy, compileDecision, followDecisions } from './decision.ts'
import { type CompiledAxes, fanoutOf } from './fanout.ts'
import { type CompiledOutput, compileInputs, compileOutputs } from './files.ts'
import { checkGiven, renameIn } from './given.ts'
import { compileGroup, followGroup } from './groups.ts'
import { compileHuman } from './human-work.ts'
import { layered, lazyMap } from './lazy-map.ts'
import { compileMetrics } from './metric-source.ts'
import { momentAt } from './moments.ts'
import { compileOptions } from './options.ts'
import type { Outline } from './outline.ts'
import { booleanAt, mapAt, numberAt, oneOrMore, textAt, textsAt, textsOf, textTreeAt } from './pick.ts'
import { isFar, worldOf } from './placement.ts'
import { programsOf } from './programs.ts'
import { compileGates, compileRules, isJudgedWhole } from './quality.ts'
import { type ContentUsed, dependenciesOf, followUses, type Needing, need } from './references.ts'
import { compileRemedies, type NamedPacks } from './remedies.ts'
import type { Report, Span } from './report.ts'
import type { ResourceNames } from './resource-names.ts'
import type { RetryContext } from './retry.ts'
import type { Known, Scopes } from './scope.ts'
import { stageNumber } from './stage-outline.ts'
import { compileTake } from './take.ts'
import { compileTurn, followTurns } from './turns.ts'
import { compileWatches } from './watches.ts'
import { fileAround, numbersWithin } from './within.ts'
import { expressionAt, type Scope, type TextTree, templateAt, type Use, type Writing } from './written.ts'

/** A stage all but for what other stages' expressions say of its outputs. */
export type CompiledStage = Omit<Stage, 'outputs'> & { readonly outputs: readonly CompiledOutput[] }

/** What all stages are compiled with. */
export interface StageContext {
  readonly known: Known
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly parameterTypes: ReadonlyMap<string, Type>
  readonly scopes: Scopes
  readonly resources: ResourceNames
  /** Zone of times without an offset. */
  readonly timezone: string
  readonly numbers: ReadonlyMap<string, number>
  readonly declared: Declared
  readonly chosen: ChosenBy
  readonly writing: Writing
  readonly content: ContentUsed
  readonly reworks: WrittenRework[]
  readonly packs: { readonly byName: NamedPacks; readonly ofAll: readonly string[] }
}

export interface StageWithUses {
  readonly stage: CompiledStage
  readonly uses: readonly Use[]
}

/** Compiles one stage. `axesUses` are the names that the values of its `foreach` use. */
export function compileStage(outline: Outline, axes: CompiledAxes, axesUses: readonly Use[], context: StageContext): StageWithUses {
  const { entries, index, name, within } = outline
  const { scopes, known } = context
  const { report } = context.writing
  const writing: Writing = { ...context.writing, uses: [], rename: renameIn(outline, context.writing) }
  const numbers = numbersWithin(context.numbers, within)
  const quality = qualityContext(outline, axes, { ...context, numbers }, writing)
  const stageScope = scopes.stage(index)
  const pathScope = scopes.path(index)
  const commandScope = scopes.command(index)
  const options = compileOptions(outline, stageScope, context.resources, writing)
  const compiled = {
    index,
    name,
    title: textAt(entries, 'title'),
    objectives: textsAt(entries, 'objectives'),
    fanout: outline.pieces ? compilePieces(outline.pieces, known) : fanoutOf(outline, axes, writing),
    when: expressionAt(writing, entries.get('when')?.value, stageScope, { kind: 'boolean' }),
    inputs: compileInputs(outline, pathScope, writing),
    run: templateAt(writing, textTreeAt(entries, 'run'), commandScope),
    shell: shellOf(outline, report),
    env: compileEnv(outline, commandScope, writing),
    outputs: compileOutputs(outline, pathScope, writing),
    metrics: compileMetrics(outline, pathScope, writing),
    ...options,
    ...compileCheckpoint(outline, options, writing),
    ...compilePreemption(outline, options, context.resources, writing),
    priority: numberAt(entries, 'priority') ?? 0,
    notBefore: momentAt(writing, entries, 'not_before', context.timezone, 'begin'),
    deadline: momentAt(writing, entries, 'deadline', context.timezone, 'end'),
    bookedAt: momentAt(writing, entries, 'at', context.timezone, 'neither'),
    human: compileHuman(
      outline,
      context.resources,
      { parameters: scopes.parameters, path: pathScope, command: commandScope, zone: context.timezone, numbers },
      writing,
    ),
    stall: checkedAmount(writing, textTreeAt(entries, 'stall'), stageScope, 'stall', timeDimension),
    watches: compileWatches(outline, scopes.watch(index), writing),
    gates: compileGates(entries, quality),
    onError: compileRules(entries, quality),
    ...remediesOf(outline, quality, context),
    ...programsOf(outline),
    ...worldOf(outline),
    cache: booleanAt(entries, 'cache') ?? true,
    ...(outline.unrolled === undefined && outline.group === undefined ? compileDecision(outline, numbers, stageScope, writing) : {}),
    ...compileGroup(outline, known, report),
    ...compileTake(outline, stageScope, writing),
    ...compileTurn(outline, known, stageScope, writing),
    ...(booleanAt(entries, 'blind') === true ? { blind: true as const } : {}),
    ...stageCoordination(outline, context.declared, { path: pathScope, gate: scopes.gate(index) }, writing),
    at: report.place(outline.nameSpan),
  }
  const needing: Needing = { stage: outline, found: new Map() }
  followEach(outline, needing, context)
  followUses(known, needing, context.content, writing, axesUses, true)
  followUses(known, needing, context.content, writing, writing.uses, false)
  followAfter(outline, needing, { ...context, numbers })
  followTurns(outline, needing, known)
  followGroup(outline, needing, known)
  followPieces(outline, needing, known)
  checkStream(outline, known, report)
  followDecisions(needing, context.chosen, known.lineage)
  followJudged(needing, known)
  return {
    stage: { ...compiled, dependencies: dependenciesOf(needing) },
    uses: [...axesUses, ...writing.uses, ...checkGiven(outline, stageScope, context.writing)],
  }
}

/** Who takes one task after the other of what is judged as a whole waits for the verdict. */
function followJudged(needing: Needing, { outlines }: Known): void {
  for (const { stage, kind } of [...needing.found.values()]) {
    const outline = outlines[stage]
    if (kind === 'element' && outline !== undefined && isJudgedWhole(outline.entries)) need(needing, stage, 'whole', { order: true })
  }
}

/** Only programs fail as packs know it. */
function remediesOf(outline: Outline, quality: RetryContext, { packs }: StageContext): Pick<Stage, 'remedies'> {
  if (!outline.entries.has('run')) return {}
  const remedies = compileRemedies(outline.entries, packs.ofAll, packs.byName, quality)
  return remedies.length === 0 ? {} : { remedies }
}

function qualityContext(
  outline: Outline,
  axes: CompiledAxes,
  { parameterTypes, parameters, scopes, resources, known, numbers, reworks }: StageContext,
  writing: Writing,
): RetryContext {
  return {
    writing,
    gateScope: scopes.gate(outline.index),
    retryScope: scopes.retry(outline.index),
    changeable: fileAround(outline.within) === undefined ? layered(axes.types, parameterTypes) : axes.types,
    parameters:
      axes.types.size === 0
        ? parameters
        : lazyMap(
            () => parameters.keys(),
            (name) => (axes.types.has(name) ? undefined : parameters.get(name)),
          ),
    resources,
    far: isFar(outline),
    parameterTypes,
    stage: {
      name: outline.name,
      index: outline.index,
      isFanout: known.lineage.isFanout(outline.index),
      isTurn: outline.unrolled !== undefined,
      numbers,
    },
    reworks,
  }
}

const defaultShell = ['bash']

function shellOf({ entries }: Outline, report: Report): readonly string[] {
  const tree = entries.get('shell')?.value
  if (tree === undefined) return defaultShell
  const words =
    tree.kind === 'list' ? textsOf(tree.items).map(({ value }) => value) : oneOrMore(tree).flatMap(({ value }) => value.split(/\s+/))
  const shell = words.filter((word) => word !== '')
  if (shell.length > 0) return shell
  report.say('bad_value', tree, { en: '`shell` names no interpreter.', ko: '`shell`에 인터프리터가 없습니다.' })
  return defaultShell
}

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/

function compileEnv({ entries }: Outline, scope: Scope, writing: Writing): Stage['env'] {
  const env: Stage['env'][number][] = []
  for (const { key: name, keySpan, value } of mapAt(entries, 'env').values()) {
    if (!variable.test(name) || name.startsWith('PWOS_')) {
      const message = name.startsWith('PWOS_')
        ? { en: 'Names that start with `PWOS_` are kept for PWOS.', ko: '`PWOS_`로 시작하는 이름은 PWOS가 씁니다.' }
        : { en: `\`${name}\` cannot name an environment variable.`, ko: `\`${name}\`은(는) 환경 변수 이름이 될 수 없습니다.` }
      writing.report.say('bad_name', keySpan, message)
      continue
    }
    const text = value.kind === 'number' ? value.written : value.kind === 'boolean' ? String(value.value) : undefined
    const tree = text === undefined ? value : { ...value, kind: 'text' as const, value: text, style: 'plain' as const }
    const template = templateAt(writing, tree, scope)
    if (template) env.push({ name, value: template })
  }
  return env
}

function followEach(outline: Outline, needing: Needing, { known, writing }: StageContext): void {
  if (outline.each === undefined) return
  need(needing, outline.each, 'element', {})
  if (known.lineage.isFanout(outline.each)) return
  const tree = outline.entries.get('each')?.value
  const other = known.outlines[outline.each]?.name ?? ''
  const message = {
    en: `\`${other}\` is a single task, so there is nothing to follow one by one.`,
    ko: `\`${other}\`은(는) 작업이 하나라서 하나씩 따라갈 것이 없습니다.`,
  }
  const hint = { en: `Use \`stages.${other}.outputs…\` without \`each\`.`, ko: `\`each\` 없이 \`stages.${other}.outputs…\`를 쓰세요.` }
  writing.report.say('single_as_fanout', tree ?? outline.nameSpan, message, hint)
}

function followAfter({ entries, name }: Outline, needing: Needing, { numbers, writing }: StageContext): void {
  const tree = entries.get('after')?.value
  const follow = (named: readonly TextTree[], join: Join | undefined) => {
    for (const other of named) {
      const number = stageNumber(other.value, other, name, numbers, writing.report)
      if (number !== undefined) joinWith(needing, number, join, other, writing.report)
    }
  }
  follow(oneOrMore(tree), undefined)
  if (tree?.kind === 'map') for (const join of joins) follow(oneOrMore(tree.entries.get(join)?.value), join)
}

/** How a stage is waited for holds for all that is used of it, too. */
function joinWith(needing: Needing, other: number, join: Join | undefined, span: Span, report: Report): void {
  const kinds = [...needing.found.values()].filter(({ stage, kind }) => stage === other && kind === 'element')
  if (join !== undefined && kinds.length > 0) {
    const message = {
      en: 'It is followed task by task; a join takes whole stages.',
      ko: '작업 하나씩 따라가는 단계입니다. 합류는 단계 전체를 기다립니다.',
    }
    report.say('bad_rule', span, message)
    return
  }
  const found = need(needing, other, 'whole', { order: true })
  if (join !== undefined) found.join = join
}
