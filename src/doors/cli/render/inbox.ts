import type { Text } from '#expression/text.ts'
import type { Inbox } from '#operations/inbox.ts'
import { storeWords } from '#operations/store.ts'
import { commandFor } from '#operations/waiting-command.ts'
import type { Look } from '../answer.ts'
import { fieldWords, renderWaiting } from './waiting-work.ts'

/** What `pwos inbox` shows. */
export function renderInbox({ who, items, others, store }: Inbox, look: Look): readonly string[] {
  const { speak, paint } = look
  const lines = [paint.dim(speak(whoText(who)))]
  if (items.length === 0) lines.push(speak({ en: 'Nothing waits.', ko: '기다리는 일이 없습니다.' }))
  const words = storeWords(look.folder, store)
  for (const item of items) {
    const as = who?.by === 'as' ? who.name : who === null ? item.persons[0] : undefined
    lines.push('', ...renderWaiting(item, look), `  ${paint.dim('→')} ${commandFor(item, as)}${fieldWords(item)}${words}`)
  }
  if (others > 0)
    lines.push(
      '',
      paint.dim(
        speak({
          en: `${others} more wait for others (--all shows them).`,
          ko: `다른 사람을 기다리는 일이 ${others}개 더 있습니다(--all).`,
        }),
      ),
    )
  return lines
}

/** Who is taken to ask, and how that is known. */
export function whoText(who: Inbox['who']): Text {
  if (who === null)
    return {
      en: 'Of everybody; --as NAME or PWOS_AS says who you are.',
      ko: '모든 사람의 일입니다. --as 이름이나 PWOS_AS로 누구인지 밝힐 수 있습니다.',
    }
  const by = {
    as: { en: '', ko: '' },
    configured: { en: ' (set in PWOS_AS)', ko: '(PWOS_AS로 설정)' },
    login: { en: ' (your login name)', ko: '(로그인 이름)' },
  }[who.by]
  return { en: `As ${who.name}${by.en}`, ko: `${who.name}${by.ko}(으)로` }
}
