import { functionGroups } from './catalogue.ts'
import { signatureOf } from './check-call.ts'
import { physicalConstants } from './constants.ts'
import { unitOfDimension } from './dimension.ts'
import type { FunctionEntry } from './function-entry.ts'
import { limits } from './limits.ts'
import type { Text } from './text.ts'
import { refusedUnits, type UnitRow, unitGroups } from './unit-table.ts'

/** `docs/reference/expressions.md`: every function, unit and constant, from the tables that the language itself uses. */
export function renderReference(): string {
  return `${[introduction(), ...functionGroups.map(functionTable), unitTables(), constantTable(), limitTable()].join('\n\n')}\n`
}

function introduction(): string {
  return [
    '# Expressions: functions, units, constants',
    'Made from the tables in `src/expression/`; a test keeps it fresh. How expressions are read and what they mean is in [the rules](../spec/expression.md).',
    '`src/expression/`의 표에서 만든 문서입니다. 식을 읽는 법과 뜻은 [규칙](../spec/expression.md)에 있습니다.',
    'What may be left out stands in brackets. *Each*: given an array, the function is applied to every element. 생략할 수 있는 것은 대괄호로 표시합니다. *each*는 배열을 주면 원소마다 적용한다는 뜻입니다.',
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function heading(title: Text): string {
  return `## ${title.en} · ${title.ko}`
}

function both({ en, ko }: Text): string {
  return `${en}<br>${ko}`
}

function functionTable({ title, functions }: { readonly title: Text; readonly functions: readonly FunctionEntry[] }): string {
  const rows = functions.map((entry) => [
    `\`${signatureOf(entry)}\`${entry.aliases === undefined ? '' : `<br>also ${entry.aliases.map((name) => `\`${name}\``).join(', ')}`}`,
    both(entry.description) + (entry.each === true ? ' *each*' : ''),
    entry.formula ?? '',
    entry.examples.map(([source, value]) => `\`${source}\` → \`${value}\``).join('<br>'),
  ])
  return `${heading(title)}\n\n${table(['function', 'meaning', 'formula', 'examples'], rows)}`
}

const prefixWords: { readonly [prefixes in UnitRow['prefixes']]: string } = {
  none: '',
  si: 'all of the SI',
  large: 'k and larger',
  small: 'smaller than 1',
  bytes: 'k and larger, Ki Mi Gi Ti Pi Ei',
}

function unitTables(): string {
  const one = ({ title, rows }: (typeof unitGroups)[number]) =>
    `### ${title.en} · ${title.ko}\n\n${table(
      ['unit', 'in SI', 'prefixes'],
      rows.map((row) => [row.names.map((name) => `\`${name}\``).join(' '), inSi(row), prefixWords[row.prefixes]]),
    )}`
  const refused = table(
    ['not taken', 'write instead'],
    [...refusedUnits].map(([name, instead]) => [`\`${name}\``, instead.map((each) => `\`${each}\``).join(' or ')]),
  )
  return [
    heading({ en: 'Units', ko: '단위' }),
    'Sources are named in `src/expression/unit-table.ts`: SI brochure (9th edition), CODATA 2022, IAU resolutions, NIST SP 811. 출처는 `src/expression/unit-table.ts`에 있습니다.',
    ...unitGroups.map(one),
    '### Refused · 쓸 수 없는 이름',
    'These mean different things to different people. 사람마다 다르게 읽는 이름들입니다.',
    refused,
  ].join('\n\n')
}

function inSi({ factor, offset, dimension }: UnitRow): string {
  const unit = unitOfDimension(dimension)
  const number = String(Number(factor.toPrecision(15)))
  return offset === undefined ? `${number} ${unit}`.trim() : `(x + ${offset}) · ${number} ${unit}`
}

function constantTable(): string {
  const rows = physicalConstants.map((each) => [
    `\`const.${each.name}\``,
    `${each.value} ${each.unit}`.trim(),
    each.uncertainty === 0 ? 'exact' : String(each.uncertainty),
    both(each.description),
  ])
  const source =
    'CODATA 2022. `pi` is there without `const`. Names of the workflow hide both. 워크플로에 같은 이름이 있으면 그 이름이 먼저입니다.'
  return `${heading({ en: 'Constants', ko: '상수' })}\n\n${source}\n\n${table(['name', 'value', 'standard uncertainty', 'meaning'], rows)}`
}

function limitTable(): string {
  const rows = [
    ['characters of an expression', limits.sourceLength],
    ['characters of a template', limits.templateLength],
    ['levels of nesting, links of a chain', limits.depth],
    ['elements of an array', limits.elements],
    ['characters of a text made by an expression', limits.textLength],
    ['elements and characters touched in one evaluation', limits.work],
    ['characters of a pattern', limits.patternLength],
  ].map((row) => row.map(String))
  return `${heading({ en: 'Limits', ko: '한계' })}\n\n${table(['at most', 'number'], rows)}`
}
