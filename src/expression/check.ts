import { checkIndex, checkMember, checkPath, checkSlice, pathOf } from './check-access.ts'
import { checkCall } from './check-call.ts'
import { checkBinary, checkUnary, isCondition, truthOf } from './check-operator.ts'
import { checkWithError, isWithError } from './check-with-error.ts'
import { broken, type Checked, type Checking, report } from './checked.ts'
import { dimensionless, sameDimension } from './dimension.ts'
import { type Frame, spend } from './frame.ts'
import { joinTypes } from './join-types.ts'
import { showType } from './show.ts'
import type { Node, NodeOf } from './syntax.ts'
import { anyType, arrayOf, booleanType, measureOf, nullType, stringType, type Type, withoutErrors } from './type.ts'
import { parseUnit, quantity } from './units.ts'
import type { Value } from './value.ts'

/** Checks a node and all below it, and makes of it a closure that gives its value. Goes no deeper than the parser did. */
export function check(node: Node, checking: Checking): Checked {
  const checked = checkNode(node, checking)
  checking.made.set(node, checked)
  return checked
}

function checkNode(node: Node, checking: Checking): Checked {
  switch (node.kind) {
    case 'number':
      return node.unit === ''
        ? written(node.value, { kind: 'number', dimension: dimensionless, integer: Number.isInteger(node.value) })
        : checkQuantity(node, checking)
    case 'string':
      return written(node.value, stringType)
    case 'word':
      return written(node.value, node.value === null ? nullType : booleanType)
    case 'array':
      return checkArray(node, checking)
    case 'unary':
      return checkUnary(node.operator, check(node.operand, checking), node, node.operand, checking)
    case 'binary':
      return checkBinary(node, check(node.left, checking), check(node.right, checking), checking)
    case 'conditional':
      return checkConditional(node, checking)
    case 'call':
      if (isWithError(node)) return checkWithError(node, checking, check)
      return checkCall(
        node,
        node.arguments.map((argument) => check(argument, checking)),
        checking,
      )
    default:
      return checkAccess(node, checking)
  }
}

function written(value: Value, type: Type): Checked {
  return { type, run: () => value, literal: value }
}

function checkQuantity(node: NodeOf<'number'>, checking: Checking): Checked {
  const { problem } = parseUnit(node.unit)
  if (problem !== undefined) {
    report(checking, 'unknown_unit', node, problem.message, problem.hint)
    return broken
  }
  const value = quantity(node.value, node.unit)
  return written(value, measureOf(value.dimension))
}

function checkAccess(node: NodeOf<'name' | 'member' | 'index' | 'slice'>, checking: Checking): Checked {
  const path = pathOf(node)
  if (path !== undefined) return checkPath(path, checking)
  if (node.kind === 'member') return checkMember(check(node.object, checking), node.name, node.nameSpan, checking)
  if (node.kind === 'slice') {
    const [from, to] = [node.from, node.to].map((end) => end && check(end, checking))
    return checkSlice(check(node.object, checking), from, to, node, checking)
  }
  if (node.kind === 'name') return broken
  const { object, index } = node
  if (index.kind === 'string') return checkMember(check(object, checking), index.value, index, checking)
  return checkIndex(check(object, checking), check(index, checking), node, index, checking)
}

function checkArray(node: NodeOf<'array'>, checking: Checking): Checked {
  const elements = node.elements.map((element) => check(element, checking))
  const runs = elements.map((element) => element.run)
  elements.forEach((element, index) => {
    const [a, b] = [withoutErrors(elements[0]?.type ?? anyType), withoutErrors(element.type)]
    if (a.kind !== 'number' || b.kind !== 'number' || a.dimension === undefined || b.dimension === undefined) return
    if (sameDimension(a.dimension, b.dimension)) return
    const [first, second] = [showType(a), showType(b)]
    report(checking, 'wrong_unit', node.elements[index] ?? node, {
      en: `An array of a ${first} and a ${second}: they measure different things.`,
      ko: `배열에 ${first}와(과) ${second}이(가) 섞여 있습니다. 서로 다른 것을 재는 양입니다.`,
    })
  })
  const [first, ...rest] = elements.map((element) => element.type)
  const element = first === undefined ? anyType : rest.reduce(joinTypes, first)
  const run = (frame: Frame) => {
    spend(frame, runs.length, node)
    return runs.map((each) => each(frame))
  }
  return { type: arrayOf(element), run }
}

function checkConditional(node: NodeOf<'conditional'>, checking: Checking): Checked {
  const condition = check(node.condition, checking)
  const then = check(node.then, checking)
  const otherwise = check(node.otherwise, checking)
  if (!isCondition(condition.type, node.condition, checking)) return broken
  const type = joinTypes(then.type, otherwise.type)
  return { type, run: (frame) => (truthOf(condition.run(frame), node.condition) ? then.run(frame) : otherwise.run(frame)) }
}
