import { expect, test } from 'vitest'
import { renderFailedTask } from '#doors/cli/render/failed-task.ts'
import { renderLive } from '#doors/cli/render/live-view.ts'
import { createPlainLines } from '#doors/cli/render/plain-lines.ts'
import { renderProblems } from '#doors/cli/render/problems.ts'
import { renderStages } from '#doors/cli/render/stages.ts'
import { renderStatus } from '#doors/cli/render/status.ts'
import { tellUpdate } from '#doors/cli/render/update-lines.ts'
import { renderWhy } from '#doors/cli/render/why.ts'
import { widthOf, withoutEscapes } from '#doors/cli/terminal/width.ts'
import { lookFor } from './look.ts'
import { failedTask, runStatusOf, stageStatus } from './sample-status.ts'

test('[CLI-14] the live view, in English', () => {
  expect(renderLive(runStatusOf(), lookFor({ width: 100 }), 24)).toMatchInlineSnapshot(`
    [
      "",
      "Critical temperature of the 2D Ising model 20261123-0312-ising-3f",
      "running · 1 min 5 s · about 40 s left · 26/40 tasks, 3 reused, 1 failed",
      "  sample   █████████████▉░░░░░░ 26/39 2 running · 1 failed · 3 reused · 3.1/s · ◆ thermalised 25 ✓ …",
      "  fit      ░░░░░░░░░░░░░░░░░░░░   0/1 waiting",
      "▸ sample/L=32,T=2.1 attempt 2 12 s",
      "▸ sample/L=32,T=2.2 5 s",
      "Ctrl-C: leave it running in the background",
    ]
  `)
})

test('[CLI-6,CLI-14] the live view, in Korean', () => {
  expect(
    renderLive(runStatusOf({ title: '이차원 이징 모형의 임계 온도' }), lookFor({ language: 'ko', width: 100 }), 24),
  ).toMatchInlineSnapshot(`
    [
      "",
      "이차원 이징 모형의 임계 온도 20261123-0312-ising-3f",
      "진행 중 · 1분 5초 · 약 40초 남음 · 작업 26/40, 재사용 3, 실패 1",
      "  sample   █████████████▉░░░░░░ 26/39 수행 중 2 · 실패 1 · 재사용 3 · 3.1/초 · ◆ thermalised 25 ✓ 1…",
      "  fit      ░░░░░░░░░░░░░░░░░░░░   0/1 대기",
      "▸ sample/L=32,T=2.1 시도 2 12초",
      "▸ sample/L=32,T=2.2 5초",
      "Ctrl-C: 뒤에서 계속 실행하고 나가기",
    ]
  `)
})

test('[CLI-14] a narrow and low terminal gets what fits', () => {
  for (const language of ['en', 'ko'] as const) {
    for (const width of [20, 33, 60, 79, 200]) {
      for (const rows of [6, 10, 24]) {
        const lines = renderLive(manyStages(), lookFor({ language, width, colour: true }), rows)
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width)
        expect(lines.length).toBeLessThan(Math.max(rows, 10))
      }
    }
  }
})

test('[CLI-14] of very many stages, those where something goes on are shown', () => {
  const lines = renderStages(manyStages(), lookFor(), 5)
  expect(lines).toHaveLength(5)
  expect(lines.join('\n')).toContain('stage-777')
  expect(lines.at(-1)).toContain('996 more stages')
})

function manyStages() {
  const stages = Array.from({ length: 1000 }, (_, index) =>
    stageStatus({ name: `stage-${index}`, tasks: 1, counts: index === 777 ? { running: 1 } : index < 777 ? { done: 1 } : { waiting: 1 } }),
  )
  return runStatusOf({ stages })
}

test('[CLI-7] without colour there is no escape sequence, with colour the text is the same', () => {
  const plain = renderStatus({ ...runStatusOf({ failures: [failedTask] }), outlook: null, restingNodes: [] }, lookFor())
  const coloured = renderStatus({ ...runStatusOf({ failures: [failedTask] }), outlook: null, restingNodes: [] }, lookFor({ colour: true }))
  expect(plain.join('\n')).not.toContain('\u001b')
  expect(coloured.join('\n')).toContain('\u001b[31m')
  expect(coloured.map(withoutEscapes)).toEqual(plain)
})

test('[CLI-18,CLI-16] a failed task says which, why, what it printed, where its logs are and what to do', () => {
  expect(renderFailedTask(failedTask, lookFor())).toMatchInlineSnapshot(`
    [
      "✗ sample/L=8,T=2.1 failed: program error",
      "    exit code 3",
      "    │ reading input",
      "    │ ValueError: negative temperature",
      "    Logs: /study/.pwos/runs/r/sample/3-1",
      "    What to do: Read what it printed.",
    ]
  `)
  expect(
    renderFailedTask({ ...failedTask, cause: 'out_of_memory', lastLines: [], detail: '' }, lookFor({ language: 'ko' })),
  ).toMatchInlineSnapshot(`
    [
      "✗ sample/L=8,T=2.1 실패: 메모리 부족",
      "    기록: /study/.pwos/runs/r/sample/3-1",
      "    할 일: 단계의 \`needs.memory\`를 늘리거나, \`on_error\`에서 out_of_memory일 때 두 배로 늘리게 하세요.",
    ]
  `)
})

