import { functionNamed } from './catalogue.ts'
import { broken, type Checked, type Checking, report } from './checked.ts'
import type { Expression } from './compiled.ts'
import { physicalConstant, physicalConstants } from './constants.ts'
import { describeValue } from './describe.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { type Frame, spend, spendElements, within, wrongType } from './frame.ts'
import { isInspectable } from './inspectable.ts'
import { nearest } from './nearest.ts'
import { isArray, showType } from './show.ts'
import type { Node } from './syntax.ts'
import type { Text } from './text.ts'
import { anyType, arrayOf, measureOf, numberType, type Type } from './type.ts'
import { quantity } from './units.ts'
import type { RecordValue, Value } from './value.ts'

/** `a.b['c']` from its root on: a name, and the names below it that are written out. */
export interface Path {
  readonly root: Node & { readonly kind: 'name' }
  readonly steps: readonly { readonly name: string; readonly span: Span }[]
  readonly span: Span
}

/** The path that a node is, if it is one. */
export function pathOf(node: Node): Path | undefined {
  const steps: { name: string; span: Span }[] = []
  let at = node
  while (at.kind === 'member' || (at.kind === 'index' && at.index.kind === 'string')) {
    if (at.kind === 'member') steps.push({ name: at.name, span: at.nameSpan })
    else if (at.index.kind === 'string') steps.push({ name: at.index.value, span: at.index })
    at = at.object
  }
  return at.kind === 'name' ? { root: at, steps: steps.reverse(), span: { start: node.start, end: node.end } } : undefined
}

export function checkPath(written: Path, checking: Checking): Checked {
  const meant = checking.rename?.([written.root.name, ...written.steps.map((step) => step.name)])
  if (meant !== undefined && 'hidden' in meant) return hiddenName(written, checking)
  if (meant !== undefined && 'given' in meant) return checkGiven(written, meant.given, checking)
  const path = meant === undefined ? written : renamed(written, meant)
  const { root, steps, span } = path
  const type = checking.fields.get(root.name)
  if (type === undefined) {
    const builtIn = builtInPath(path, checking)
    if (builtIn !== undefined) return builtIn
    if (!checking.open) return unknownName(root, checking)
  }
  checking.references.push({ parts: [root.name, ...steps.map((step) => step.name)], start: span.start, end: span.end })
  const { name } = root
  const start: Checked = {
    type: type ?? anyType,
    run: (frame) => {
      const value = frame.environment.get(name)
      if (value === undefined) throw missing(name, root)
      return value
    },
  }
  return steps.reduce<Checked>((object, step) => checkMember(object, step.name, step.span, checking), start)
}

/** The same path by the names that are meant; each stands at the place of the last part that it stands for. */
function renamed({ root, steps, span }: Path, meant: { readonly take: number; readonly put: readonly string[] }): Path {
  const at = steps[meant.take - 2]?.span ?? { start: root.start, end: root.end }
  const [first = root.name, ...others] = meant.put
  const put = others.map((name) => ({ name, span: at }))
  return { root: { ...root, name: first }, steps: [...put, ...steps.slice(meant.take - 1)], span }
}

/** A name that stands for an expression: what that uses is used here. */
function checkGiven({ steps, span }: Path, given: Expression | undefined, checking: Checking): Checked {
  if (given === undefined) {
    // It is told elsewhere; what is made of it must not be evaluated.
    checking.references.push({ parts: [], start: span.start, end: span.end })
    return broken
  }
  for (const { parts } of given.references) {
    // `a` that stands for `stages.x.outputs.y` makes `a.json` a use of `stages.x.outputs.y.json`.
    const all = given.references.length === 1 ? [...parts, ...steps.map((step) => step.name)] : parts
    checking.references.push({ parts: all, start: span.start, end: span.end })
  }
  const run = isInspectable(given) ? given.run : (frame: Frame) => given.evaluate(frame.environment)
  const start: Checked = { type: given.type, run }
  return steps.reduce<Checked>((object, step) => checkMember(object, step.name, step.span, checking), start)
}

