import type { Text } from '#expression/text.ts'
import type { ServeUpdate } from '#operations/starts/update.ts'
import type { Look } from '../answer.ts'

/** A line of `pwos serve`: when, and what happened. */
export function renderServeUpdate(update: ServeUpdate, { speak, paint }: Look): string {
  const at = update.type === 'occasion' ? update.logged : update.at
  return `${paint.dim(`${new Date(at).toISOString().slice(0, 19)}Z`)} ${speak(said(update))}`
}

function said(update: ServeUpdate): Text {
  switch (update.type) {
    case 'led':
      return update.here
        ? { en: `leads ${update.store}`, ko: `${update.store}를 이끕니다` }
        : { en: `another process leads ${update.store}; this one waits`, ko: `다른 프로세스가 ${update.store}를 이끌고 있어 기다립니다` }
    case 'read':
      return { en: `${update.file} was changed, and is read again`, ko: `${update.file}이(가) 바뀌어 다시 읽었습니다` }
    case 'unreadable':
      return {
        en: `${update.file} was changed and has errors; the last version counts on: ${update.why}`,
        ko: `${update.file}이(가) 바뀌었지만 오류가 있어 이전 것을 계속 씁니다: ${update.why}`,
      }
    case 'run_began':
      return { en: `run ${update.run} began`, ko: `실행 ${update.run} 시작` }
    case 'run_ended':
      return { en: `run ${update.run} ended: ${update.outcome}`, ko: `실행 ${update.run} 끝남: ${outcomes[update.outcome]}` }
    case 'occasion': {
      const { en, ko } = occasionText(update)
      return { en: `${update.workflow}: ${en}`, ko: `${update.workflow}: ${ko}` }
    }
  }
}

const outcomes = { succeeded: '성공', failed: '실패', cancelled: '취소' }

interface Became {
  readonly did: 'queued' | 'started' | 'skipped' | 'missed' | 'failed'
  readonly start: string
  readonly at: number
  readonly path?: string | undefined
  readonly run?: string | undefined
  readonly behind?: string | undefined
  readonly why?: string | undefined
}

/** What an occasion was, and what became of it. */
export function occasionText({ did, start, at, path, run = '', behind, why = '' }: Became): Text {
  const what = `${start} (${path ?? `${new Date(at).toISOString().slice(0, 19)}Z`})`
  switch (did) {
    case 'started':
      return { en: `${what} began run ${run}`, ko: `${what}: 실행 ${run} 시작` }
    case 'queued':
      return { en: `${what} waits until the run under way is over`, ko: `${what}: 진행 중인 실행이 끝나기를 기다림` }
    case 'missed':
      return { en: `${what} was missed, and left out`, ko: `${what}: 놓쳐서 건너뜀` }
    case 'failed':
      return { en: `${what} could not begin a run: ${why}`, ko: `${what}: 실행을 시작하지 못함: ${why}` }
    case 'skipped':
      return behind === undefined
        ? { en: `${what} was left out: the file has no such start any more`, ko: `${what}: 파일에 더는 없는 시작 조건이라 건너뜀` }
        : { en: `${what} was left out, as run ${behind} was under way`, ko: `${what}: 실행 ${behind}이(가) 진행 중이라 건너뜀` }
  }
}

export function renderListening(url: string, at: number, look: Look): string {
  return line(at, { en: `answers at ${url}/v1/`, ko: `${url}/v1/에서 응답합니다` }, look)
}

interface Answered {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly user: string | undefined
  readonly ms: number
}

/** A question over HTTP and how it was answered. What somebody sent is shown without control characters. */
export function renderAnswered({ method, path, status, user, ms }: Answered, at: number, look: Look): string {
  const who = user === undefined ? '' : ` ${user}`
  const text = `${method} ${path}${who}: ${status}, ${Math.round(ms)} ms`.replace(/\p{Cc}/gu, '?')
  return line(at, { en: text, ko: text }, look)
}

function line(at: number, text: Text, { speak, paint }: Look): string {
  return `${paint.dim(`${new Date(at).toISOString().slice(0, 19)}Z`)} ${speak(text)}`
}
