import type { ExitName } from '#operations/exit-statuses.ts'
import type { Door } from '../answer.ts'
import { lookUp } from './look-up.ts'
import { propose } from './propose.ts'

/** Carries out the hidden command that shells ask. */
export async function printProposals(words: readonly string[], door: Door, store: string | undefined): Promise<ExitName> {
  const asked = words[0] === '--' ? words.slice(1) : words
  const proposals = await propose(asked, door.look.speak, (what) => lookUp(what, { folder: process.cwd(), store }, door.look.speak))
  for (const { value, says } of proposals) door.say(says === '' ? value : `${value}\t${says}`)
  return 'ok'
}
