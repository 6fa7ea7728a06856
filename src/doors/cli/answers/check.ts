import { readFileSync } from 'node:fs'
import type { Problem } from '#model/problem.ts'
import { check } from '#operations/check.ts'
import { formatBytes, formatCount, formatJson } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { answering, flagOf, manyOf, textOf } from '../answering.ts'
import { renderEffectiveness } from '../render/effectiveness.ts'
import { renderProblems } from '../render/problems.ts'
import { entryLines } from '../render/starting.ts'

type Checked = Awaited<ReturnType<typeof check.handle>>

export const checkAnswer = answering({
  operation: check,
  input: (given) => ({
    file: given.positional[0],
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
    on: textOf(given, 'on'),
    site: textOf(given, 'site'),
    effectiveness: flagOf(given, 'effectiveness'),
  }),
  exit: ({ ok }) => (ok ? 'ok' : 'definition'),
  render: (checked, look) => [
    ...renderProblems(checked.problems as readonly Problem[], sourceOf(checked.file), look),
    ...verdict(checked, look),
    ...(checked.starts ?? []).flatMap((start) => entryLines(start, 'UTC', look)),
    ...(checked.effectiveness === undefined ? [] : ['', ...renderEffectiveness(checked.effectiveness, look)]),
  ],
})

function sourceOf(file: string): ReadonlyMap<string, string> {
  return new Map([[file, readFileSync(file, 'utf8')]])
}

function verdict({ file, ok, problems, workflow }: Checked, look: Look): readonly string[] {
  const { speak, paint } = look
  const errors = problems.filter((problem) => problem.level === 'error').length
  const warnings = problems.length - errors
  const many = (count: number, en: string) => `${count} ${en}${count === 1 ? '' : 's'}`
  if (workflow === undefined && ok) {
    const said = {
      en: `${file}: no errors. Parameters without a default get their values when a run begins.`,
      ko: `${file}: 오류 없음. 기본값이 없는 매개변수는 실행이 시작될 때 값을 받습니다.`,
    }
    return [paint.good(speak(said))]
  }
  if (workflow === undefined) {
    const said = {
      en: `${file}: ${many(errors, 'error')}, ${many(warnings, 'warning')}.`,
      ko: `${file}: 오류 ${errors}개, 경고 ${warnings}개.`,
    }
    return [paint.bad(speak(said))]
  }
  const count = `${formatCount(workflow.tasks)}${workflow.open ? '+' : ''}`
  const stages = workflow.stages.length
  const fine = {
    en: `${file}: no errors${warnings > 0 ? `, ${many(warnings, 'warning')}` : ''}. ${workflow.name}: ${many(stages, 'stage')}, ${count} ${count === '1' ? 'task' : 'tasks'}.`,
    ko: `${file}: 오류 없음${warnings > 0 ? `, 경고 ${warnings}개` : ''}. ${workflow.name}: 단계 ${stages}개, 작업 ${count}개.`,
  }
  const parameters = Object.entries(workflow.parameters).map(
    ([name, value]) => `  ${name} = ${formatJson(value as Parameters<typeof formatJson>[0])}`,
  )
  const pools = Object.entries(workflow.pools).map(
    ([name, amount]) => `${name} ${name === 'memory' ? formatBytes(amount) : formatCount(amount)}`,
  )
  return [
    paint.good(speak(fine)),
    ...(parameters.length === 0 ? [] : [speak({ en: 'Parameters', ko: '매개변수' }), ...parameters]),
    `${speak({ en: 'Resources', ko: '자원' })}: ${pools.join(', ')}`,
  ]
}
