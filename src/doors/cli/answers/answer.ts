import { answer } from '#operations/answer.ts'
import { inbox } from '#operations/inbox.ts'
import type { Answer, Door } from '../answer.ts'
import { checkedInput, manyOf, textOf } from '../answering.ts'
import { fillIn } from '../filling-in.ts'
import type { Given } from '../given.ts'
import { renderSaid } from '../render/said.ts'

export const answerAnswer: Answer = async (given, door) => {
  const plain = {
    run: given.positional[0],
    of: given.positional[1],
    values: given.pairs ?? [],
    file: textOf(given, 'file'),
    attach: manyOf(given, 'attach'),
    as: textOf(given, 'as'),
  }
  const host = door.host<never>({ report: () => undefined })
  const asked = checkedInput(answer, plain)
  const input = saysNothing(given) ? { ...asked, ...(await asksFor(given, door)) } : asked
  const told = await answer.handle(input, host)
  if (door.json) door.say(JSON.stringify(told))
  else for (const line of renderSaid(told, 'answer', door.look)) door.say(line)
  return 'ok'
}

/** Neither answers nor files: whoever sits at a terminal is asked for them. */
function saysNothing(given: Given): boolean {
  return (given.pairs ?? []).length === 0 && textOf(given, 'file') === undefined && manyOf(given, 'attach').length === 0
}

/** Where nobody is there to be asked, or nothing waits under that name, the operation says what is wrong. */
async function asksFor(
  given: Given,
  door: Door,
): Promise<{ readonly values?: string[]; readonly attach?: string[]; readonly run?: string }> {
  if (!door.canAsk || door.json) return {}
  const wanted = checkedInput(inbox, { run: given.positional[0], as: textOf(given, 'as'), all: true })
  const { items } = await inbox.handle(wanted, door.host({ report: () => undefined }))
  const of = given.positional[1] ?? ''
  const named = items.filter(({ reference, stage }) => reference === of || stage === of)
  const item = named.length === 1 ? named[0] : items.find(({ reference }) => reference === of)
  if (item === undefined || item.kind !== 'task') return {}
  return { ...(await fillIn(item, door)), run: item.run }
}
