import { run } from '#operations/run.ts'
import type { Answer } from '../answer.ts'
import { checkedInput, flagOf, manyOf, textOf } from '../answering.ts'
import { following } from '../following.ts'
import { renderForecast } from '../render/forecast.ts'

export const runAnswer: Answer = async (given, door) => {
  const input = checkedInput(run, {
    file: given.positional[0],
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
    detach: flagOf(given, 'detach'),
    until: (textOf(given, 'until') ?? '').split(',').filter((name) => name !== ''),
    dryRun: flagOf(given, 'dry-run'),
    new: flagOf(given, 'new'),
    as: textOf(given, 'as'),
    on: textOf(given, 'on'),
    site: textOf(given, 'site'),
    controllerJob: flagOf(given, 'controller-job'),
  })
  if (!input.dryRun)
    return following(
      door,
      (host) => run.handle(input, host),
      (output) => (output.type === 'forecast' ? [] : [output]),
    )
  const output = await run.handle(input, door.host({ report: () => undefined }))
  if (door.json) door.say(JSON.stringify({ type: 'result', result: output }))
  else if (output.type === 'forecast') for (const line of renderForecast(output, door.look)) door.say(line)
  return 'ok'
}
