/** Runs contenders in turns and takes medians. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one bench, gone afterwards unless kept. */
export async function inFolder(name, keep, work) {
  const folder = mkdtempSync(join(tmpdir(), `pwos-bench-${name}-`))
  try {
    return await work(folder)
  } finally {
    if (keep) console.error(`kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs a command to its end, its output going to files as a shell user's would; throws when it ends otherwise than is
 * `fine`, with the end of what it said. Seconds on the wall.
 */
export function timed(command, args, folder, env = {}, fine = [0]) {
  const logs = ['out.log', 'err.log'].map((name) => join(folder, name))
  const [out, err] = logs.map((path) => openSync(path, 'w'))
  const started = performance.now()
  const ended = spawnSync(command, args, { cwd: folder, stdio: ['ignore', out, err], env: { ...process.env, ...env } })
  const seconds = (performance.now() - started) / 1000
  closeSync(out)
  closeSync(err)
  if (ended.error) throw ended.error
  if (!fine.includes(ended.status)) {
    const said = logs.map((path) => readFileSync(path, 'utf8').slice(-2000)).join('\n')
    throw new Error(`${command} ${args.join(' ')} ended with ${ended.status ?? ended.signal} in ${folder}\n${said}`)
  }
  return seconds
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Each contender is `{ name, run(round) → seconds, rounds? }`. Every round runs all of them, starting with another one each
 * time, so that a machine that slows down or a disk that fills its cache favours none.
 */
export async function inTurns(contenders, rounds) {
  const seconds = new Map(contenders.map((contender) => [contender.name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(round + turn) % contenders.length]
      if (round < (contender.rounds ?? rounds)) seconds.get(contender.name).push(await contender.run(round))
    }
  }
  return seconds
}
