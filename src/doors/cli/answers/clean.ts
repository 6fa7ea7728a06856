import { clean } from '#operations/clean.ts'
import { Failure } from '#operations/failure.ts'
import { formatBytes, formatCount } from '#report/format.ts'
import type { Answer, Look } from '../answer.ts'
import { checkedInput, flagOf, numberOf } from '../answering.ts'

type Cleaned = Awaited<ReturnType<typeof clean.handle>>

/** Shows what would go, asks, and lets it go. */
export const cleanAnswer: Answer = async (given, door) => {
  const asked = checkedInput(clean, { keepLast: numberOf(given, 'keep-last'), dryRun: flagOf(given, 'dry-run') })
  const say = (cleaned: Cleaned) => {
    if (door.json) door.say(JSON.stringify(cleaned))
    else for (const line of renderCleaned(cleaned, door.look)) door.say(line)
  }
  const look = await clean.handle({ ...asked, dryRun: true }, door.host({ report: () => undefined }))
  if (asked.dryRun || look.attempts + look.objects === 0) {
    say({ ...look, dryRun: asked.dryRun })
    return 'ok'
  }
  if (!flagOf(given, 'yes')) {
    if (!door.json) say(look)
    const agreed = await door.ask({ en: 'Delete it?', ko: '지울까요?' })
    if (agreed !== true)
      throw new Failure(
        'not_confirmed',
        { en: 'Nothing was deleted.', ko: '아무것도 지우지 않았습니다.' },
        { hint: { en: 'Give --yes to delete without being asked.', ko: '묻지 않고 지우려면 --yes를 주세요.' } },
      )
  }
  say(await clean.handle(asked, door.host({ report: () => undefined })))
  return 'ok'
}

function renderCleaned(cleaned: Cleaned, { speak, paint }: Look): readonly string[] {
  const { runs, attempts, objects, bytes, dryRun } = cleaned
  const figures = {
    en: `${formatCount(attempts)} attempt folders of ${runs.length} runs, ${formatCount(objects)} outputs that nothing refers to, ${formatBytes(bytes)}`,
    ko: `실행 ${runs.length}개의 시도 폴더 ${formatCount(attempts)}개, 아무도 가리키지 않는 결과물 ${formatCount(objects)}개, ${formatBytes(bytes)}`,
  }
  if (attempts + objects === 0) return [speak({ en: 'There is nothing to delete.', ko: '지울 것이 없습니다.' })]
  const lines = [
    dryRun
      ? speak({ en: `Would delete ${figures.en}.`, ko: `지울 것: ${figures.ko}.` })
      : speak({ en: `Deleted ${figures.en}.`, ko: `지웠습니다: ${figures.ko}.` }),
  ]
  if (cleaned.objectsLeft) {
    lines.push(
      paint.dim(
        speak({ en: 'A run is going on, so published outputs are left alone.', ko: '진행 중인 실행이 있어 결과물은 그대로 둡니다.' }),
      ),
    )
  }
  return lines
}
