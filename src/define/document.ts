import { parseDocument, type YAMLError } from 'yaml'
import type { Text } from '#expression/text.ts'
import type { Report } from './report.ts'
import { type Tree, treeOf } from './tree.ts'

/** Some hundred thousand stages; reading it takes a minute. */
const longest = 50_000_000

/** Reads YAML (and so JSON) text. Undefined where it is not YAML at all: what stands in it would be guesswork. */
export function readDocument(text: string, report: Report, base = 0): Tree | undefined {
  if (text.length > longest) {
    const message = {
      en: `The file has more than ${longest} characters; let \`foreach\` make the tasks.`,
      ko: `파일이 ${longest}자를 넘습니다. 작업은 \`foreach\`로 만드세요.`,
    }
    report.say('too_large', { start: base, end: base }, message)
    return undefined
  }
  if (text.includes('\u0000')) {
    const at = base + text.indexOf('\u0000')
    report.say('not_text', { start: at, end: at + 1 }, { en: 'This is no text file.', ko: '텍스트 파일이 아닙니다.' })
    return undefined
  }
  try {
    // Duplicate keys are found in `tree.ts`: here the search is quadratic.
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'warn' })
    if (document.errors.length > 0) sayErrors({ text, base }, document.errors, report)
    if (document.errors.length > 0) return undefined
    const tree = treeOf(document, report, base)
    for (const warning of document.warnings) say({ text, base }, warning, report)
    return tree
  } catch (error) {
    // The parser is recursive; a file may be nested deeper than the stack.
    if (!(error instanceof RangeError)) throw error
    report.say('too_deep', { start: base, end: base }, { en: 'The file is nested too deep.', ko: '파일이 너무 깊이 겹쳐 있습니다.' })
    return undefined
  }
}

/** A text, and where it begins among those of all files. */
interface Based {
  readonly text: string
  readonly base: number
}

/** One mistake usually makes the parser stumble on: of the errors of one line only the first is told, and none that follow from losing the structure. */
function sayErrors({ text, base }: Based, errors: readonly YAMLError[], report: Report): void {
  let lineEnd = -1
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    if (error.pos[0] <= lineEnd) continue
    say({ text, base }, error, report)
    if (error.code === 'UNEXPECTED_TOKEN' || error.code === 'MISSING_CHAR') return
    const next = text.indexOf('\n', error.pos[0])
    lineEnd = next === -1 ? text.length : next
  }
}

function say({ text, base }: Based, error: YAMLError, report: Report): void {
  const line = lineAt(text, error.pos[0])
  const [start, end] = [base + error.pos[0], base + error.pos[1]]
  if (hasBareExpression(line) && !(error.code === 'BLOCK_AS_IMPLICIT_KEY' && hasSecondColon(line))) {
    const message = {
      en: 'A `${{ }}` inside `{ }` or `[ ]`, or with `: ` or ` #` in it, must stand in quotes.',
      ko: '`{ }`나 `[ ]` 안의 `${{ }}`, 또는 `: `나 ` #`이 들어 있는 `${{ }}`는 따옴표로 감싸야 합니다.',
    }
    report.say('unquoted_expression', { start, end }, message, { en: 'Write "${{ … }}".', ko: '"${{ … }}"처럼 쓰세요.' })
    return
  }
  report.say('yaml_syntax', { start, end }, yamlMessages[error.code] ?? fallback(error))
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1
  const to = text.indexOf('\n', offset)
  return text.slice(from, to === -1 ? text.length : to)
}

/** Whether a `: ` after the key's own stands outside `${{ }}`, so that no expression is to blame. */
function hasSecondColon(line: string): boolean {
  return line.length < 10_000 && line.replace(/\$\{\{.*?\}\}/g, '').split(': ').length > 2
}

/** Whether the line has a `${{` that no quotes surround. */
function hasBareExpression(line: string): boolean {
  return line.length < 10_000 && line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').includes('${{')
}

function fallback(error: YAMLError): Text {
  return { en: `Not valid YAML: ${error.message}`, ko: `올바른 YAML이 아닙니다: ${error.message}` }
}

const badIndent: Text = {
  en: 'The indentation does not fit: entries of one map or list start in the same column.',
  ko: '들여쓰기가 맞지 않습니다. 한 맵이나 목록의 항목은 같은 열에서 시작해야 합니다.',
}

const yamlMessages: { readonly [code in YAMLError['code']]?: Text } = {
  BAD_INDENT: badIndent,
  TAB_AS_INDENT: { en: 'A tab cannot indent; use spaces.', ko: '탭으로 들여쓸 수 없습니다. 공백을 쓰세요.' },
  BAD_DQ_ESCAPE: {
    en: 'No such escape in double quotes; write `\\\\` for a backslash, or use single quotes.',
    ko: '큰따옴표 안에서 쓸 수 없는 이스케이프입니다. 역슬래시는 `\\\\`로 쓰거나 작은따옴표를 쓰세요.',
  },
  BAD_SCALAR_START: {
    en: 'A text cannot start with this sign; put it in quotes.',
    ko: '이 기호로 시작하는 텍스트는 따옴표로 감싸야 합니다.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    en: 'A second `: ` in one line; put the text in quotes, or write `|` and the text on lines of its own.',
    ko: '한 줄에 `: `가 두 번 있습니다. 텍스트를 따옴표로 감싸거나, `|`를 쓰고 다음 줄에 텍스트를 쓰세요.',
  },
  MULTILINE_IMPLICIT_KEY: {
    en: 'A `:` is missing after a key, or a quote is not closed.',
    ko: '키 뒤에 `:`이 없거나 따옴표를 닫지 않았습니다.',
  },
  MISSING_CHAR: {
    en: 'Something is missing here: a `:` after a key, a closing quote or bracket, a comma, or a space.',
    ko: '여기에 빠진 것이 있습니다. 키 뒤의 `:`, 닫는 따옴표나 괄호, 쉼표, 공백 가운데 하나입니다.',
  },
  UNEXPECTED_TOKEN: {
    en: 'This does not belong here: check the indentation, quotes and brackets before it.',
    ko: '여기에 올 수 없습니다. 앞의 들여쓰기, 따옴표, 괄호를 확인하세요.',
  },
  MULTIPLE_DOCS: {
    en: 'A second document starts here; a file holds one workflow.',
    ko: '두 번째 문서가 시작됩니다. 파일 하나에 워크플로 하나만 둘 수 있습니다.',
  },
  TAG_RESOLVE_FAILED: { en: 'YAML tags (`!name`) mean nothing here.', ko: 'YAML 태그(`!name`)는 쓸 수 없습니다.' },
  KEY_OVER_1024_CHARS: { en: 'A key may have no more than 1024 characters.', ko: '키는 1024자를 넘을 수 없습니다.' },
  RESOURCE_EXHAUSTION: { en: 'Nested too deep.', ko: '너무 깊이 겹쳐 있습니다.' },
}
