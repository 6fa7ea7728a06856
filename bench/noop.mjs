/** Independent tasks that do nothing: what starting, recording and ending one costs. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, inTurns } from './measure.mjs'
import { hasSnakemake, make, ninja, snakemake } from './peers.mjs'
import { runWorkflow } from './pwos.mjs'
import { compare } from './ratio.mjs'

export const tasks = 10_000
export const title = 'no-op: independent tasks that do nothing, two at a time'

const ids = (count) => Array.from({ length: count }, (_, i) => i)

function writePwos(folder, count) {
  writeFileSync(
    join(folder, 'workflow.yaml'),
    `pwos: 1\nname: noop\nresources:\n  cpu: 2\nstages:\n  nothing:\n    foreach: { i: "\${{ range(${count}) }}" }\n    run: "true"\n`,
  )
}

function writeMake(folder, count) {
  const targets = ids(count).map((i) => `t${i}`)
  writeFileSync(join(folder, 'Makefile'), `.PHONY: all ${targets.join(' ')}\nall: ${targets.join(' ')}\n${targets.join(' ')}:\n\t@true\n`)
}

/** An output that is never made, so that every start runs everything, as with the others. */
function writeNinja(folder, count) {
  const builds = ids(count).map((i) => `build t${i}: nothing`)
  writeFileSync(join(folder, 'build.ninja'), `rule nothing\n  command = true\n${builds.join('\n')}\n`)
}

function writeSnakemake(folder, count) {
  writeFileSync(
    join(folder, 'Snakefile'),
    `rule all:\n    input: expand("t/{i}", i=range(${count}))\nrule nothing:\n    output: touch("t/{i}")\n    shell: "true"\n`,
  )
}

export function measure({ tasks: count, rounds, peers, keep }) {
  return inFolder('noop', keep, async (folder) => {
    const fresh = (name, write, size) => (round) => {
      const own = join(folder, `${name}-${round}`)
      mkdirSync(own)
      write(own, size)
      return own
    }
    const contender = (name, write, run, size = count) => {
      const prepare = fresh(name, write, size)
      return { name, tasks: size, run: (round) => run(prepare(round)) }
    }
    const contenders = [
      contender('pwos', writePwos, (own) => runWorkflow(own, { done: count, reused: 0 })),
      contender('make', writeMake, make),
      contender('ninja', writeNinja, ninja),
    ]
    // Its rate falls with the number of tasks, so a few hundred flatter it.
    if (hasSnakemake(peers)) contenders.push({ ...contender('snakemake', writeSnakemake, snakemake, Math.min(500, count)), rounds: 1 })
    return compare(contenders, await inTurns(contenders, rounds), [
      { goal: 'at most 1.25 × the time of make -j2', against: 'make', atMost: 1.25 },
      { goal: 'at least 20 × the rate of Snakemake', against: 'snakemake', atMost: 1 / 20 },
    ])
  })
}
