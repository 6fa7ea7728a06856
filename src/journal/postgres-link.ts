import { fileURLToPath } from 'node:url'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'

/** A connection to PostgreSQL whose answers are waited for, as the journal's interface has it. */
export interface PostgresLink {
  /** Rows. Asks again for a while when the server does not answer, so it must not matter whether it is done twice. */
  query<Row>(text: string, values?: readonly unknown[], patienceMs?: number): readonly Row[]
  /**
   * All or nothing, on this connection (of `connection()`) alone. False: it is gone, or a statement touched fewer rows than it must;
   * nothing was done. Throws when nobody knows whether it was done.
   */
  transaction(statements: readonly Statement[], connection: number): boolean
  /** Counts the connections that were made: another number means that what the server held for the last one (locks) is gone. */
  connection(): number
  /** Counts what the server told of: commands in the inbox, entries. The same number: nothing is new. */
  news(of: 'inbox' | 'entries'): number
  close(): void
}

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** Touches so many rows, or the transaction is refused. */
  readonly atLeast?: number
}

/** What went wrong. `answered`: the server said so; else nobody did. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError'
  /** SQLSTATE, or the system's code. */
  readonly code: string
  readonly answered: boolean

  constructor(message: string, code: string, answered: boolean) {
    super(message)
    this.code = code
    this.answered = answered
  }
}

type Reply =
  | { readonly value: unknown }
  | { readonly error: { readonly message: string; readonly code: string; readonly answered: boolean } }

const worker = fileURLToPath(new URL('postgres-worker.mjs', import.meta.url))

/** A server that was restarted is back by then. */
const usualPatienceMs = 15_000
/** Past the longest that the thread itself waits for the server. */
const longestMs = 120_000

/** `config`: what `pg` takes to connect; `schema`: where the tables are, and under which name news are told. */
export function openPostgresLink(config: { readonly [key: string]: unknown }, schema: string): PostgresLink {
  const signal = new Int32Array(new SharedArrayBuffer(16))
  const { port1: port, port2: other } = new MessageChannel()
  const workerData = { config, schema, signal, port: other }
  const thread = new Worker(worker, { workerData, transferList: [other], stdout: true, stderr: true })
  thread.unref()
  let open = true

  function ask(request: object): unknown {
    if (!open) throw new PostgresError('the journal is closed', 'CLOSED', false)
    const before = Atomics.load(signal, 0)
    port.postMessage(request)
    const said = Atomics.wait(signal, 0, before, longestMs)
    const reply = receiveMessageOnPort(port)?.message as Reply | undefined
    if (said === 'timed-out' || reply === undefined) {
      // An answer that comes later would be taken for that of the next question.
      open = false
      void thread.terminate()
      throw new PostgresError('the server did not answer', 'ETIMEDOUT', false)
    }
    if ('error' in reply) throw new PostgresError(reply.error.message, reply.error.code, reply.error.answered)
    return reply.value
  }

  return {
    query: <Row>(text: string, values: readonly unknown[] = [], patienceMs = usualPatienceMs) =>
      ask({ kind: 'query', text, values, patienceMs }) as readonly Row[],
    transaction: (statements, connection) =>
      !(ask({ kind: 'transaction', statements, connection }) as { readonly refused: boolean }).refused,
    connection: () => Atomics.load(signal, 3),
    news: (of) => Atomics.load(signal, of === 'inbox' ? 1 : 2),
    close() {
      if (!open) return
      ask({ kind: 'close' })
      open = false
      port.close()
      void thread.terminate()
    },
  }
}
