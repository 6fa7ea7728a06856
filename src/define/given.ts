import type { Rename, Renamed } from '#expression/checked.ts'
import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Parameter } from '#model/workflow.ts'
import { conform } from './conform.ts'
import { constantExpression, constantValue } from './constant.ts'
import { declaredParameters } from './declared-parameters.ts'
import { hintFor } from './names.ts'
import type { Outline } from './outline.ts'
import { entriesOf } from './pick.ts'
import type { Entry, NamedFile } from './tree.ts'
import { type OwnNames, renaming, turnAround, type Within } from './within.ts'
import { type Scope, type Use, valueAt, type Writing } from './written.ts'

type FileGroup = Within & { readonly file: NamedFile }

/** What the names in a stage mean where it stands. */
export function renameIn(outline: Outline, writing: Writing): Rename | undefined {
  const { within, axisNames, metrics, each } = outline
  if (within === undefined) return undefined
  const own = new Set([...axisNames, ...(metrics ?? []).map(({ name }) => name)])
  return renaming(within, { own, follows: each !== undefined, given: givenIn(outline, writing, new Set()) })
}

/**
 * What parameters of a file are given, as expressions: they are put in the place of the parameter, so that they may use whatever stages
 * around have made. `open` are the parameters that are being looked up: a default that needs itself is told where it is declared.
 */
function givenIn(outline: Outline, writing: Writing, open: ReadonlySet<string>): OwnNames['given'] {
  return (of, name, scope): Renamed => {
    const key = `${of.group} ${name}`
    const parameter = declaredOf(of.file, writing).get(name)
    if (parameter === undefined || open.has(key)) return { given: undefined }
    const written = of.file.given.get(name)
    const tree = written?.value ?? defaultOf(of.file.parameters.get(name))
    const again = givenIn(outline, writing, new Set([...open, key]))
    const rename = written === undefined ? renaming(of, { own: none, follows: false, given: again }) : outside(of, outline, again)
    const expression = valueAt({ ...writing, uses: [], rename }, tree, () => scope, parameter.valueType)
    return { given: expression && conforming(expression, parameter) }
  }
}

const none: ReadonlySet<string> = new Set()

/** Names in `with` mean what they mean where the stage stands that is the file, with its own variables and turn. */
function outside(of: FileGroup, outline: Outline, given: OwnNames['given']): Rename | undefined {
  const turn = turnAround(of)
  const follows = outline.each !== undefined
  // What begins the group has its variables itself.
  const own = new Set(outline.group?.part === 'begin' && outline.group.of.group === of.group ? outline.axisNames : [])
  const around = renaming({ ...of, members: new Map(), file: undefined }, { own: none, follows, given })
  return (parts, scope) => {
    if (turn !== undefined && parts[0] === 'iteration' && parts.length === 1) return { given: constantExpression(turn.iteration) }
    if (own.has(parts[0] ?? '')) return undefined
    // In a loop of the file `previous` is another turn.
    const isOther = outline.turn?.of !== turn?.of || outline.turn?.iteration !== turn?.iteration
    if (parts[0] === 'previous' && isOther) return { hidden: true }
    return around?.(parts, scope)
  }
}

function defaultOf(entry: Entry | undefined): Entry['value'] | undefined {
  return entry?.value.kind === 'map' ? entriesOf(entry.value).get('default')?.value : entry?.value
}

/** What a file declares, made once. */
const declared = new WeakMap<NamedFile['parameters'], ReadonlyMap<string, Parameter>>()

function declaredOf({ parameters }: NamedFile, { source, report }: Writing): ReadonlyMap<string, Parameter> {
  const known = declared.get(parameters)
  if (known !== undefined) return known
  const made = new Map(declaredParameters(parameters, { source, report, uses: [] }).map((parameter) => [parameter.name, parameter]))
  declared.set(parameters, made)
  return made
}

/** What is given is what the parameter is declared to be: a plain number gets its unit, what lies outside its bounds is refused. */
function conforming(expression: Expression, parameter: Parameter): Expression | undefined {
  const isPath = expression.type.kind === 'record' && expression.type.text === true
  if (isPath) return expression
  const bounds = { min: parameter.min && constantValue(parameter.min), max: parameter.max && constantValue(parameter.max) }
  const { source, references } = expression
  const known = constantValue(expression)
  if (known !== undefined) {
    const { value } = conform(parameter, known, bounds)
    // That it does not fit is told where it is given.
    return value === undefined ? undefined : { source, references, type: parameter.valueType, evaluate: () => value }
  }
  const evaluate: Expression['evaluate'] = (environment) => {
    const conformed = conform(parameter, expression.evaluate(environment), bounds)
    if (conformed.problem) throw new EvaluationError('type', conformed.problem.message)
    return conformed.value
  }
  return { source, references, type: parameter.valueType, evaluate }
}

/** Says what is wrong with what a file's parameters are given; and what that uses. */
export function checkGiven(outline: Outline, scope: Scope, writing: Writing): readonly Use[] {
  const of = outline.group?.of
  if (outline.group?.part !== 'begin' || of?.file === undefined) return []
  const { report } = writing
  const { given, at } = of.file
  const known = declaredOf(of.file, writing)
  const uses: Use[] = []
  for (const { key, keySpan } of given.values()) {
    if (known.has(key)) continue
    const message = { en: `That workflow has no parameter \`${key}\`.`, ko: `그 워크플로에는 매개변수 \`${key}\`이(가) 없습니다.` }
    report.say('unknown_parameter', keySpan, message, hintFor(key, known.keys()))
  }
  const { file } = of
  const rename = outside({ ...of, file }, outline, givenIn(outline, writing, new Set()))
  for (const parameter of known.values()) {
    const { name } = parameter
    const tree = given.get(name)?.value
    if (tree === undefined) {
      if (parameter.default !== undefined) continue
      const message = { en: `The parameter \`${name}\` is given no value.`, ko: `매개변수 \`${name}\`에 값을 주지 않았습니다.` }
      report.say('missing_parameter', at, message, { en: `Write \`with: { ${name}: … }\`.`, ko: `\`with: { ${name}: … }\`를 쓰세요.` })
      continue
    }
    const expression = valueAt({ ...writing, uses, rename }, tree, scope, parameter.valueType)
    const value = expression && constantValue(expression)
    const bounds = { min: parameter.min && constantValue(parameter.min), max: parameter.max && constantValue(parameter.max) }
    const { problem } = value === undefined ? {} : conform(parameter, value, bounds)
    if (problem) report.say(problem.code, tree, problem.message, problem.hint)
  }
  return uses
}
