import { RE2JS } from 're2js'
import { fixedTexts } from './fixed-text.ts'
import { type Pack, type Rule, telling } from './pack.ts'
import { signalOfExit } from './signals.ts'

/** Where a rule was found: the first line that proves it, and how many do. */
export interface Proof {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly text: string
  readonly count: number
}

/** How a program ended, as far as it is known. */
export interface Ending {
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

export interface Finding {
  readonly pack: Pack
  readonly rule: Rule
  /** Undefined: how the program ended is the proof. */
  readonly proof: Proof | undefined
}

export interface Search {
  /** Texts of which a line must hold one to be worth reading. */
  readonly texts: readonly string[]
  read(file: string, line: number, text: string): void
  /** What was found; what says most comes first, then the order of packs and rules. */
  found(ending: Ending): readonly Finding[]
}

interface Sought {
  readonly pack: Pack
  readonly rule: Rule
  readonly patterns: readonly { readonly texts: readonly string[]; readonly pattern: RE2JS }[]
  proof: Proof | undefined
}

/** Longer lines are read only so far, so that a file without line ends costs no more than one with them. */
export const longestLine = 4096

/** Looks for the rules of packs in lines, one after the other; keeps one proof for each rule, however much there is to read. */
export function createSearch(packs: readonly Pack[]): Search {
  const all: Sought[] = packs.flatMap((pack) =>
    pack.rules.map((rule) => ({
      pack,
      rule,
      patterns: rule.when.patterns.map((pattern) => ({ texts: fixedTexts(pattern) ?? [''], pattern: RE2JS.compile(pattern) })),
      proof: undefined,
    })),
  )
  return {
    texts: [...new Set(all.flatMap(({ patterns }) => patterns.flatMap(({ texts }) => texts)))],
    read(file, line, text) {
      const read = text.slice(0, longestLine)
      for (const sought of all) {
        if (!matches(sought, read)) continue
        sought.proof = sought.proof ? { ...sought.proof, count: sought.proof.count + 1 } : { file, line, text: read.trim(), count: 1 }
      }
    },
    found: (ending) =>
      all
        .filter((sought) => holds(sought, ending))
        .map(({ pack, rule, proof }) => ({ pack, rule, proof }))
        .sort((a, b) => telling.indexOf(a.rule.tells) - telling.indexOf(b.rule.tells)),
  }
}

function matches({ patterns }: Sought, text: string): boolean {
  return patterns.some(({ texts, pattern }) => texts.some((fixed) => text.includes(fixed)) && pattern.matcher(text).find())
}

function holds({ rule, proof }: Sought, { exitCode, signal }: Ending): boolean {
  const { patterns, exitCodes, signals } = rule.when
  if (patterns.length > 0 && proof === undefined) return false
  if (exitCodes.length > 0 && (exitCode === undefined || !exitCodes.includes(exitCode))) return false
  const ended = signal ?? (exitCode === undefined ? undefined : signalOfExit(exitCode))
  return signals.length === 0 || (ended !== undefined && signals.includes(ended))
}
