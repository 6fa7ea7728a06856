import { Failure } from '#operations/failure.ts'
import { store } from '#operations/store-copy.ts'
import { formatCount } from '#report/format.ts'
import type { Answer } from '../answer.ts'
import { checkedInput } from '../answering.ts'

export const storeAnswer: Answer = async (given, door) => {
  const [action, to] = given.positional
  if ((action !== undefined && action !== 'copy') || (action === 'copy' && to === undefined)) {
    throw new Failure('usage', {
      en: 'Say `pwos store`, or `pwos store copy TO` with an address such as postgres://USER@HOST/DATABASE, or sqlite.',
      ko: '`pwos store` 또는 `pwos store copy TO`라고 쓰세요. TO는 postgres://사용자@호스트/데이터베이스 같은 주소나 sqlite입니다.',
    })
  }
  const found = await store.handle(checkedInput(store, { copyTo: to }), door.host({ report: () => undefined }))
  if (door.json) {
    door.say(JSON.stringify(found))
    return 'ok'
  }
  const { speak, paint } = door.look
  const runs = {
    en: `${formatCount(found.runs)} runs, ${formatCount(found.unfinished)} of them unfinished; ${formatCount(found.events)} events`,
    ko: `실행 ${formatCount(found.runs)}개(끝나지 않은 것 ${formatCount(found.unfinished)}개), 사건 ${formatCount(found.events)}개`,
  }
  door.say(speak({ en: `store    ${found.store}`, ko: `저장소  ${found.store}` }))
  door.say(speak({ en: `journal  ${found.journal}`, ko: `일지    ${found.journal}` }))
  door.say(paint.dim(`         ${speak(runs)}`))
  if (found.before !== null) {
    door.say(
      speak({
        en: `Copied; the old journal is kept, and used no more: ${found.before}`,
        ko: `복사했습니다. 예전 일지는 남아 있지만 더는 쓰지 않습니다: ${found.before}`,
      }),
    )
  }
  return 'ok'
}
