/**
 * How long a store in PostgreSQL is without a leader when the one it has is killed: 100 tasks running, kill after kill, until another
 * process has written the next event. Needs a server: `PWOS_POSTGRES` is its address, of a database that may be written to.
 */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openJournalAt } from '../dist/journal/open-journal.js'
import { inFolder, median } from './measure.mjs'

export const tasks = 100
export const title = 'failover: the leader of a store in PostgreSQL is killed while tasks run'

const main = fileURLToPath(new URL('../dist/bundle/pwos.js', import.meta.url))
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

/** Tasks that end all the time, so that there is always something to be written; each says outside of the store that it ran. */
const workflowOf = (running, count) => `pwos: 1
name: failover
resources: { cpu: ${running} }
stages:
  wait:
    foreach: { i: "\${{ range(${count}) }}" }
    env: { LOG: "\${{ log }}" }
    run: echo \${{ i }} >> "$LOG"; sleep $((RANDOM % 20 / 10)).$((RANDOM % 10)); echo \${{ i }} > \${{ outputs.n }}
    outputs: { n: n.txt }
parameters: { log: { type: string } }
`

export function measure({ tasks: running, rounds, keep }) {
  const address = process.env.PWOS_POSTGRES
  if (address === undefined) throw new Error('there is no server: PWOS_POSTGRES=postgres://USER@HOST:PORT/DATABASE must name one')
  const kills = rounds < 10 ? 50 : rounds
  return inFolder('failover', keep, async (folder) => {
    const url = `${address}?schema=pwos_bench_${process.pid}`
    const count = Math.round(running * (10 + kills * 4))
    const log = join(folder, 'ran.log')
    writeFileSync(join(folder, 'workflow.yaml'), workflowOf(running, count))
    const start = (...words) => spawn(process.execPath, [main, ...words, '--store', url], { cwd: folder, stdio: 'ignore' })
    let leader = start('run', 'workflow.yaml', '--set', `log=${log}`)
    const journal = openJournalAt(url, url)
    const runs = () => journal.runs()
    await until(() => runs().length > 0 && linesOf(log) >= running)
    const gaps = []
    while (gaps.length < kills && runs()[0].endedAt === undefined) {
      const next = start('resume')
      // It must be there and wait, and all places be taken again.
      await pause(2000)
      const before = journal.position()
      leader.kill('SIGKILL')
      const killed = performance.now()
      await until(() => journal.position() > before)
      gaps.push((performance.now() - killed) / 1000)
      leader = next
    }
    await until(() => runs()[0].endedAt !== undefined, 600)
    const { outcome } = runs()[0]
    const ran = readFileSync(log, 'utf8').trim().split('\n')
    journal.close()
    if (outcome !== 'succeeded') throw new Error(`the run ${outcome}`)
    return resultOf(gaps, { twice: ran.length - new Set(ran).size, lost: count - new Set(ran).size })
  })
}

async function until(condition, seconds = 60) {
  for (const end = performance.now() + seconds * 1000; !condition(); ) {
    if (performance.now() > end) throw new Error('nobody went on')
    await pause(5)
  }
}

const linesOf = (file) => {
  try {
    return readFileSync(file, 'utf8').split('\n').length - 1
  } catch {
    return 0
  }
}

function resultOf(gaps, { twice, lost }) {
  const longest = Math.max(...gaps)
  return {
    rows: [{ kills: gaps.length, 'median s': median(gaps), 'longest s': longest, 'run twice': twice, lost }],
    goals: [
      { goal: 'another process goes on within 10 s, each time', value: longest, reached: longest < 10 },
      { goal: 'nothing lost, nothing twice', value: twice + lost, reached: twice + lost === 0 },
    ],
  }
}
