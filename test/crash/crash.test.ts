import { test } from 'vitest'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { checkWeathered, dice, storm } from './storm.ts'

const rounds = Number(process.env.PWOS_ROUNDS ?? 30)

test('[LOCAL-21] whatever is killed at whatever moment, no finished result is lost or computed again, and nothing runs twice', async () => {
  const seed = Number(process.env.PWOS_SEED ?? Date.now() % 1_000_000)
  const roll = dice(seed)
  for (let done = 0; done < rounds; ) {
    const weathered = await storm({ roll, kills: Math.min(12, rounds - done), controllers: 1, prepare: () => {} })
    done += Math.max(1, weathered.done)
    const journal = openSqliteJournal(weathered.store, { readOnly: true })
    checkWeathered(weathered, journal, seed)
    journal.close()
  }
}, 600_000)
