/** The layered graph again, when all of it is there: what finding out costs. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as layered from './layered.mjs'
import { inFolder, inTurns, median } from './measure.mjs'
import { make, ninja } from './peers.mjs'
import { runWorkflow } from './pwos.mjs'
import { compare } from './ratio.mjs'

export const tasks = 10_000
export const title = 'nothing to do: the layered graph a second time'

export function measure({ tasks: count, rounds, keep }) {
  return inFolder('nothing', keep, async (folder) => {
    const all = Math.ceil(count / 10) * 10
    const contender = (name, write, run) => {
      const own = join(folder, name)
      mkdirSync(own)
      write(own, all / 10)
      run(own, 0)
      return { name, tasks: all, run: () => run(own, all) }
    }
    const contenders = [
      contender('pwos', layered.writePwos, (own, reused) => runWorkflow(own, { done: all, reused })),
      contender('make', layered.writeMake, make),
      contender('ninja', layered.writeNinja, ninja),
    ]
    const seconds = await inTurns(contenders, rounds)
    const [own, theirs] = ['pwos', 'ninja'].map((name) => median(seconds.get(name)))
    const result = compare(contenders, seconds, [])
    return { ...result, goals: [{ goal: 'under 2 × the time of ninja, or under 1 s', value: own, reached: own < 2 * theirs || own < 1 }] }
  })
}
