import { isMended } from '#model/gate.ts'
import { formatCount } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { mendingText } from './gate-actions.ts'
import { gateLine, metricNames } from './stage-entry.ts'
import { approvalText, orWhyEmpty, scheduleOf, type View } from './view.ts'

type Quality = Block['orchestration_strategy']['quality_management']

/** What is measured, what is judged, and what would make the judging better. */
export function qualityOf(view: View): Quality {
  return {
    quality_monitoring: [
      ...orWhyEmpty(qualityMonitoring(view), view, (stages) => ({
        en: `none: ${stages} declare no metric and check the format of no output`,
        ko: `없음: ${stages}에 선언된 지표도, 형식을 검사하는 출력도 없음`,
      })),
    ],
    quality_gates: [
      ...orWhyEmpty(qualityGates(view), view, (stages) => ({
        en: `none: ${stages} have no gate and no approval`,
        ko: `없음: ${stages}에 관문이나 승인이 없음`,
      })),
    ],
    quality_improvement: [
      ...orWhyEmpty(improvement(view), view, (stages) => ({
        en: `none: no gate of ${stages} is mended by a rerun, and the rules of V3 miss none`,
        ko: `없음: ${stages}에 다시 해서 나아지는 관문이 없고, V3 규칙이 찾은 빠진 관문도 없음`,
      })),
    ],
  }
}

/** Which metrics and formats are looked at, and how often. */
export function qualityMonitoring(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap(({ index, name, metrics, outputs }) => {
    const { count } = scheduleOf(view, index)
    const measured = metricNames(metrics)
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

/** Every gate and approval, with what it judges. */
export function qualityGates(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap((stage) => {
    const { count } = scheduleOf(view, stage.index)
    const judged =
      count === 1 ? '' : say({ en: `, judged for each of ${formatCount(count)} tasks`, ko: `, 작업 ${formatCount(count)}개마다 판정` })
    const lines = stage.gates.map((gate) => `${stage.name}, ${gateLine(gate, view)}${judged}`)
    if (stage.human?.kind !== 'approval') return lines
    const { of, independent } = stage.human
    const what = of.map(({ source }) => approvedText(source, view)).join(', ')
    const apart = independent ? say({ en: ', not by who did the work', ko: ', 작업한 사람 제외' }) : ''
    return [
      ...lines,
      say({
        en: `${stage.name}: ${approvalText(stage.human, view)}${what === '' ? '' : `, of ${what}`}${apart}`,
        ko: `${stage.name}: ${approvalText(stage.human, view)}${what === '' ? '' : `, 대상 ${what}`}${apart}`,
      }),
    ]
  })
}

/** What gates change before a rerun, and gates that are missing. */
export function improvement(view: View): readonly string[] {
  const repeated = view.workflow.stages.flatMap((stage) =>
    stage.gates.filter(isMended).map((gate) => {
      const again = mendingText(gate, view)
      return view.say({ en: `${stage.name}, when ${gate.name} fails: ${again}`, ko: `${stage.name}, ${gate.name} 실패 시: ${again}` })
    }),
  )
  const found = view.findings
    .filter(({ criterion, weight }) => criterion === 'V3' && weight !== 'remark')
    .map(({ rule, message, fix }) => `${view.say(message)} ${view.say(fix)} (${rule})`)
  return [...repeated, ...found]
}

/** `result of fit`, of a template that is one output of a stage; others stay as they are. */
function approvedText(source: string, { say }: View): string {
  const [, dotted, quoted, output] =
    /^\$\{\{\s*stages(?:\.([\p{L}_][\p{L}\d_]*)|\['([^']+)'\])\.outputs\.([\w-]+)\s*\}\}$/u.exec(source.trim()) ?? []
  const stage = dotted ?? quoted
  return stage === undefined || output === undefined ? source : say({ en: `${output} of ${stage}`, ko: `${stage}의 ${output}` })
}
