import { readFileSync } from 'node:fs'
import { StoreError, storeErrorFrom } from '#engine/store-error.ts'
import type { Text } from '#expression/text.ts'
import type { Problem } from '#model/problem.ts'
import type { ExitName } from '#operations/exit-statuses.ts'
import { Failure } from '#operations/failure.ts'
import { type FailureCode, failureCodes } from '#operations/failure-codes.ts'
import type { Look } from './answer.ts'

interface Said {
  readonly code: FailureCode
  readonly text: Text
  readonly hint: Text | undefined
  readonly problems: readonly Problem[]
}

/** Says why a command could not be carried out, and gives the exit status that belongs to it. A stack is for those who ask for it. */
export async function sayFailure(error: unknown, look: Look, json: boolean): Promise<ExitName> {
  const said = understood(error)
  if (json)
    process.stdout.write(
      `${JSON.stringify({ type: 'error', error: { code: said.code, message: said.text, hint: said.hint, problems: said.problems } })}\n`,
    )
  else {
    const { renderFailure } = await import('./render/failure.ts')
    for (const line of renderFailure(said, sourcesOf(said.problems), look)) process.stderr.write(`${line}\n`)
  }
  if (process.env.PWOS_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`)
  return failureCodes[said.code].exit
}

/** Everything that can be thrown, as something to say: ours, the store's, the system's; the rest is a bug. */
function understood(error: unknown): Said {
  if (error instanceof Failure) {
    const hint = error.hint ?? (error.code === 'usage' ? failureCodes.usage.advice : undefined)
    return { code: error.code, text: error.text, hint, problems: error.problems }
  }
  if (error instanceof StoreError) {
    const text = { en: `${error.file}: ${error.what.en}`, ko: `${error.file}: ${error.what.ko}` }
    return { code: error.code, text, hint: error.advice, problems: [] }
  }
  const system = systemTrouble(error)
  if (system !== undefined) return system
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const text = { en: `This is a bug in PWOS: ${message}`, ko: `PWOS의 버그입니다: ${message}` }
  return { code: 'bug', text, hint: failureCodes.bug.advice, problems: [] }
}

/** What the operating system refused, in its own words: the world's fault, not a bug. */
function systemTrouble(error: unknown): Said | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error) || typeof error.code !== 'string') return undefined
  const path = 'path' in error && typeof error.path === 'string' ? error.path : error.syscall
  const trouble = storeErrorFrom(error, String(path))
  return { code: trouble.code, text: { en: error.message, ko: error.message }, hint: trouble.advice, problems: [] }
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
