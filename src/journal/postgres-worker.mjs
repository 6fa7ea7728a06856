/**
 * The connection of a PostgreSQL journal, in a thread of its own: the journal is asked and waits for the answer, as it does for a
 * file, while this thread talks to the server. Plain JavaScript, as a thread is started from a file.
 *
 * `signal` (Int32, shared): 0 answers given, 1 news of the inbox, 2 news of the entries, 3 connections made so far.
 */
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'

const { config, schema, signal, port } = workerData
const [answers, inboxNews, entriesNews, connections] = [0, 1, 2, 3]

// Positions and numbers of commands stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** A server that is asleep, restarted or cut off is noticed, on both sides, within seconds. */
const settings = `-c search_path=${schema} -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c statement_timeout=60000`

let client

function news(which) {
  Atomics.add(signal, which, 1)
}

function lose(lost) {
  if (client !== lost) return
  client = undefined
  // Whatever was said meanwhile was not heard.
  news(inboxNews)
  news(entriesNews)
}

async function connect() {
  const fresh = new pg.Client({ ...config, options: settings, keepAlive: true, keepAliveInitialDelayMillis: 5000, query_timeout: 70_000 })
  fresh.on('error', () => lose(fresh))
  fresh.on('end', () => lose(fresh))
  fresh.on('notification', ({ payload }) => news(payload === 'inbox' ? inboxNews : entriesNews))
  try {
    await fresh.connect()
    await fresh.query(`LISTEN ${schema}`)
  } catch (error) {
    fresh.end().catch(() => {})
    throw error
  }
  client = fresh
  news(connections)
  return fresh
}

/** Errors of these classes are the server's answer; every other one means that it did not answer. */
const isAnswer = (error) => typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) && !/^(08|57P)/.test(error.code)

/** Asks again for a while where nobody answers; never twice what may have been done already. */
async function patiently(patienceMs, ask) {
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      return await ask(client ?? (await connect()))
    } catch (error) {
      if (isAnswer(error) || Date.now() >= until) throw error
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}

async function transaction(on, statements) {
  await on.query('BEGIN')
  try {
    for (const { text, values, atLeast } of statements) {
      const { rowCount } = await on.query(text, values)
      if (atLeast !== undefined && rowCount < atLeast) {
        await on.query('ROLLBACK')
        return { refused: true }
      }
    }
    await on.query('COMMIT')
    return { refused: false }
  } catch (error) {
    if (isAnswer(error)) await on.query('ROLLBACK')
    throw error
  }
}

async function answer(request) {
  switch (request.kind) {
    case 'query':
      return (await patiently(request.patienceMs, (on) => on.query(request.text, request.values))).rows
    // Of the connection that holds the lead, or not at all.
    case 'transaction':
      if (client === undefined || Atomics.load(signal, connections) !== request.connection) return { refused: true }
      return await transaction(client, request.statements)
    case 'close':
      await client?.end()
      return undefined
  }
}

port.on('message', async (request) => {
  let reply
  try {
    reply = { value: await answer(request) }
  } catch (error) {
    reply = { error: { message: error.message, code: error.code ?? '', answered: isAnswer(error) } }
  }
  port.postMessage(reply)
  Atomics.add(signal, answers, 1)
  Atomics.notify(signal, answers)
  if (request.kind === 'close') port.close()
})
parentPort.unref()
