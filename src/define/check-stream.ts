import type { Fanout } from '#model/workflow.ts'
import { isBareName } from './names.ts'
import type { Outline, OutputOutline } from './outline.ts'
import { type Needing, need } from './references.ts'
import type { Report, Span } from './report.ts'
import type { Known } from './scope.ts'
import type { PiecesOutline } from './streamed-output.ts'

export function compilePieces(pieces: PiecesOutline, known: Known): Fanout {
  return { kind: 'pieces', stage: known.byName.get(pieces.of)?.index ?? 0, output: pieces.output }
}

/** The pieces come from the stage whose output they are. */
export function followPieces({ pieces }: Outline, needing: Needing, { byName }: Known): void {
  const producer = pieces && byName.get(pieces.of)
  if (pieces !== undefined && producer !== undefined) need(needing, producer.index, 'whole', {}).outputs.add(pieces.output)
}

/** A decision, or a gate, sends back the stage that makes the pieces, never the pieces. */
export function checkSentBack(of: Pick<Outline, 'pieces' | 'name'> | undefined, span: Span, report: Report): boolean {
  if (of?.pieces === undefined) return true
  report.say(
    'bad_rule',
    span,
    {
      en: `\`${of.name}\` are the pieces that \`${of.pieces.of}\` hands on: they cannot be chosen or done again without it.`,
      ko: `\`${of.name}\`은(는) \`${of.pieces.of}\`이(가) 넘기는 조각이라서 따로 고르거나 다시 할 수 없습니다.`,
    },
    { en: `Name \`${of.pieces.of}\`.`, ko: `\`${of.pieces.of}\`을(를) 쓰세요.` },
  )
  return false
}

/** Says what of a stage does not go with an output that is handed on piece by piece. */
export function checkStream(outline: Outline, known: Known, report: Report): void {
  const [first, second] = [...outline.outputs.values()].filter(({ stream }) => stream !== undefined)
  if (first !== undefined && outline.pieces === undefined) {
    checkProducer(outline, first, second, report)
    checkShape(outline, first, report)
  }
  const followed = outline.each === undefined ? undefined : known.outlines[outline.each]
  const barrier = outline.entries.get('barrier')
  if (followed?.pieces !== undefined && barrier !== undefined) {
    report.say('bad_rule', barrier.keySpan, {
      en: 'Tasks of pieces come one by one, so they cannot meet at a barrier.',
      ko: '조각의 작업은 하나씩 생기므로 장벽에서 만날 수 없습니다.',
    })
  }
}

function checkProducer(outline: Outline, first: OutputOutline, second: OutputOutline | undefined, report: Report): void {
  const { entries, within, unrolled, work } = outline
  const wrong = ['foreach', 'each', 'blind'].flatMap((key) => entries.get(key) ?? [])[0]
  if (second !== undefined) {
    report.say('bad_rule', second.span, {
      en: 'Only one output of a stage is handed on piece by piece.',
      ko: '조각으로 넘기는 출력은 단계마다 하나입니다.',
    })
  }
  if (wrong !== undefined) {
    report.say('bad_rule', wrong.keySpan, {
      en: `\`${wrong.key}\` does not go with \`stream\`: the pieces of one task are handed on, to everybody.`,
      ko: `\`${wrong.key}\`은(는) \`stream\`과 함께 쓸 수 없습니다. 작업 하나의 조각을 모두에게 넘깁니다.`,
    })
  }
  if (within !== undefined || unrolled !== undefined) {
    report.say('bad_rule', first.span, {
      en: 'A stage in a group or a loop cannot hand on pieces.',
      ko: '그룹이나 반복 안의 단계는 조각을 넘길 수 없습니다.',
    })
  }
  if (work !== 'run') {
    report.say('bad_work', first.span, { en: 'Only a command can hand on pieces.', ko: '조각은 명령만 넘길 수 있습니다.' })
  }
  if (!isBareName(outline.name) && within === undefined) {
    report.say('bad_name', outline.nameSpan, {
      en: `\`${outline.name}\` hands on pieces, so expressions name it; give it a name of letters, digits and \`_\`.`,
      ko: `\`${outline.name}\`은(는) 조각을 넘기므로 식에서 부릅니다. 영문자, 숫자, \`_\`로 된 이름을 주세요.`,
    })
  }
}

function checkShape({ outputs }: Outline, first: OutputOutline, report: Report): void {
  if (first.kind !== 'glob') {
    report.say(
      'bad_rule',
      first.path ?? first.span,
      { en: 'Pieces are files that match a pattern.', ko: '조각은 패턴에 맞는 파일들입니다.' },
      { en: 'For example `path: "frame-*.dat"`.', ko: '예: `path: "frame-*.dat"`' },
    )
  }
  const temporary = [...outputs.values()].find((output) => output.temporary)
  if (temporary !== undefined) {
    report.say('bad_rule', temporary.span, {
      en: 'A stage that hands on pieces has no temporary outputs: it is not run again for them.',
      ko: '조각을 넘기는 단계의 출력은 임시일 수 없습니다. 다시 실행하지 않기 때문입니다.',
    })
  }
}
