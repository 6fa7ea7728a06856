import { formatCount } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { gateLine } from './stage-entry.ts'
import { orWhyEmpty, scheduleOf, type View } from './view.ts'

type Quality = Block['orchestration_strategy']['quality_management']

/** What is measured, what is judged, and what would make the judging better. */
export function qualityOf(view: View): Quality {
  return {
    quality_monitoring: [
      ...orWhyEmpty(monitoring(view), view, {
        en: 'none: no stage declares a metric or checks the format of an output',
        ko: '없음: 측정값을 선언하거나 출력 형식을 검사하는 단계가 없음',
      }),
    ],
    quality_gates: [
      ...orWhyEmpty(gates(view), view, { en: 'none: no stage has a gate or an approval', ko: '없음: 관문이나 승인이 있는 단계가 없음' }),
    ],
    quality_improvement: [
      ...orWhyEmpty(improvement(view), view, {
        en: 'none: every junction is gated and every gate that can be mended by a rerun has one',
        ko: '없음: 모든 연결점에 관문이 있고, 다시 하면 나아질 관문에는 재시도가 있음',
      }),
    ],
  }
}

function monitoring(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap(({ index, name, metrics, outputs }) => {
    const { count } = scheduleOf(view, index)
    const measured = metrics.map((metric) => (metric.unit === undefined ? metric.name : `${metric.name} (${metric.unit})`))
    const checked = outputs.filter(({ format }) => format !== undefined).map((output) => `${output.name} (${output.format ?? ''})`)
    const times = count === 1 ? say({ en: 'once', ko: '한 번' }) : say({ en: `${formatCount(count)} times`, ko: `${formatCount(count)}번` })
    return [
      ...(measured.length === 0
        ? []
        : [say({ en: `${name}: ${measured.join(', ')}, measured ${times}`, ko: `${name}: ${measured.join(', ')}, ${times} 측정` })]),
      ...(checked.length === 0
        ? []
        : [
            say({
              en: `${name}: format of ${checked.join(', ')} checked ${times}`,
              ko: `${name}: ${checked.join(', ')} 형식 ${times} 검사`,
            }),
          ]),
    ]
  })
}

function gates(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap((stage) => {
    const { count } = scheduleOf(view, stage.index)
    const judged =
      count === 1 ? '' : say({ en: `, judged for each of ${formatCount(count)} tasks`, ko: `, 작업 ${formatCount(count)}개마다 판정` })
    const lines = stage.gates.map((gate) => `${stage.name}, ${gateLine(gate, view)}${judged}`)
    if (stage.human?.kind !== 'approval') return lines
    const { by, quorum, of, independent } = stage.human
    const what = of.map(({ source }) => source).join(', ')
    const apart = independent ? say({ en: ', not by who did the work', ko: ', 작업한 사람 제외' }) : ''
    return [
      ...lines,
      say({
        en: `${stage.name}: approval by ${quorum} of ${by.join(', ')}${what === '' ? '' : ` of ${what}`}${apart}`,
        ko: `${stage.name}: ${by.join(', ')} 중 ${quorum}명의 승인${what === '' ? '' : ` (${what})`}${apart}`,
      }),
    ]
  })
}

function improvement(view: View): readonly string[] {
  const repeated = view.workflow.stages.flatMap((stage) =>
    stage.gates.filter(({ retry }) => retry !== undefined).map((gate) => `${stage.name}, ${gateLine(gate, view)}`),
  )
  const found = view.findings
    .filter(({ criterion, weight }) => criterion === 'V3' && weight !== 'remark')
    .map(({ rule, message, fix }) => `${view.say(message)} ${view.say(fix)} (${rule})`)
  return [...repeated, ...found]
}
