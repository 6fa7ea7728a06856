import type { Shown } from '#model/branching.ts'
import { sendersOf } from '#model/senders.ts'
import type { Workflow } from '#model/workflow.ts'
import { advise } from './advice.ts'
import { sayBlind } from './blind.ts'
import { checkReworks, type WrittenRework } from './check-reworks.ts'
import { checkSentBack } from './check-stream.ts'
import { circles } from './circles.ts'
import { type Declared, declaredCoordination, workflowCoordination } from './coordination.ts'
import { chosenBy } from './decision.ts'
import { declaredParameters } from './declared-parameters.ts'
import { compileAxes, noAxes } from './fanout.ts'
import { renameIn } from './given.ts'
import { checkShown } from './group-outline.ts'
import { lineageOf } from './lineage.ts'
import type { LoadOptions } from './load-options.ts'
import { momentAt, zoneAt } from './moments.ts'
import { checkWorkflowName } from './names.ts'
import { compileNotify } from './notify.ts'
import type { Outline } from './outline.ts'
import { mapAt, numberAt, textAt, textsAt, textTreeAt } from './pick.ts'
import { type ContentUsed, contentKey } from './references.ts'
import { namedPacks, packsOfAll } from './remedies.ts'
import type { Report } from './report.ts'
import { compileResources, type Resources } from './resources.ts'
import { createScopes, type Known } from './scope.ts'
import { awaitedTypes } from './signals.ts'
import { type CompiledStage, compileStage, type StageWithUses } from './stage.ts'
import { outlinesOf } from './stage-outline.ts'
import { compileStarts } from './starts.ts'
import type { Entry } from './tree.ts'
import type { Use, Writing } from './written.ts'

/**
 * Makes the model, in the order in which things can be known: parameters; what stages show of themselves; the
 * values of their `foreach`; the rest of each stage; who waits for whom.
 */
export function compileWorkflow(entries: ReadonlyMap<string, Entry>, writing: Writing, around: LoadOptions): Workflow {
  const { report } = writing
  const name = textTreeAt(entries, 'name')
  if (name) checkWorkflowName(name.value, name, report)
  const parameters = declaredParameters(mapAt(entries, 'parameters'), writing)
  const outlines = outlinesOf(mapAt(entries, 'stages'), report)
  if (outlines.length === 0) sayNoStages(entries, report)
  checkShown(entries, outlines, report)

  const timezone = zoneAt(writing, entries)
  const declared = declaredCoordination(entries, outlines, writing)
  const { stages, resources, reworks, uses } = compileStages(entries, parameters, outlines, { timezone, declared, around }, writing)
  const workflow: Workflow = {
    name: name?.value ?? '',
    title: textAt(entries, 'title'),
    domain: textAt(entries, 'domain'),
    question: textAt(entries, 'question'),
    challenges: textsAt(entries, 'challenges'),
    parameters,
    pools: resources.pools,
    people: resources.people,
    instruments: resources.instruments,
    timezone,
    start: momentAt(writing, entries, 'start', timezone, 'begin'),
    deadline: momentAt(writing, entries, 'deadline', timezone, 'end'),
    priority: numberAt(entries, 'priority') ?? 0,
    stages,
    ...weightOf(entries),
    ...workflowCoordination(declared),
    ...compileNotify(entries, resources.names, writing),
    ...compileStarts(entries, { parameters, ...resources }, writing),
  }
  if (report.isFull()) return workflow
  sayCircles(workflow, outlines, report)
  if (!report.hasErrors()) {
    const possible = reworks.filter(({ from, tree }) => checkSentBack(outlines[from], tree, report))
    checkReworks(workflow, possible, report)
  }
  advise({ workflow, outlines, uses, entries, writing, around })
  sayBlind(workflow, outlines, report)
  return workflow
}

function weightOf(entries: ReadonlyMap<string, Entry>): Pick<Workflow, 'weight'> {
  const weight = numberAt(mapAt(entries, 'share'), 'weight')
  return weight === undefined ? {} : { weight }
}

interface CompiledStages {
  readonly stages: Workflow['stages']
  readonly resources: Resources
  readonly reworks: readonly WrittenRework[]
  readonly uses: readonly (readonly Use[])[]
}