/** `pi`, and the constants of nature under `const`; both step back behind a name of the scope. */
function builtInPath({ root, steps, span }: Path, checking: Checking): Checked | undefined {
  if (root.name === 'pi' && steps.length === 0) return { type: numberType, run: () => Math.PI, literal: Math.PI }
  if (root.name !== 'const') return undefined
  const [step] = steps
  const constant = step === undefined ? undefined : physicalConstant(step.name)
  if (constant === undefined || steps.length > 1) {
    const names = physicalConstants.map((each) => each.name)
    const near = step === undefined ? undefined : nearest(step.name, names)
    const hint =
      near === undefined
        ? { en: `There are: ${names.join(', ')}.`, ko: `쓸 수 있는 이름: ${names.join(', ')}.` }
        : didYouMean(`const.${near}`)
    report(checking, 'unknown_name', step?.span ?? span, { en: 'There is no such constant.', ko: '그런 상수가 없습니다.' }, hint)
    return broken
  }
  const value = constant.unit === '' ? constant.value : quantity(constant.value, constant.unit)
  return { type: typeof value === 'number' ? numberType : measureOf(value.dimension), run: () => value, literal: value }
}

function didYouMean(name: string): Text {
  return { en: `Did you mean \`${name}\`?`, ko: `\`${name}\`을(를) 뜻했나요?` }
}

/** Something of a file around. */
function hiddenName({ root, steps, span }: Path, checking: Checking): Checked {
  const name = root.name === 'stages' ? (steps[0]?.name ?? root.name) : root.name
  const message = { en: `\`${name}\` is not in this file.`, ko: `\`${name}\`은(는) 이 파일에 없습니다.` }
  report(checking, 'unknown_name', span, message, {
    en: 'A workflow file sees its own parameters and stages; what it needs of others it is given with `with`.',
    ko: '워크플로 파일은 자기 매개변수와 단계만 봅니다. 다른 것은 `with`로 받습니다.',
  })
  return broken
}

function unknownName(root: Path['root'], checking: Checking): Checked {
  const message = { en: `\`${root.name}\` means nothing here.`, ko: `\`${root.name}\`은(는) 여기서 아무것도 가리키지 않습니다.` }
  const near = nearest(root.name, [...checking.fields.keys(), 'pi', 'true', 'false', 'null', 'const'])
  const hint = isStage(root.name, checking)
    ? { en: `It is a stage: \`stages.${root.name}\`.`, ko: `단계입니다: \`stages.${root.name}\`.` }
    : functionNamed(root.name)
      ? { en: `It is a function: \`${root.name}(…)\`.`, ko: `함수입니다: \`${root.name}(…)\`.` }
      : near === undefined
        ? namesThere(checking.fields)
        : didYouMean(near)
  report(checking, 'unknown_name', root, message, hint)
  return broken
}

function isStage(name: string, { fields }: Checking): boolean {
  const stages = fields.get('stages')
  return stages?.kind === 'record' && stages.fields.has(name)
}

function namesThere(fields: ReadonlyMap<string, Type>): Text | undefined {
  const names = [...fields.keys()]
  if (names.length === 0) return undefined
  const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? ', …' : '')
  return { en: `There are: ${shown}.`, ko: `쓸 수 있는 이름: ${shown}.` }
}

/** A field of a record; of an array of records, the array of that field. */
export function checkMember(object: Checked, name: string, span: Span, checking: Checking): Checked {
  const type = memberType(object.type, name, span, checking)
  return type === undefined ? broken : { type, run: (frame) => memberOf(object.run(frame), name, frame, span) }
}

function memberType(type: Type, name: string, span: Span, checking: Checking): Type | undefined {
  if (type.kind === 'any') return anyType
  if (type.kind === 'array') {
    const element = memberType(type.element, name, span, checking)
    return element && arrayOf(element)
  }
  if (type.kind === 'record') {
    const field = type.fields.get(name)
    if (field !== undefined || type.open === true) return field ?? anyType
    // A hyphen is a minus in an expression, so a name with one comes here in pieces.
    const near = [...type.fields.keys()].find((field) => field.startsWith(`${name}-`)) ?? nearest(name, type.fields.keys())
    const written = near === undefined || /^[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u.test(near) ? near : `…['${near}']`
    report(
      checking,
      'unknown_name',
      span,
      { en: `There is no \`${name}\` in it.`, ko: `\`${name}\`이(가) 그 안에 없습니다.` },
      written === undefined ? namesThere(type.fields) : didYouMean(written),
    )
    return undefined
  }
  report(checking, 'wrong_type', span, { en: `A ${showType(type)} has no fields.`, ko: `${showType(type)} 값에는 필드가 없습니다.` })
  return undefined
}

function memberOf(value: Value, name: string, frame: Frame, span: Span): Value {
  if (isRecord(value)) {
    const field = value.get(name)
    if (field === undefined) throw missing(name, span)
    return field
  }
  if (isArray(value)) {
    spendElements(frame, value.length, span)
    return within(frame, span, () => value.map((element) => memberOf(element, name, frame, span)))
  }
  const what = describeValue(value)
  throw wrongType(`${what.en} has no field \`${name}\`.`, `${what.ko}에는 \`${name}\` 필드가 없습니다.`, span)
}

export function isRecord(value: Value): value is RecordValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'record'
}

