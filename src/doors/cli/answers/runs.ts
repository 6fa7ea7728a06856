import { runs } from '#operations/runs.ts'
import { formatDuration } from '#report/format.ts'
import { answering, numberOf } from '../answering.ts'
import { paintedPhase } from '../render/words.ts'
import { moment } from '../terminal/amounts.ts'
import { table } from '../terminal/table.ts'

export const runsAnswer = answering({
  operation: runs,
  input: (given) => ({ last: numberOf(given, 'last') }),
  render: ({ runs: all }, look) => {
    const { speak, paint, language } = look
    if (all.length === 0) return [speak({ en: 'No run was started in this store yet.', ko: '이 저장소에서 시작한 실행이 아직 없습니다.' })]
    const columns = [
      { title: speak({ en: 'RUN', ko: '실행' }) },
      { title: speak({ en: 'STATE', ko: '상태' }) },
      { title: speak({ en: 'STARTED', ko: '시작' }) },
      { title: speak({ en: 'TOOK', ko: '걸린 시간' }) },
      { title: speak({ en: 'WORKFLOW', ko: '워크플로' }), shrinks: true },
    ]
    const rows = all.map((run) => [
      run.run,
      paintedPhase(run.outcome ?? 'running', look),
      moment(run.startedAt),
      run.endedAt === null ? '' : formatDuration(run.endedAt - run.startedAt, language),
      run.name,
    ])
    return table(columns, rows, look.width, paint.strong)
  },
})