test('[CLI-32] a run that nobody leads is told', () => {
  expect(renderStatus({ ...runStatusOf({ led: false }), outlook: null, restingNodes: [] }, lookFor()).join('\n')).toContain('pwos resume')
  expect(renderStatus({ ...runStatusOf({ led: true }), outlook: null, restingNodes: [] }, lookFor()).join('\n')).not.toContain(
    'pwos resume',
  )
})

test('[CLI-13] problems are shown with the line and carets below the right columns', () => {
  const source = 'pwos: 1\nstages:\n  합치기: { runn: "echo 안녕" }\n'
  const problem = {
    code: 'unknown_key',
    level: 'error' as const,
    at: { file: 'w.yaml', line: 3, column: 10, endLine: 3, endColumn: 14 },
    message: { en: '`runn` means nothing here.', ko: '`runn`은 여기에 쓸 수 없습니다.' },
    hint: { en: 'Did you mean `run`?', ko: '혹시 `run`인가요?' },
  }
  expect(renderProblems([problem], new Map([['w.yaml', source]]), lookFor())).toEqual([
    'w.yaml:3:10: error: `runn` means nothing here. [unknown_key]',
    '  3 |   합치기: { runn: "echo 안녕" }',
    '    |             ^^^^',
    '  hint: Did you mean `run`?',
    '',
  ])
})

test('[CLI-13] a place far to the right of a long line is still seen', () => {
  const source = `${'x'.repeat(500)}!${'y'.repeat(500)}`
  const problem = { code: 'c', level: 'warning' as const, at: { file: 'f', line: 1, column: 501 }, message: { en: 'm', ko: 'm' } }
  const [, line = '', caret = ''] = renderProblems([problem], new Map([['f', source]]), lookFor())
  expect(line[caret.indexOf('^')]).toBe('!')
  expect(widthOf(line)).toBeLessThanOrEqual(80)
})

test('[CLI-13] a problem without a place, or in a file that is gone, still says what it is', () => {
  const message = { en: 'Not there.', ko: '없습니다.' }
  const at = { file: 'gone.yaml', line: 9, column: 1 }
  expect(renderProblems([{ code: 'c', level: 'error', at: undefined, message }], new Map(), lookFor())).toEqual([
    'error: Not there. [c]',
    '',
  ])
  expect(renderProblems([{ code: 'c', level: 'error', at, message }], new Map(), lookFor({ language: 'ko' }))).toEqual([
    'gone.yaml:9:1: 오류: 없습니다. [c]',
    '',
  ])
})

test('[CLI-17] in a pipe a stage is told when it starts, now and then, and when it is over', () => {
  const lines = createPlainLines(lookFor())
  const at = (ms: number, counts: Parameters<typeof stageStatus>[0]['counts'] & object) =>
    lines({ type: 'snapshot', at: ms, status: runStatusOf({ stages: [stageStatus({ tasks: 4, counts, meanMs: 1500 })] }) })
  expect(at(0, { waiting: 4 })).toEqual([])
  expect(at(100, { running: 2, queued: 2 })).toEqual(['sample: started, 4 tasks'])
  expect(at(200, { running: 2, done: 1, queued: 1 })).toEqual([])
  expect(at(20_000, { running: 1, done: 2, failed: 1 })).toEqual(['sample: 2/4 done, 1 running, 1 failed'])
  expect(at(21_000, { done: 3, failed: 1 })).toEqual(['sample: 3/4 done, 1 failed, 1.5 s each'])
  expect(at(22_000, { done: 3, failed: 1 })).toEqual([])
})

test('[CLI-17] a retry says what changes and why', () => {
  const update = {
    type: 'task' as const,
    at: 1000,
    run: 'r',
    stage: 'sample',
    task: 0,
    label: 'L=8',
    attempt: 1,
    what: 'retrying' as const,
    cause: 'gate_failed',
    detail: 'thermalised: tau < 10 (tau = 12)',
    notBefore: 3000,
    changed: { sweeps: 40000 },
  }
  expect(tellUpdate(update, lookFor())).toEqual([
    '↻ sample/L=8 tried again in 2 s with sweeps = 40000 (gate failed: thermalised: tau < 10 (tau = 12))',
  ])
  expect(tellUpdate({ ...update, notBefore: 1000, changed: {} }, lookFor({ language: 'ko' }))).toEqual([
    '↻ sample/L=8 다시 시도합니다 (관문 불통과: thermalised: tau < 10 (tau = 12))',
  ])
})

test('[CLI-29] why shows the parts that differ, old value and new', () => {
  const difference = { part: 'parameters.sweeps', old: 1000, new: 2000 }
  const task = { task: 0, label: '', verdict: 'changed' as const, earlier: 'r1', differences: [difference], waitsFor: [] }
  const why = {
    stage: 'fit',
    count: 1,
    counts: { changed: 1 },
    differences: [{ ...difference, tasks: 1, label: '' }],
    tasks: [task],
    compared: 1,
  }
  expect(renderWhy(why, lookFor())).toMatchInlineSnapshot(`
    [
      "fit: would run: its key has changed",
      "  compared with run r1",
      "",
      "What differs",
      "  parameters.sweeps",
      "    was",
      "      - 1000",
      "    is now",
      "      + 2000",
    ]
  `)
})
