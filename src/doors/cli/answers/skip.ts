import { Failure } from '#operations/failure.ts'
import { skip } from '#operations/skip.ts'
import { answering, textOf } from '../answering.ts'
import { renderWaiting } from '../render/waiting.ts'

export const skipAnswer = answering({
  operation: skip,
  input(given) {
    const reason = textOf(given, 'reason')
    if (reason === undefined || reason.trim() === '') {
      throw new Failure('usage', { en: 'A skip needs a --reason.', ko: '건너뛰려면 --reason으로 이유를 적으세요.' })
    }
    return { run: textOf(given, 'run'), of: given.positional[0], reason }
  },
  render: ({ run, stage, tasks, command }, look) => [
    look.speak({
      en: `${tasks} ${tasks === 1 ? 'task' : 'tasks'} of ${stage} in run ${run} will not run.`,
      ko: `실행 ${run}의 ${stage} 작업 ${tasks}개를 수행하지 않습니다.`,
    }),
    ...(command === 'taken' ? [] : renderWaiting(look)),
  ],
})
