import { nearest } from '#expression/nearest.ts'
import type { Json } from '#model/json.ts'
import type { Start } from '#model/starts.ts'
import { loadDefinition } from '../definition.ts'
import { Failure } from '../failure.ts'
import type { Host } from '../operation.ts'
import { resolveDefinition } from '../parameters.ts'
import { placementOf } from '../placement.ts'
import { runOf, valuesFor } from './begin.ts'
import { deliver, deliveries } from './deliveries.ts'
import type { Occasion, Served } from './occasion.ts'
import { readLines, recordFile } from './record.ts'
import { everServed } from './starters.ts'

export interface Posted {
  readonly workflow: string
  /** The entry of `starts`. */
  readonly start: string
  /** The same for the same delivery, however often it is sent. */
  readonly id: string
  readonly data: Json
}

export interface Received {
  readonly workflow: string
  readonly start: string
  readonly id: string
  /** The run that begins on it: now, when the one under way is over, or never, as `overlap` says. */
  readonly run: string
  /** It had come before, and was begun or kept then. */
  readonly repeated: boolean
}

/** Keeps a webhook for whoever serves its workflow, and is done when it is on the disk. Throws where no run could begin on it. */
export function receiveWebhook(store: string, posted: Posted, host: Pick<Host, 'now'>): Received {
  const { workflow, start: name, id, data } = posted
  const { served, start } = startOf(everServed(store), posted)
  const before = earlier(store, served, posted)
  const at = before ?? host.now()
  const occasion: Occasion = { start: name, id, at, data }
  if (before === undefined) {
    const definition = loadDefinition('/', served.file)
    resolveDefinition(definition, { set: [], before: valuesFor(start, occasion) }, '/', placementOf(definition, {}, '/'))
    deliver(store, { id, at, workflow, start: name, data })
  }
  return { workflow, start: name, id, run: runOf(served, occasion), repeated: before !== undefined }
}

/** When the same one came before, whether a run has begun on it yet or not. */
function earlier(store: string, { file }: Served, { workflow, start, id }: Posted): number | undefined {
  const waiting = deliveries(store).find(({ delivery }) => delivery.id === id && delivery.workflow === workflow && delivery.start === start)
  if (waiting !== undefined) return waiting.delivery.at
  for (const line of readLines(recordFile(store, file))) if (line.did !== 'served' && line.start === start && line.id === id) return line.at
  return undefined
}

function startOf(all: readonly Served[], { workflow, start: name }: Posted): { readonly served: Served; readonly start: Start } {
  const posted = ({ starts }: Served) => starts.filter(({ trigger }) => trigger.kind === 'webhook')
  const served = all.find((one) => one.name === workflow)
  const start = served && posted(served).find((one) => one.name === name)
  if (served !== undefined && start !== undefined) return { served, start }
  const known = all.flatMap((one) => posted(one).map((each) => `${one.name}/${each.name}`))
  const meant = nearest(`${workflow}/${name}`, known)
  const list = known.length === 0 ? { en: 'there is none', ko: '없음' } : { en: known.join(', '), ko: known.join(', ') }
  const hint =
    meant === undefined
      ? { en: `Webhooks of what is served here: ${list.en}.`, ko: `여기서 받는 웹훅: ${list.ko}.` }
      : { en: `Did you mean \`${meant}\`?`, ko: `\`${meant}\`을(를) 뜻했나요?` }
  throw new Failure(
    'unknown_start',
    {
      en: `No workflow that is served here has the webhook “${workflow}/${name}”.`,
      ko: `여기서 받는 웹훅 가운데 “${workflow}/${name}”이(가) 없습니다.`,
    },
    { hint },
  )
}
