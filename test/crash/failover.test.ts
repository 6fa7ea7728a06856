import { beforeAll, describe, test } from 'vitest'
import { openJournal, setJournalUrl } from '#journal/open-journal.ts'
import { hasPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { checkWeathered, dice, storm } from './storm.ts'

const rounds = Number(process.env.PWOS_ROUNDS ?? 30)

describe.skipIf(!hasPostgres)('with a journal in PostgreSQL (needs its server: apt-get install postgresql)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
    return () => server.remove()
  })

  test('[JRN-24] one of several controllers leads; whatever is killed, connections and the server among it, nothing is lost and nothing runs twice', async () => {
    const seed = Number(process.env.PWOS_SEED ?? Date.now() % 1_000_000)
    const roll = dice(seed)
    let stores = 0
    for (let done = 0; done < rounds; ) {
      const schema = `storm${++stores}`
      const others = [
        () =>
          void server.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'`),
        () => {
          server.stop('immediate')
          server.start()
        },
      ]
      const prepare = (store: string) => setJournalUrl(store, server.url(schema))
      const weathered = await storm({ roll, kills: Math.min(12, rounds - done), controllers: 2, prepare, others })
      done += Math.max(1, weathered.done)
      const journal = openJournal(weathered.store, { readOnly: true })
      checkWeathered(weathered, journal, seed)
      journal.close()
    }
  }, 600_000)
})
