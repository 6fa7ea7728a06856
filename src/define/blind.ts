import type { Expression, Template } from '#expression/compiled.ts'
import type { Text } from '#expression/text.ts'
import { type Blindness, blindnessOf } from '#model/blindness.ts'
import { type Retry, type Rework, retriesOf } from '#model/gate.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import type { Report } from './report.ts'

type Stages = Workflow['stages']

/**
 * What is blind must be unblinded by somebody, and only that; the approval is bound to what it unblinds, or it would stand for whatever is
 * computed later; and nothing shows what is hidden by what is done about it: which way is taken, how many tasks there are, how much is
 * held and for how long, what people are asked, what others are told, with what values an earlier stage is done again.
 */
export function sayBlind({ stages, parameters }: Workflow, outlines: readonly Outline[], report: Report): void {
  const say = (stage: number, message: Text, hint: Text) => {
    const span = outlines[stage]?.nameSpan
    if (span !== undefined) report.say('bad_value', span, message, hint)
  }
  saySides(stages, say)
  for (const blindness of blindnessOf(stages)) {
    sayUnbound(stages, blindness, say)
    sayShown(stages, blindness, new Set(parameters.map(({ name }) => name)), say)
  }
}

type Say = (stage: number, message: Text, hint: Text) => void

const nameOf = (stages: Stages, index: number) => stages[index]?.name ?? ''

function saySides(stages: Stages, say: Say): void {
  const unblinded = new Set(stages.flatMap(({ human }) => (human?.kind === 'approval' ? (human.unblinds ?? []) : [])))
  for (const { index, blind, name, turn, loop } of stages) {
    if (blind === true && (turn !== undefined || loop !== undefined)) {
      const en = `\`${name}\` is blind and repeated: how often would tell what it found.`
      say(index, { en, ko: `\`${name}\`은(는) 블라인드인데 반복됩니다. 반복 횟수가 결과를 드러냅니다.` }, waits)
    } else if (blind === true && !unblinded.has(index)) {
      say(
        index,
        { en: `\`${name}\` is blind, and no approval unblinds it.`, ko: `\`${name}\`은(는) 블라인드 단계인데 공개하는 승인이 없습니다.` },
        { en: `Write \`unblinds: ${name}\` into the approval that does.`, ko: `공개를 정하는 승인에 \`unblinds: ${name}\`을 쓰세요.` },
      )
    } else if (blind !== true && unblinded.has(index)) {
      say(
        index,
        { en: `\`${name}\` is unblinded, and is not blind.`, ko: `\`${name}\`은(는) 블라인드 단계가 아닌데 공개한다고 적혀 있습니다.` },
        { en: 'Write `blind: true` into the stage.', ko: '단계에 `blind: true`를 쓰세요.' },
      )
    }
  }
}

function sayUnbound(stages: Stages, { stage, approvals }: Blindness, say: Say): void {
  const blind = nameOf(stages, stage)
  for (const index of approvals) {
    const human = stages[index]?.human
    if (human?.kind !== 'approval' || human.of.some((of) => named(of).has(blind))) continue
    const approval = nameOf(stages, index)
    const output = stages[stage]?.outputs[0]?.name ?? 'result'
    say(
      index,
      {
        en: `\`${approval}\` unblinds \`${blind}\` and is bound to nothing of it: it would stand for other results as well.`,
        ko: `\`${approval}\`은(는) \`${blind}\`을(를) 공개하지만 그 결과에 묶여 있지 않아서, 다른 결과까지 공개하게 됩니다.`,
      },
      {
        en: `Add "\${{ stages.${blind}.outputs.${output} }}" to \`of\`: whoever approves sees its fingerprint, not what is in it.`,
        ko: `\`of\`에 "\${{ stages.${blind}.outputs.${output} }}"을(를) 더하세요. 승인하는 사람은 내용이 아니라 지문만 봅니다.`,
      },
    )
  }
}

function sayShown(stages: Stages, { reaches, approvals }: Blindness, parameters: ReadonlySet<string>, say: Say): void {
  const hidden = new Set([...reaches].map((index) => nameOf(stages, index)))
  for (const stage of stages) {
    const shown = shownBy(stage).filter(({ of }) => [...named(of)].some((name) => hidden.has(name) && name !== stage.name))
    const measured = () => changedBy(stage, reaches).filter(({ of }) => hasMeasured(of, stage, parameters))
    const [first] = reaches.has(stage.index) ? [...shown, ...toldBy(stage), ...measured()] : shown
    if (first === undefined || approvals.every((approval) => hangsOn(stages, stage.index, approval))) continue
    say(
      stage.index,
      {
        en: `\`${first.where}\` of \`${stage.name}\` would show what is blind.`,
        ko: `\`${stage.name}\`의 \`${first.where}\`이(가) 블라인드 결과를 드러냅니다.`,
      },
      waits,
    )
  }
}

