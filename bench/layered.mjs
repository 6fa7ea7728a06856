/** Ten layers of tasks that each make a file from one of the layer before: what hand-off costs. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, inTurns } from './measure.mjs'
import { hasSnakemake, make, ninja, snakemake } from './peers.mjs'
import { runWorkflow } from './pwos.mjs'
import { compare } from './ratio.mjs'

export const tasks = 10_000
export const title = 'layered: ten layers, each task makes a file from one of the layer before, two at a time'

const layers = 10

/** [layer, task] of all, layer by layer. */
const places = (width) => Array.from({ length: layers * width }, (_, i) => [Math.floor(i / width), i % width])

/** What each task writes differs, or PWOS would find that most of them make the same from the same, and run only one of these. */
export function writePwos(folder, width) {
  const outputs = '    outputs: { file: { path: file } }\n'
  const first = `  layer0:\n    foreach: { i: "\${{ range(${width}) }}" }\n    run: touch \${{ outputs.file }} && echo 0 \${{ i }} > \${{ outputs.file }}\n${outputs}`
  const others = Array.from({ length: layers - 1 }, (_, k) => {
    const command = `test -e \${{ layer${k}.outputs.file }} && touch \${{ outputs.file }} && echo ${k + 1} \${{ layer0.i }} > \${{ outputs.file }}`
    return `  layer${k + 1}:\n    each: layer${k}\n    run: ${command}\n${outputs}`
  })
  writeFileSync(join(folder, 'workflow.yaml'), `pwos: 1\nname: layered\nresources:\n  cpu: 2\nstages:\n${first}${others.join('')}`)
}

export function writeMake(folder, width) {
  const rules = places(width).map(([layer, i]) =>
    layer === 0
      ? `f0_${i}:\n\t@touch $@ && echo 0 ${i} > $@`
      : `f${layer}_${i}: f${layer - 1}_${i}\n\t@test -e $< && touch $@ && echo ${layer} ${i} > $@`,
  )
  const last = Array.from({ length: width }, (_, i) => `f${layers - 1}_${i}`)
  writeFileSync(join(folder, 'Makefile'), `all: ${last.join(' ')}\n${rules.join('\n')}\n`)
}

export function writeNinja(folder, width) {
  const rules =
    'rule first\n  command = touch $out && echo $place > $out\nrule next\n  command = test -e $in && touch $out && echo $place > $out\n'
  const builds = places(width).map(([layer, i]) => {
    const from = layer === 0 ? 'first' : `next f${layer - 1}_${i}`
    return `build f${layer}_${i}: ${from}\n  place = ${layer} ${i}`
  })
  writeFileSync(join(folder, 'build.ninja'), `${rules}${builds.join('\n')}\n`)
}

export function writeSnakemake(folder, width) {
  const first = 'rule first:\n    output: "f0_{i}"\n    shell: "touch {output} && echo 0 {wildcards.i} > {output}"\n'
  const others = Array.from(
    { length: layers - 1 },
    (_, k) =>
      `rule next${k + 1}:\n    input: "f${k}_{i}"\n    output: "f${k + 1}_{i}"\n    shell: "test -e {input} && touch {output} && echo ${k + 1} {wildcards.i} > {output}"\n`,
  )
  const all = `rule all:\n    input: expand("f${layers - 1}_{i}", i=range(${width}))\n`
  writeFileSync(join(folder, 'Snakefile'), `${all}${first}${others.join('')}`)
}

export function measure({ tasks: count, rounds, peers, keep }) {
  return inFolder('layered', keep, async (folder) => {
    const contender = (name, write, run, size) => ({
      name,
      tasks: Math.ceil(size / layers) * layers,
      run: (round) => {
        const own = join(folder, `${name}-${round}`)
        mkdirSync(own)
        write(own, Math.ceil(size / layers))
        return run(own)
      },
    })
    const contenders = [
      contender('pwos', writePwos, (own) => runWorkflow(own, { done: Math.ceil(count / layers) * layers, reused: 0 }), count),
      contender('make', writeMake, make, count),
      contender('ninja', writeNinja, ninja, count),
    ]
    if (hasSnakemake(peers)) contenders.push({ ...contender('snakemake', writeSnakemake, snakemake, Math.min(500, count)), rounds: 1 })
    return compare(contenders, await inTurns(contenders, rounds), [
      { goal: 'at most 1.25 × the time of make -j2', against: 'make', atMost: 1.25 },
      { goal: 'at least 20 × the rate of Snakemake', against: 'snakemake', atMost: 1 / 20 },
    ])
  })
}
