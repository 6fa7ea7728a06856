/** What one try to deliver a message came to; nothing: delivered. `permanent`: trying again would not help. Never holds a secret. */
export interface Undelivered {
  readonly detail: string
  readonly permanent: boolean
}

/** How long one try may take. */
export const tryMs = 20_000

/** `ECONNREFUSED` and the like: messages hold addresses. */
export function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'unknown'
}
