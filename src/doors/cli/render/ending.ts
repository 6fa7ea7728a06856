import type { Followed } from '#operations/followed.ts'
import type { RunStatus } from '#operations/run-status.ts'
import { formatDuration } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { block, renderFailures, renderOutputs, tasksText } from './status.ts'
import { paintedPhase } from './words.ts'

const words = {
  failures: { en: 'Failed tasks', ko: '실패한 작업' },
  outputs: { en: 'Results', ko: '결과 파일' },
}

/** The last words about a run that was followed. Failed tasks that were `told` on the way are not told again; `store` is what commands need so that they mean its store. */
export function renderEnding(followed: Followed, look: Look, told: ReadonlySet<string>, store: string): readonly string[] {
  const { speak, paint } = look
  if (followed.type === 'detached') {
    return [
      speak(
        followed.job === undefined
          ? { en: `Run ${followed.run} goes on in the background.`, ko: `실행 ${followed.run}은(는) 뒤에서 계속됩니다.` }
          : {
              en: `Run ${followed.run} goes on, led by job ${followed.job} of the cluster once that begins.`,
              ko: `실행 ${followed.run}은(는) 클러스터의 작업 ${followed.job}이(가) 시작되면 그것이 이끕니다.`,
            },
      ),
      `  pwos attach ${followed.run}${store}    ${paint.dim(speak({ en: 'follow it', ko: '지켜보기' }))}`,
      `  pwos cancel ${followed.run}${store}    ${paint.dim(speak({ en: 'stop it', ko: '취소하기' }))}`,
    ]
  }
  const { status } = followed
  const headed = followed.summary[look.language]
  const plain = `${paintedPhase(status.phase, look)}: ${status.title ?? status.name} (${formatDuration(status.elapsedMs, look.language)})`
  const hints = [`pwos report ${status.run}${store}`, ...(status.phase === 'failed' ? [`pwos retry ${status.run}${store}`] : [])]
  return [
    '',
    ...(headed.length > 0 ? headed : [plain, `  ${tasksText(status, look)}`]),
    ...block(words.failures, renderFailures(untold(status, told), look, 5), look),
    ...block(words.outputs, renderOutputs(status, look), look),
    '',
    paint.dim(hints.join('    ')),
  ]
}

function untold(status: RunStatus, told: ReadonlySet<string>): RunStatus {
  const failures = status.failures.filter((failure) => !told.has(`${failure.stage}/${failure.task}`))
  return { ...status, failures, tasks: { ...status.tasks, failed: Math.max(0, status.tasks.failed - told.size) } }
}
