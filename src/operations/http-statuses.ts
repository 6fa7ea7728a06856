import type { ExitName } from './exit-statuses.ts'
import { type FailureCode, failureCodes } from './failure-codes.ts'

/** The status that an answer over HTTP has, by how a command line would end. A run that failed is an answer like any other. */
const httpStatuses: { readonly [exit in ExitName]: number } = {
  ok: 200,
  run_failed: 200,
  usage: 400,
  definition: 422,
  not_found: 404,
  store: 503,
  cancelled: 409,
  refused: 409,
  bug: 500,
  interrupted: 503,
}

/** The status of a failure over HTTP. */
export function httpStatusOf(code: FailureCode): number {
  const kind = failureCodes[code]
  return 'http' in kind ? kind.http : httpStatuses[kind.exit]
}
