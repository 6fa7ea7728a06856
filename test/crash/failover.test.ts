import { beforeAll, describe, test } from 'vitest'
import { openJournal, setJournalUrl } from '#journal/open-journal.ts'
import { hasPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { weather } from './storm.ts'

describe.skipIf(!hasPostgres)('with a journal in PostgreSQL (needs its server: apt-get install postgresql)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
    return () => server.remove()
  })

  test('[JRN-24] one of several controllers leads; whatever is killed, connections and the server among it, nothing is lost and nothing runs twice', async () => {
    let stores = 0
    const others = [
      () =>
        void server.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'`),
      () => {
        server.stop('immediate')
        server.start()
      },
    ]
    const prepare = (store: string) => setJournalUrl(store, server.url(`storm${++stores}`))
    await weather((store) => openJournal(store, { readOnly: true }), { controllers: 2, prepare, others })
  }, 600_000)
})