function missing(name: string, span: Span): EvaluationError {
  return new EvaluationError('missing', { en: `There is no value \`${name}\`.`, ko: `\`${name}\` 값이 없습니다.` }, span)
}

/** `array[i]`, or `record[name]` with a computed name, where the fields are not known beforehand. */
export function checkIndex(object: Checked, index: Checked, node: Span, indexSpan: Span, checking: Checking): Checked {
  const run = (frame: Frame) => elementAt(object.run(frame), index.run(frame), frame, node)
  const byName = index.type.kind === 'string'
  if (object.type.kind === 'any' || (object.type.kind === 'record' && object.type.open === true && byName)) return { type: anyType, run }
  if (object.type.kind === 'record') {
    const message = { en: 'A record is asked for a name that is written out.', ko: '레코드에는 이름을 직접 써서 물어야 합니다.' }
    report(checking, 'wrong_type', indexSpan, message, {
      en: "Write `x.name` or `x['name']`.",
      ko: "`x.name` 또는 `x['name']`처럼 쓰세요.",
    })
    return broken
  }
  if (object.type.kind !== 'array') {
    const shown = showType(object.type)
    report(checking, 'wrong_type', node, { en: `A ${shown} has no elements.`, ko: `${shown} 값에는 원소가 없습니다.` })
    return broken
  }
  return isIndexType(index.type, indexSpan, checking) ? { type: object.type.element, run } : broken
}

function isIndexType(type: Type, span: Span, checking: Checking): boolean {
  if (type.kind === 'any' || (type.kind === 'number' && type.integer !== false)) return true
  report(checking, 'wrong_type', span, {
    en: `An index is a whole number, not a ${showType(type)}.`,
    ko: `번호는 ${showType(type)}이(가) 아니라 정수여야 합니다.`,
  })
  return false
}

function elementAt(object: Value, index: Value, frame: Frame, span: Span): Value {
  if (isRecord(object) && typeof index === 'string') return memberOf(object, index, frame, span)
  if (!isArray(object)) {
    const what = describeValue(object)
    throw wrongType(`${what.en} has no elements.`, `${what.ko}에는 원소가 없습니다.`, span)
  }
  if (typeof index === 'string') return memberOf(object, index, frame, span)
  const place = wholeNumber(index, span)
  const element = object.at(place)
  if (element !== undefined) return element
  const message = {
    en: `There is no element ${place}: the array has ${object.length}, counted from 0.`,
    ko: `${place}번 원소가 없습니다. 배열의 원소는 ${object.length}개이고 0부터 셉니다.`,
  }
  throw new EvaluationError('range', message, span)
}

function wholeNumber(value: Value, span: Span): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const what = describeValue(value)
  throw wrongType(`An index is a whole number, not ${what.en}.`, `번호는 ${what.ko}이(가) 아니라 정수여야 합니다.`, span)
}

/** `array[from:to]`: from the first up to but not including the second; negative numbers count from the end. */
export function checkSlice(object: Checked, from: Checked | undefined, to: Checked | undefined, node: Span, checking: Checking): Checked {
  if (object.type.kind !== 'any' && object.type.kind !== 'array') {
    report(checking, 'wrong_type', node, {
      en: `A ${showType(object.type)} has no elements.`,
      ko: `${showType(object.type)} 값에는 원소가 없습니다.`,
    })
    return broken
  }
  for (const end of [from, to]) if (end !== undefined && !isIndexType(end.type, node, checking)) return broken
  const run = (frame: Frame): Value => {
    const array = object.run(frame)
    if (!isArray(array)) {
      const what = describeValue(array)
      throw wrongType(`${what.en} has no elements.`, `${what.ko}에는 원소가 없습니다.`, node)
    }
    spend(frame, array.length, node)
    return array.slice(from && wholeNumber(from.run(frame), node), to && wholeNumber(to.run(frame), node))
  }
  return { type: object.type, run }
}
