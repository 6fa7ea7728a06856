import { checkIndex, pathOf } from './check-access.ts'
import { broken, type Checked, type Checking, report } from './checked.ts'
import { physicalConstant } from './constants.ts'
import { describeValue } from './describe.ts'
import { EvaluationError, type Span } from './evaluation-error.ts'
import { type Frame, sourceNamed, spendElements, within, wrongType } from './frame.ts'
import { isMeasure } from './measure.ts'
import { isArray } from './show.ts'
import type { Node, NodeOf } from './syntax.ts'
import { measureType, withErrors } from './type.ts'
import { withError } from './uncertain.ts'
import { isUncertain } from './uncertain-value.ts'
import { quantity } from './units.ts'
import type { Value } from './value.ts'

/**
 * `with_error(tc)` is `tc` with the error `tc_error`, which a metric with `uncertainty: true` has. Written again, it is the same
 * variable: `with_error(tc) - with_error(tc)` is exactly 0. It goes by the name, so it is not a function of values. A metric with
 * `uncertainty: [statistical, systematic]` has both instead.
 */
export function isWithError(node: NodeOf<'call'>): boolean {
  return node.name === 'with_error' && node.arguments.length === 1
}

type Check = (node: Node, checking: Checking) => Checked

export function checkWithError(node: NodeOf<'call'>, checking: Checking, check: Check): Checked {
  const [argument] = node.arguments
  return argument === undefined ? broken : errorOfNamed(argument, node, checking, check)
}

function errorOfNamed(named: Node, span: Span, checking: Checking, check: Check): Checked {
  // One element of a metric of a whole fan-out.
  if (named.kind === 'index' && named.index.kind !== 'string')
    return checkIndex(errorOfNamed(named.object, span, checking, check), check(named.index, checking), named, named.index, checking)
  const path = pathOf(named)
  if (path === undefined) {
    const message = { en: '`with_error` takes a metric by its name.', ko: '`with_error`에는 메트릭 이름을 씁니다.' }
    report(checking, 'wrong_arguments', named, message, {
      en: 'For any other value write `uncertain(value, error)`.',
      ko: '다른 값에는 `uncertain(값, 오차)`를 쓰세요.',
    })
    return broken
  }
  const cause = [path.root.name, ...path.steps.map((step) => step.name)].join('.')
  const value = check(named, checking)
  const kinds = errorKinds(named, checking, check)
  if (kinds?.known === true) return inTwoKinds(value, kinds, cause, span)
  const error = constantError(cause, checking) ?? checkErrorName(named, cause, checking, check)
  const single: Checked['run'] = (frame) => together(value.run(frame), error.run(frame), { cause, shared: false, frame, span })
  if (kinds === undefined) return { type: withErrors(value.type), run: single }
  const double = inTwoKinds(value, kinds, cause, span)
  return { type: withErrors(value.type), run: (frame) => (isThere(kinds, frame) ? double : { run: single }).run(frame) }
}

interface Kinds {
  /** They are declared; else only the run can tell whether they are there. */
  readonly known: boolean
  readonly statistical: Checked
  readonly systematic: Checked
}

/** `NAME_statistical` and `NAME_systematic`, where both are declared. */
function errorKinds(named: Node, checking: Checking, check: Check): Kinds | undefined {
  const before = checking.problems.length
  const [statistical, systematic] = ['statistical', 'systematic'].map((kind) => check(errorName(named, kind), checking))
  const missing = checking.problems.length > before
  checking.problems.length = before
  if (missing || statistical === undefined || systematic === undefined) return undefined
  return { statistical, systematic, known: statistical.type.kind !== 'any' && systematic.type.kind !== 'any' }
}

function isThere({ statistical, systematic }: Kinds, frame: Frame): boolean {
  try {
    return statistical.run(frame) !== null && systematic.run(frame) !== null
  } catch (error) {
    if (error instanceof EvaluationError && error.code !== 'limit') return false
    throw error
  }
}

/**
 * Every value has a statistical error of its own, and all that stand under the name share one systematic error: a mean over a fan-out
 * lessens the one and not the other (Particle Data Group, "Review of Particle Physics", Statistics: systematic uncertainties).
 */
function inTwoKinds(value: Checked, { statistical, systematic }: Kinds, cause: string, span: Span): Checked {
  const run = (frame: Frame) => {
    const first = together(value.run(frame), statistical.run(frame), { cause, shared: false, frame, span })
    return together(first, systematic.run(frame), { cause: `${cause}, systematic`, shared: true, frame, span })
  }
  return { type: withErrors(value.type), run }
}

/** `const.G` has the uncertainty that CODATA states. */
function constantError(cause: string, { fields }: Checking): Checked | undefined {
  const constant = cause.startsWith('const.') && !fields.has('const') ? physicalConstant(cause.slice('const.'.length)) : undefined
  if (constant === undefined) return undefined
  const error = constant.unit === '' ? constant.uncertainty : quantity(constant.uncertainty, constant.unit)
  return { type: measureType, run: () => error }
}

function checkErrorName(named: Node, cause: string, checking: Checking, check: Check): Checked {
  const before = checking.problems.length
  const error = check(errorName(named), checking)
  if (checking.problems.length === before) return error
  // What it says would be of a name that is not written there.
  checking.problems.length = before
  const message = {
    en: `\`${cause}\` has no error: there is no \`${cause}_error\`.`,
    ko: `\`${cause}\`에 오차가 없습니다. \`${cause}_error\`가 없습니다.`,
  }
  report(checking, 'unknown_name', named, message, {
    en: 'Declare the metric with `uncertainty: true`.',
    ko: '메트릭을 `uncertainty: true`로 선언하세요.',
  })
  return broken
}

/** The last name, with a word such as `_error` behind it. */
function errorName(named: Node, word = 'error'): Node {
  if (named.kind === 'name' || named.kind === 'member') return { ...named, name: `${named.name}_${word}` }
  if (named.kind === 'index' && named.index.kind === 'string') {
    return { ...named, index: { ...named.index, value: `${named.index.value}_${word}` } }
  }
  return named
}

interface Together {
  /** The name by which it is known that two errors are the same one. */
  readonly cause: string
  /** One cause for all elements; else each has its own. */
  readonly shared: boolean
  readonly frame: Frame
  readonly span: Span
}

/** Element by element where they are arrays. */
function together(value: Value, error: Value, of: Together): Value {
  const { cause, shared, frame, span } = of
  if ((isMeasure(value) || isUncertain(value)) && isMeasure(error)) return withError(value, error, sourceNamed(frame, cause), frame, span)
  if (isArray(value) && isArray(error)) {
    if (value.length !== error.length) {
      const text = {
        en: `${cause} has ${value.length} values and ${error.length} errors.`,
        ko: `${cause}의 값은 ${value.length}개인데 오차는 ${error.length}개입니다.`,
      }
      throw new EvaluationError('range', text, span)
    }
    spendElements(frame, value.length, span)
    const named = (index: number) => (shared ? of : { ...of, cause: `${cause}[${index}]` })
    return within(frame, span, () => value.map((each, index) => together(each, error[index] ?? null, named(index))))
  }
  const what = describeValue(isMeasure(value) || isUncertain(value) || isArray(value) ? error : value)
  throw wrongType(
    `with_error needs a number and its error, not ${what.en}.`,
    `with_error에는 ${what.ko}이(가) 아니라 숫자와 그 오차가 필요합니다.`,
    span,
  )
}
