import { StoreError, storeErrorFrom } from '#engine/store-error.ts'
import { Failure } from './failure.ts'

/**
 * Everything that can be thrown, as something to say to a person: an operation's own failure, the store's
 * trouble, what the operating system refused. The rest is a bug of ours, and says so.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof StoreError) {
    const text = { en: `${error.file}: ${error.what.en}`, ko: `${error.file}: ${error.what.ko}` }
    return new Failure(error.code, text, { hint: error.advice })
  }
  if (isSystemError(error)) {
    const trouble = storeErrorFrom(error, error.path ?? error.syscall)
    return new Failure(trouble.code, { en: error.message, ko: error.message }, { hint: trouble.advice })
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new Failure('bug', { en: `This is a bug in PWOS: ${message}`, ko: `PWOS의 버그입니다: ${message}` })
}

interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path?: string
}

/** What the operating system refused: the world's fault, not a bug. */
function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string'
}