const waits: Text = {
  en: 'Let it wait for the approval that unblinds: `after: [NAME]`.',
  ko: '공개하는 승인을 기다리게 하세요: `after: [이름]`.',
}

interface Shown {
  readonly where: string
  readonly of: Expression | Template
}

/** What of a stage everybody sees, though its results be hidden. */
function shownBy(stage: Stage): readonly Shown[] {
  const { when, decision, fanout, human, stall } = stage
  const conditions = (decision?.branches ?? []).flatMap(({ condition }) => condition ?? [])
  const axes = fanout.kind === 'foreach' ? fanout.axes : []
  const task = human?.kind === 'task' ? [...(human.instructions === undefined ? [] : [human.instructions]), ...human.attachments] : []
  return [
    ...(when === undefined ? [] : [{ where: 'when', of: when }]),
    ...conditions.map((of) => ({ where: 'decide', of })),
    ...axes.map(({ values }) => ({ where: 'foreach', of: values })),
    ...task.map((of) => ({ where: 'task', of })),
    ...needsOf(stage),
    ...(stall === undefined ? [] : [{ where: 'stall', of: stall }]),
  ]
}

/** What is held, and how long it may take and will: pools, limits and forecasts are seen by everybody. */
function needsOf({ needs, time, alternatives }: Stage): readonly Shown[] {
  return [{ needs, time }, ...alternatives].flatMap((way) => [
    ...way.needs.map(({ amount: of }) => ({ where: 'needs', of })),
    ...(way.time === undefined ? [] : [way.time.optimistic, way.time.likely, way.time.pessimistic].map((of) => ({ where: 'time', of }))),
  ])
}

/** What others are told by signals when it is done. */
function toldBy({ coordination }: Stage): readonly Shown[] {
  const data = (coordination?.sends ?? []).flatMap((sent) => sent.data)
  return data.filter(({ value }) => value.references.length > 0).map(({ value: of }) => ({ where: 'send', of }))
}

/** What another try holds, and with what values a stage that is not hidden is done again. */
function changedBy({ gates, onError, remedies = [] }: Stage, reaches: ReadonlySet<number>): readonly Shown[] {
  const tries: readonly Retry[] = [
    ...gates.flatMap(retriesOf),
    ...onError.flatMap(({ action }) => (action.kind === 'retry' ? [action.retry] : [])),
    ...remedies.flatMap(({ repairs }) => repairs),
  ]
  const reworks = gates.flatMap(({ otherwise, inconclusive = [] }): readonly Rework[] =>
    [...otherwise, ...inconclusive].flatMap((action) => (action.kind === 'rework' ? [action.rework] : [])),
  )
  return [
    ...tries.flatMap(({ needs }) => needs.map(({ amount: of }) => ({ where: 'retry', of }))),
    ...reworks.filter(({ from }) => !reaches.has(from)).flatMap((one) => one.with.map(({ value: of }) => ({ where: 'rework', of }))),
  ]
}

/** Whether there is more in it than parameters, elements of a `foreach`, and what the last try held. */
function hasMeasured({ references }: Expression | Template, { metrics, fanout }: Stage, parameters: ReadonlySet<string>): boolean {
  const own = new Set(metrics.map(({ name }) => name))
  const known = new Set([...parameters, ...(fanout.kind === 'foreach' ? fanout.axes.map(({ name }) => name) : []), 'needs', 'attempt'])
  const plain = (name: string) => !own.has(name) && known.has(name)
  return references.some(({ parts }) => !plain(parts[0] ?? ''))
}

/** Stages that an expression names, as `stages.NAME` or by their name alone. */
function named({ references }: Expression | Template): ReadonlySet<string> {
  return new Set(references.map(({ parts }) => (parts[0] === 'stages' ? parts[1] : parts[0]) ?? ''))
}

function hangsOn(stages: Stages, from: number, wanted: number): boolean {
  const seen = new Set([from])
  for (const index of seen) for (const { stage } of stages[index]?.dependencies ?? []) seen.add(stage)
  return seen.has(wanted)
}
