import { edit } from '#operations/edit.ts'
import { Failure } from '#operations/failure.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf, manyOf, textOf } from '../answering.ts'
import { following } from '../following.ts'
import { renderEdit } from '../render/edit.ts'

/** Shows what an edit would do, asks, and does it. */
export const editAnswer: Answer = async (given, door) => {
  const [first, second] = given.positional
  // A run's name has no dot in it.
  const file = second ?? (first?.includes('.') || first?.includes('/') ? first : undefined)
  const input = checkedInput(edit, {
    run: first === file ? undefined : first,
    file,
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
    rerun: (textOf(given, 'rerun') ?? '').split(',').filter((name) => name !== ''),
    detach: flagOf(given, 'detach'),
    as: textOf(given, 'as'),
  })
  const dryRun = flagOf(given, 'dry-run')
  if (dryRun || !flagOf(given, 'yes')) {
    const preview = await edit.handle({ ...input, yes: false }, door.host({ report: () => undefined }))
    if (door.json && dryRun) door.say(JSON.stringify({ type: 'result', result: preview }))
    else if (!door.json && preview.type === 'edit') for (const line of renderEdit(preview, door.look)) door.say(line)
    if (dryRun) return 'ok'
    if ((await door.ask({ en: 'Do it?', ko: '진행할까요?' })) !== true)
      throw new Failure(
        'not_confirmed',
        { en: 'Nothing was changed.', ko: '아무것도 바꾸지 않았습니다.' },
        { hint: { en: 'Give --yes to do it without being asked.', ko: '묻지 않고 진행하려면 --yes를 주세요.' } },
      )
  }
  return following(
    door,
    (host) => edit.handle({ ...input, yes: true }, host),
    (output) => (output.type === 'edit' ? [] : [output]),
  )
}
