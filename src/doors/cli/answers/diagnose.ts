import type { Text } from '#expression/text.ts'
import { causeText } from '#operations/cause-words.ts'
import { type Diagnosis, diagnose } from '#operations/diagnose.ts'
import { formatBytes } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { answering, manyOf, numberOf } from '../answering.ts'

type Finding = Diagnosis['findings'][number]

const restartTexts: { readonly [restart in Finding['repairs'][number]['restart']]: Text } = {
  from_scratch: { en: 'from scratch', ko: '처음부터' },
  from_checkpoint: { en: 'from its checkpoint', ko: '체크포인트에서' },
  from_last_good_state: { en: 'from the last good state', ko: '마지막으로 정상이던 상태에서' },
}

export const diagnoseAnswer = answering({
  operation: diagnose,
  input: (given) => ({ of: given.positional[0], packs: manyOf(given, 'pack'), exitCode: numberOf(given, 'exit-code') }),
  render: (diagnosis, look) => (diagnosis.findings.length > 0 ? known(diagnosis.findings, look) : unknown(diagnosis, look)),
})

function known([first, ...others]: readonly Finding[], look: Look): readonly string[] {
  if (first === undefined) return []
  const { speak } = look
  const also = others.map(
    ({ pack, rule, title, proof }) => `  ${speak(title)} (${pack}/${rule})${proof ? ` ${proof.file}:${proof.line}` : ''}`,
  )
  return [...told(first, look), ...(also.length === 0 ? [] : ['', speak({ en: 'Also found', ko: '그 밖에 찾은 것' }), ...also])]
}

function told({ pack, rule, title, cause, proof, repairs, stop, source }: Finding, { speak, paint }: Look): readonly string[] {
  const again = proof && proof.count > 1 ? speak({ en: ` (${proof.count} times; the first)`, ko: ` (${proof.count}번 중 첫 번째)` }) : ''
  const where = source.url === undefined ? source.where : `${source.where}, ${source.url}`
  const steps = repairs.map((repair, index) => {
    const changes = [...Object.entries(repair.with), ...Object.entries(repair.needs)].map(([name, value]) => `${name} = ${value}`)
    const what = changes.length > 0 ? changes.join(', ') : speak({ en: 'try again', ko: '다시 시도' })
    const often = speak({ en: `at most ${repair.atMost} ×`, ko: `최대 ${repair.atMost}번` })
    return `  ${index + 1}. ${what}; ${speak(restartTexts[repair.restart])}, ${often}. ${speak(repair.because)}`
  })
  return [
    paint.bad(`${speak(causeText(cause))}: ${speak(title)}`),
    ...(proof ? [`  ${proof.file}:${proof.line}${again}`, `  │ ${proof.text}`] : []),
    `  ${speak({ en: 'Rule', ko: '규칙' })}: ${pack}/${rule}; ${speak({ en: 'known from', ko: '출처' })}: ${where}`,
    speak({ en: 'What helps', ko: '해 볼 일' }),
    ...steps,
    `  ${steps.length + 1}. ${speak(stop)}`,
  ]
}

function unknown({ files, lastLines }: Diagnosis, { speak, paint }: Look): readonly string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const read = {
    en: `Unknown: no rule fits (${files.length} ${files.length === 1 ? 'file' : 'files'}, ${formatBytes(bytes)} read).`,
    ko: `알 수 없음: 맞는 규칙이 없습니다(파일 ${files.length}개, ${formatBytes(bytes)} 읽음).`,
  }
  return [paint.bad(speak(read)), ...lastLines.slice(-3).flatMap(({ file, lines }) => [file, ...lines.map((line) => `  │ ${line}`)])]
}
