import type { Forecast } from '#operations/forecast.ts'
import { formatCount } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { table } from '../terminal/table.ts'

/** What `pwos run --dry-run` shows: for each stage how many tasks would run and how many would be reused. */
export function renderForecast(forecast: Forecast['summary'], look: Look): readonly string[] {
  const { speak, paint } = look
  const columns = [
    { title: speak({ en: 'STAGE', ko: '단계' }), shrinks: true },
    { title: speak({ en: 'TASKS', ko: '작업' }), align: 'right' as const },
    { title: speak({ en: 'RUN', ko: '수행' }), align: 'right' as const },
    { title: speak({ en: 'REUSED', ko: '재사용' }), align: 'right' as const },
    { title: speak({ en: 'UNDECIDED', ko: '미정' }), align: 'right' as const },
    { title: speak({ en: 'SKIPPED', ko: '건너뜀' }), align: 'right' as const },
  ]
  const figure = (count: number) => (count === 0 ? '' : formatCount(count))
  const rows = forecast.stages.map((stage) => [
    stage.name,
    stage.tasks === null ? '?' : formatCount(stage.tasks),
    figure(stage.run),
    figure(stage.reused),
    stage.tasks === null ? '?' : figure(stage.undecided),
    figure(stage.skipped),
  ])
  const { run, reused, undecided, failed } = forecast.tasks
  const lines = [...table(columns, rows, look.width, paint.strong), '']
  if (run + undecided === 0 && !forecast.open)
    lines.push(speak({ en: 'Nothing would run: every result is there.', ko: '수행할 것이 없습니다. 모든 결과가 이미 있습니다.' }))
  else {
    const said = {
      en: `${formatCount(run)} would run now, ${formatCount(reused)} would be reused; ${formatCount(undecided)} depend on what those give.`,
      ko: `지금 수행할 작업 ${formatCount(run)}개, 재사용 ${formatCount(reused)}개. 그 결과에 따라 정해질 작업 ${formatCount(undecided)}개.`,
    }
    lines.push(speak(said))
  }
  if (failed > 0) {
    lines.push(
      paint.bad(
        speak({
          en: `${formatCount(failed)} cannot run: an input is missing (\`pwos why STAGE\` says more).`,
          ko: `입력이 없어 수행할 수 없는 작업 ${formatCount(failed)}개(\`pwos why 단계\`에서 자세히).`,
        }),
      ),
    )
  }
  lines.push(paint.dim(speak({ en: 'Nothing was started.', ko: '아무것도 시작하지 않았습니다.' })))
  return lines
}
