import type { edit } from '#operations/edit.ts'
import { formatCount } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { table } from '../terminal/table.ts'

type Preview = Extract<Awaited<ReturnType<typeof edit.handle>>, { type: 'edit' }>

const columns = [
  { key: 'kept', title: { en: 'KEPT', ko: '유지' } },
  { key: 'goOn', title: { en: 'GO ON', ko: '계속' } },
  { key: 'rerun', title: { en: 'AGAIN', ko: '다시' } },
  { key: 'added', title: { en: 'TO DO', ko: '남음' } },
  { key: 'undecided', title: { en: 'UNDECIDED', ko: '미정' } },
  { key: 'dropped', title: { en: 'DROPPED', ko: '빠짐' } },
  { key: 'cancelled', title: { en: 'STOPPED', ko: '멈춤' } },
] as const

/** What an edit would do: parameters that change, and a line for each stage. */
export function renderEdit({ run, file, over, parameters, stages }: Preview, { speak, paint, width }: Look): readonly string[] {
  const lines = [paint.strong(speak({ en: `${file} in the place of run ${run}`, ko: `실행 ${run}을(를) ${file}(으)로 이어받으면` }))]
  for (const { name, from, to } of parameters) lines.push(`  ${name}: ${from ?? '–'} → ${to ?? '–'}`)
  const figure = (count: number) => (count === 0 ? '' : formatCount(count))
  const heads = columns.map(({ title }) => ({ title: speak(title), align: 'right' as const }))
  const rows = stages.map((stage) => [stage.name, ...columns.map(({ key }) => figure(stage[key]))])
  lines.push(...table([{ title: speak({ en: 'STAGE', ko: '단계' }), shrinks: true }, ...heads], rows, width, paint.strong))
  const sum = (key: (typeof columns)[number]['key']) => stages.reduce((total, stage) => total + stage[key], 0)
  if (sum('rerun') + sum('added') + sum('undecided') + sum('goOn') === 0)
    lines.push(speak({ en: 'Nothing is left to do: every result is there.', ko: '할 일이 없습니다. 모든 결과가 이미 있습니다.' }))
  if (over) lines.push(paint.dim(speak({ en: 'The run is over; its results stay.', ko: '실행은 이미 끝났고 결과는 남습니다.' })))
  return lines
}
