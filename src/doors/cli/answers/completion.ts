import { Failure } from '#operations/failure.ts'
import type { Answer } from '../answer.ts'
import { completionScripts } from '../completion/scripts.ts'

export const completionAnswer: Answer = async (given, door) => {
  const shell = given.positional[0] ?? ''
  if (shell !== 'bash' && shell !== 'zsh' && shell !== 'fish') {
    throw new Failure('usage', {
      en: `There is completion for bash, zsh and fish, not for “${shell}”.`,
      ko: `자동 완성은 bash, zsh, fish에만 있습니다(“${shell}”에는 없습니다).`,
    })
  }
  if (door.json) door.say(JSON.stringify({ shell, script: completionScripts[shell] }))
  else door.write(completionScripts[shell])
  return 'ok'
}
