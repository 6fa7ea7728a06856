import type { Report, Span } from './report.ts'

/** Says that a text is no pattern; `error` is what RE2 threw. */
export function sayNoPattern(report: Report, at: Span, error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error)
  report.say('bad_pattern', at, { en: `Not a regular expression of RE2: ${detail}`, ko: `RE2 정규식이 아닙니다: ${detail}` })
}
