import { type Channel, type Given, noticeKinds, type Way } from '#model/notify.ts'
import { hintFor } from './names.ts'
import { choiceAt, entriesOf, itemsAt, mapAt, oneOrMore, textAt, textTreeAt } from './pick.ts'
import type { ResourceNames } from './resource-names.ts'
import type { Entry, Tree } from './tree.ts'
import type { Writing } from './written.ts'

type Entries = ReadonlyMap<string, Entry>

/** The entries of `notify`; none where the file has none. */
export function compileNotify(entries: Entries, names: ResourceNames, writing: Writing): { readonly notify?: readonly Channel[] } {
  const items = itemsAt(entries, 'notify')
  return items.length === 0 ? {} : { notify: items.flatMap((item) => compileChannel(item, names, writing) ?? []) }
}

const ways = ['command', 'webhook', 'email'] as const

function compileChannel(item: Tree, names: ResourceNames, writing: Writing): Channel | undefined {
  const entries = entriesOf(item)
  const given = ways.filter((way) => entries.has(way))
  if (given.length !== 1) {
    const message = {
      en: 'An entry of `notify` has one of `command`, `webhook` and `email`.',
      ko: '`notify`의 항목에는 `command`, `webhook`, `email` 가운데 하나가 있어야 합니다.',
    }
    writing.report.say('bad_value', item, message)
    return undefined
  }
  const way = wayOf(entries, item, names, writing)
  const when = oneOrMore(entries.get('when')?.value).flatMap(({ value }) => noticeKinds.find((kind) => kind === value) ?? [])
  if (way === undefined) return undefined
  return {
    when: entries.has('when') ? when : noticeKinds,
    way,
    language: choiceAt(entries, 'language', ['en', 'ko']) ?? 'en',
    at: writing.report.place(item),
  }
}

function wayOf(entries: Entries, item: Tree, names: ResourceNames, writing: Writing): Way | undefined {
  const command = textAt(entries, 'command')
  if (command !== undefined) return { kind: 'command', command }
  return entries.has('webhook') ? webhookOf(entries, item, writing) : emailOf(entries, item, names, writing)
}

function webhookOf(entries: Entries, item: Tree, writing: Writing): Way | undefined {
  const webhook = mapAt(entries, 'webhook')
  const url = givenAt(webhook, 'url')
  if (url === undefined) return missing(item, 'url', writing)
  if (url.kind === 'text' && !/^https?:\/\//.test(url.text)) {
    const tree = textTreeAt(webhook, 'url') ?? item
    writing.report.say('bad_value', tree, { en: '`url` begins with `https://`.', ko: '`url`은 `https://`로 시작합니다.' })
  }
  const plain = [...mapAt(webhook, 'headers').values()].flatMap((entry) => headerOf(entry, 'text'))
  const secret = [...mapAt(webhook, 'headers_from').values()].flatMap((entry) => headerOf(entry, 'environment'))
  return { kind: 'webhook', url, headers: [...plain, ...secret] }
}

function headerOf({ key, value }: Entry, kind: Given['kind']): { readonly name: string; readonly value: Given }[] {
  if (value.kind !== 'text') return []
  return [{ name: key, value: kind === 'text' ? { kind, text: value.value } : { kind, name: value.value } }]
}

function emailOf(entries: Entries, item: Tree, names: ResourceNames, writing: Writing): Way | undefined {
  const email = mapAt(entries, 'email')
  const server = givenAt(email, 'server')
  if (server === undefined) return missing(item, 'server', writing)
  const to = oneOrMore(email.get('to')?.value)
  const people = [...names].filter(([, { kind }]) => kind === 'person' || kind === 'role').map(([name]) => name)
  for (const tree of to) {
    if (tree.value === 'asked' || tree.value.includes('@') || people.includes(tree.value)) continue
    const message = {
      en: `\`${tree.value}\` is neither a person, a role nor an address.`,
      ko: `\`${tree.value}\`은(는) 사람도 역할도 주소도 아닙니다.`,
    }
    writing.report.say('bad_value', tree, message, hintFor(tree.value, ['asked', ...people]))
  }
  const of = (key: 'user_from' | 'password_from'): Given | undefined => {
    const name = textAt(email, key)
    return name === undefined ? undefined : { kind: 'environment', name }
  }
  return {
    kind: 'email',
    to: to.length === 0 ? ['asked'] : to.map(({ value }) => value),
    from: textAt(email, 'from') ?? '',
    server,
    user: of('user_from'),
    password: of('password_from'),
    security: choiceAt(email, 'security', ['starttls', 'tls', 'none']) ?? 'starttls',
  }
}

/** A text of the file, or `KEY_from` with the name of an environment variable. */
function givenAt(entries: Entries, key: string): Given | undefined {
  const text = textAt(entries, key)
  if (text !== undefined) return { kind: 'text', text }
  const name = textAt(entries, `${key}_from`)
  return name === undefined ? undefined : { kind: 'environment', name }
}

function missing(item: Tree, key: string, { report }: Writing): undefined {
  report.say('missing_key', item, { en: `\`${key}\` or \`${key}_from\` is missing.`, ko: `\`${key}\`나 \`${key}_from\`이 없습니다.` })
  return undefined
}
