import { nearest } from '#expression/nearest.ts'
import type { Report, Span } from './report.ts'
import { didYouMean } from './shape.ts'

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
const stageName = /^[\p{L}_][\p{L}\p{M}\p{N}_-]*$/u
const workflowName = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u
const longest = 100

/** Names that mean something of their own in expressions. */
const reserved = new Set([
  ...['stages', 'inputs', 'outputs', 'metrics', 'needs', 'attempt', 'task', 'label', 'parameters', 'params', 'signals'],
  ...['true', 'false', 'null', 'zip', 'at_most', 'and', 'or', 'not', 'in', 'if', 'else'],
])

/** Whether an expression can use the name without quotes around it. */
export function isBareName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{Nd}_]*$/u.test(name)
}

/** A name that expressions use bare: a parameter, a `foreach` variable, a metric. */
export function checkBareName(name: string, span: Span, report: Report): boolean {
  if (!checkName(name, identifier, span, report)) return false
  if (!reserved.has(name)) return true
  report.say('bad_name', span, { en: `\`${name}\` is a reserved name.`, ko: `\`${name}\`은(는) 예약된 이름입니다.` })
  return false
}

/** A name that stands behind a dot: an output, an input, a pool. */
export function checkMemberName(name: string, span: Span, report: Report): boolean {
  return checkName(name, stageName, span, report)
}

export function checkStageName(name: string, span: Span, report: Report): boolean {
  if (!checkName(name, stageName, span, report)) return false
  if (!reserved.has(name)) return true
  report.say('bad_name', span, { en: `\`${name}\` is a reserved name.`, ko: `\`${name}\`은(는) 예약된 이름입니다.` })
  return false
}

export function checkWorkflowName(name: string, span: Span, report: Report): boolean {
  return checkName(name, workflowName, span, report)
}

function checkName(name: string, pattern: RegExp, span: Span, report: Report): boolean {
  // Names become keys of plain objects, in journals too: those that every object has are not free.
  if (pattern.test(name) && name.length <= longest && !(name in {})) return true
  const shown = name.length > longest ? `${name.slice(0, 20)}…` : name
  const message = { en: `\`${shown}\` cannot be a name here.`, ko: `\`${shown}\`은(는) 이름으로 쓸 수 없습니다.` }
  const hint =
    pattern === identifier
      ? { en: 'Letters a–z, digits and `_`, not starting with a digit.', ko: '영문자, 숫자, `_`만 쓰고 숫자로 시작하지 않습니다.' }
      : { en: 'Letters, digits, `_` and `-`, starting with a letter.', ko: '문자, 숫자, `_`, `-`만 쓰고 문자로 시작합니다.' }
  report.say('bad_name', span, message, { en: `${hint.en} At most ${longest}.`, ko: `${hint.ko} 최대 ${longest}자입니다.` })
  return false
}

/** The hint for a name that is not there. */
export function hintFor(name: string, known: Iterable<string>): ReturnType<typeof didYouMean> | undefined {
  const meant = nearest(name, known)
  return meant === undefined ? undefined : didYouMean(meant)
}
