import { readFileSync } from 'node:fs'
import type { Problem } from '#model/problem.ts'
import type { ExitName } from '#operations/exit-statuses.ts'
import { failureCodes } from '#operations/failure-codes.ts'
import { failureJson } from '#operations/failure-json.ts'
import { failureOf } from '#operations/failure-of.ts'
import type { Look } from './answer.ts'
import { renderFailure } from './render/failure.ts'

/** Says why a command could not be carried out, and gives the exit status that belongs to it. A stack is for those who ask for it. */
export function sayFailure(error: unknown, look: Look, json: boolean): ExitName {
  const failure = failureOf(error)
  const { code, text, problems } = failure
  const kind = failureCodes[code]
  const told = failureJson(failure)
  const { hint } = told.error
  if (json) process.stdout.write(`${JSON.stringify(told)}\n`)
  else for (const line of renderFailure({ code, text, hint, problems }, sourcesOf(problems), look)) process.stderr.write(`${line}\n`)
  if (process.env.PWOS_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`)
  return kind.exit
}

/** Texts of the files that problems are about, for showing the lines. */
function sourcesOf(problems: readonly Problem[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>()
  for (const { at } of problems) {
    if (at === undefined || sources.has(at.file)) continue
    try {
      sources.set(at.file, readFileSync(at.file, 'utf8'))
    } catch {
      sources.set(at.file, '')
    }
  }
  return sources
}
