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
import { quantity } from './units.ts'
import type { Value } from './value.ts'

/**
 * `with_error(tc)` is `tc` with the error `tc_error`, which a metric with `uncertainty: true` has. Written again, it is the same
 * variable: `with_error(tc) - with_error(tc)` is exactly 0. It goes by the name, so it is not a function of values.
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
  const error = constantError(cause, checking) ?? checkErrorName(named, cause, checking, check)
  const run = (frame: Frame) => together(value.run(frame), error.run(frame), cause, frame, span)
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

/** The last name, with `_error` behind it. */
function errorName(named: Node): Node {
  if (named.kind === 'name' || named.kind === 'member') return { ...named, name: `${named.name}_error` }
  if (named.kind === 'index' && named.index.kind === 'string') {
    return { ...named, index: { ...named.index, value: `${named.index.value}_error` } }
  }
  return named
}

/** Element by element where they are arrays, each with a cause of its own. */
function together(value: Value, error: Value, cause: string, frame: Frame, span: Span): Value {
  if (isMeasure(value) && isMeasure(error)) return withError(value, error, sourceNamed(frame, cause), frame, span)
  if (isArray(value) && isArray(error)) {
    if (value.length !== error.length) {
      const text = {
        en: `${cause} has ${value.length} values and ${error.length} errors.`,
        ko: `${cause}의 값은 ${value.length}개인데 오차는 ${error.length}개입니다.`,
      }
      throw new EvaluationError('range', text, span)
    }
    spendElements(frame, value.length, span)
    return within(frame, span, () => value.map((each, index) => together(each, error[index] ?? null, `${cause}[${index}]`, frame, span)))
  }
  const what = describeValue(isMeasure(value) || isArray(value) ? error : value)
  throw wrongType(
    `with_error needs a number and its error, not ${what.en}.`,
    `with_error에는 ${what.ko}이(가) 아니라 숫자와 그 오차가 필요합니다.`,
    span,
  )
}