function compileStages(
  entries: ReadonlyMap<string, Entry>,
  parameters: Workflow['parameters'],
  outlines: readonly Outline[],
  { timezone, declared, around }: { readonly timezone: string; readonly declared: Declared; readonly around: LoadOptions },
  writing: Writing,
): CompiledStages {
  const known: Omit<Known, 'axes'> = {
    parameters,
    outlines,
    byName: new Map(outlines.map((outline) => [outline.name, outline])),
    lineage: lineageOf(outlines),
    awaited: awaitedTypes(outlines, declared.signals),
  }
  // Values of `foreach` can use other stages, but not the variables of any stage: these are what is being found.
  const early = createScopes({ ...known, axes: [] })
  const axes = outlines.map((outline) => {
    const uses: Use[] = []
    return { uses, compiled: compileAxes(outline, early.shared, { ...writing, uses, rename: renameIn(outline, writing) }) }
  })
  const complete: Known = { ...known, axes: axes.map(({ compiled }) => compiled.types) }
  sayHidden(complete, writing.report)
  const scopes = createScopes(complete)
  const resources = compileResources(entries, outlines, scopes.parameters, timezone, writing)
  const content: ContentUsed = new Set()
  const numbers = new Map(outlines.map(({ name, index }) => [name, index]))
  const reworks: WrittenRework[] = []
  const context = {
    known: complete,
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    parameterTypes: new Map(parameters.map(({ name, valueType }) => [name, valueType])),
    scopes,
    resources: resources.names,
    timezone,
    declared,
    chosen: chosenBy(outlines, numbers, writing.report),
    numbers,
    writing,
    content,
    reworks,
    packs: { byName: namedPacks(entries, outlines, writing, around), ofAll: packsOfAll(entries) },
  }
  const compiled: StageWithUses[] = []
  for (const outline of outlines) {
    // What comes now is lost anyway, and looking for nearest spellings among many names takes its time.
    if (writing.report.isFull()) break
    const { compiled: own = noAxes, uses = [] } = axes[outline.index] ?? {}
    compiled.push(compileStage(outline, own, uses, context))
  }
  // Loops and groups stand behind what they show.
  for (const { stage } of compiled.toReversed()) {
    const used = stage.outputs.filter(({ name }) => content.has(contentKey(stage.index, name)))
    for (const turn of stage.loop?.turns ?? []) for (const { name } of used) content.add(contentKey(turn, name))
    for (const { name } of used) for (const from of placesOf(stage, name)) content.add(contentKey(from.stage, from.name))
    if (stage.fanout.kind === 'pieces' && used.length > 0) content.add(contentKey(stage.fanout.stage, stage.fanout.output))
  }
  return { stages: compiled.map(({ stage }) => withContent(stage, content)), resources, reworks, uses: compiled.map(({ uses }) => uses) }
}

function placesOf({ group }: CompiledStage, output: string): Shown['from'] {
  return group?.outputs.find(({ name }) => name === output)?.from ?? []
}

function withContent(stage: CompiledStage, content: ContentUsed): Workflow['stages'][number] {
  return {
    ...stage,
    outputs: stage.outputs.map((output) => ({ ...output, contentUsed: content.has(contentKey(stage.index, output.name)) })),
  }
}

/** `each: sample` makes `sample` the element; a parameter of the same name could mean either. */
function sayHidden({ parameters, outlines, byName }: Known, report: Report): void {
  const followed = new Set(outlines.flatMap(({ each }) => each ?? []))
  for (const { name } of parameters) {
    const outline = byName.get(name)
    if (outline === undefined || !followed.has(outline.index)) continue
    const message = {
      en: `\`${name}\` is a parameter too: in stages with \`each: ${name}\` it could mean either.`,
      ko: `\`${name}\`은(는) 매개변수이기도 해서 \`each: ${name}\`인 단계에서 구별할 수 없습니다.`,
    }
    report.say('name_taken', outline.nameSpan, message)
  }
}

function sayNoStages(entries: ReadonlyMap<string, Entry>, report: Report): void {
  const stages = entries.get('stages')
  if (stages?.value.kind !== 'map' || report.hasErrors()) return
  report.say('empty_file', stages.keySpan, { en: 'There is no stage.', ko: '단계가 하나도 없습니다.' })
}

/** Whom each stage waits for: also for those that send it signals; those at a barrier for all that one of them waits for. */
function waitsOf(workflow: Workflow): readonly (readonly number[])[] {
  const { stages, coordination } = workflow
  const own = stages.map(({ dependencies }) => dependencies.map(({ stage }) => stage))
  for (const [receiver, senders] of sendersOf(workflow)) own[receiver] = [...(own[receiver] ?? []), ...senders]
  for (const { stages: members } of coordination?.barriers ?? []) {
    const all = [...new Set(members.flatMap((member) => own[member] ?? []))]
    for (const member of members) own[member] = all
  }
  return own
}

const shownOfCircle = 8

function sayCircles(workflow: Workflow, outlines: readonly Outline[], report: Report): void {
  const following = waitsOf(workflow)
  for (const circle of circles(following)) {
    const names = circle.map((index) => outlines[index]?.name ?? '')
    const shown = names.length > shownOfCircle ? [...names.slice(0, shownOfCircle), '…'] : names
    const path = [...shown, names[0]].join(' → ')
    const span = outlines[circle[0] ?? 0]?.nameSpan ?? { start: 0, end: 0 }
    const message = { en: `Stages wait for each other: ${path}.`, ko: `단계들이 서로를 기다립니다: ${path}.` }
    report.say('stage_cycle', span, message, { en: 'Each waits for the one after the arrow.', ko: '화살표 뒤의 단계를 기다립니다.' })
  }
}
