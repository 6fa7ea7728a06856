import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { recordOf } from '#expression/record.ts'
import { loadedIn, problemsIn, stageOf } from './loading.ts'

const utc = (text: string) => Date.parse(`${text}Z`)

test('[LANG-40] a date is its beginning or its end, in the zone of the file', () => {
  const workflow = loadedIn(
    `timezone: Asia/Seoul
start: 2026-12-01
deadline: 2026-12-31
priority: 5
stages:
  a: { run: x, not_before: 2026-12-03, deadline: 2026-12-05, at: 2026-12-04T09:30, priority: -2 }
  b: { run: x, not_before: "2026-12-03T10:00+01:00", deadline: 2026-12-05T08:00Z }
  c: { run: x }`,
  )
  expect(workflow).toMatchObject({ start: utc('2026-11-30T15:00'), deadline: utc('2026-12-31T15:00'), priority: 5, timezone: 'Asia/Seoul' })
  expect(stageOf(workflow, 'a')).toMatchObject({
    ...{ notBefore: utc('2026-12-02T15:00'), deadline: utc('2026-12-05T15:00') },
    ...{ bookedAt: utc('2026-12-04T00:30'), priority: -2 },
  })
  expect(stageOf(workflow, 'b')).toMatchObject({
    notBefore: utc('2026-12-03T09:00'),
    deadline: utc('2026-12-05T08:00'),
    bookedAt: undefined,
  })
  expect(stageOf(workflow, 'c')).toMatchObject({ notBefore: undefined, deadline: undefined, priority: 0 })
  expect(loadedIn('stages: { a: { run: x } }')).toMatchObject({ timezone: 'UTC', start: undefined, deadline: undefined, priority: 0 })
})

test('[LANG-40] what is no time is told, with what was meant', () => {
  const hints = (line: string) =>
    loadWorkflow(`pwos: 1\nname: x\nstages: { a: { run: x, ${line} } }`, 'w').problems.map(
      ({ code, at, message, hint }) => `${at?.column} ${code}: ${message.en} ${hint?.en ?? ''}`,
    )
  expect(hints('at: 2026-12-04')).toEqual(['28 bad_time: `at` takes a time of day too. For example `2026-12-04T09:00`.'])
  expect(hints('deadline: 2026-02-30')).toEqual(['42 bad_time: There is no day 30 in month 2 of 2026. Its last day is `2026-02-28`.'])
  expect(hints('not_before: 24.12.2026')).toEqual(['36 bad_time: `24.12.2026` is no date or time. Did you mean `2026-12-24`?'])
  expect(problemsIn('start: 2026\nstages: { a: { run: x } }')).toEqual(['1:8 wrong_kind'])
  expect(problemsIn('share: { wieght: 2 }\nstages: { a: { run: x } }')).toEqual(['1:10 unknown_key'])
  expect(problemsIn('share: { weight: 0 }\nstages: { a: { run: x } }')).toEqual(['1:18 bad_value'])
  expect(problemsIn('priority: 1.5\nstages: { a: { run: x, priority: high } }')).toEqual(['1:11 bad_value', '2:34 wrong_kind'])
})

/** What an estimate is, with a variable `L` of 8. */
function estimated(time: string, needs = '{ cpu: 1 }') {
  const workflow = loadedIn(
    `resources: { gpu: 1 }\nstages: { a: { foreach: { L: [8] }, run: "x \${{ L }}", needs: ${needs}, time: ${time} } }`,
  )
  const stage = stageOf(workflow, 'a')
  return [stage, ...stage.alternatives].map(({ time: estimate }) => {
    const seconds = (expression: NonNullable<typeof estimate>['likely'] | undefined) => {
      const value = expression?.evaluate(recordOf({ L: 8 }))
      return typeof value === 'object' && value !== null && 'si' in value ? value.si : value
    }
    return [estimate?.form, seconds(estimate?.optimistic), seconds(estimate?.likely), seconds(estimate?.pessimistic)]
  })
}

test('[LANG-41] a time is a value, a range, or three estimates', () => {
  expect(estimated('30 min')).toEqual([['value', 1800, 1800, 1800]])
  expect(estimated('"${{ 2 s * L }}"')).toEqual([['value', 16, 16, 16]])
  expect(estimated('10..30 min')).toEqual([['range', 600, 1200, 1800]])
  expect(estimated('10 min..2 h')).toEqual([['range', 600, 3900, 7200]])
  expect(estimated('1.5 .. 2.5 h')).toEqual([['range', 5400, 7200, 9000]])
  expect(estimated('{ optimistic: 1 min, likely: "${{ 10 s * L }}", pessimistic: 1 h }')).toEqual([['three-point', 60, 80, 3600]])
  expect(estimated('10..20 min', '[{ gpu: 1 }, { cpu: 4 }]')).toEqual([
    ['range', 600, 900, 1200],
    ['range', 600, 900, 1200],
  ])
  expect(estimated('[10 min, 1..3 h]', '[{ gpu: 1 }, { cpu: 4 }]')).toEqual([
    ['value', 600, 600, 600],
    ['range', 3600, 7200, 10800],
  ])
})

test('[LANG-41] a time without its unit, or in disorder, is told at its place', () => {
  const time = (written: string) => problemsIn(`stages: { a: { run: x, time: ${written} } }`)
  expect(time('30')).toEqual(['1:30 bad_unit'])
  expect(time('30 GB')).toEqual(['1:30 bad_unit'])
  expect(time('soon')).toEqual(['1:30 expression_expected'])
  expect(time('10..30')).toEqual(['1:30 bad_unit'])
  expect(time('10..30 mni')).toEqual(['1:37 bad_unit'])
  expect(time('10..30 kg')).toEqual(['1:37 bad_unit'])
  expect(time('30..10 min')).toEqual(['1:30 out_of_bounds'])
  expect(time('1..2..3 h')).toEqual(['1:30 expression_expected'])
  expect(time('..30 min')).toEqual(['1:30 expression_expected'])
  expect(time('{ optimistic: 1 h, likely: 2 h }')).toEqual(['1:30 missing_key'])
  expect(time('{ optimistic: 3 h, likely: 2 h, pessimistic: 4 h }')).toEqual(['1:57 out_of_bounds'])
  expect(time('{ optimistic: 1 h, likely: 2 h, pessimistic: 90 min }')).toEqual(['1:75 out_of_bounds'])
  expect(time('[1 h, 2 h]')).toEqual(['1:30 bad_rule'])
  expect(time('"${{ L * 1 s }}"')).toEqual(['1:35 unknown_name'])
  expect(problemsIn('resources: { gpu: 1 }\nstages: { a: { run: x, needs: [{ gpu: 1 }, { cpu: 1 }], time: [1 h] } }')).toEqual([
    '2:63 bad_rule',
  ])
})

test('[LANG-41] a time may hang on results of other stages, which are waited for', () => {
  const workflow = loadedIn('stages:\n  a: { run: x, metrics: { n: integer } }\n  b: { run: x, time: "${{ stages.a.metrics.n * 1 s }}" }\n')
  expect(stageOf(workflow, 'b').dependencies).toMatchObject([{ stage: 0, kind: 'whole', order: false }])
})

test('[LANG-32] an estimate beyond the limit is told', () => {
  const stage = (written: string) => problemsIn(`resources: { gpu: 1 }\nstages: { a: { run: x, ${written} } }`)
  expect(stage('needs: { time: 1 h }, time: 1 h')).toEqual([])
  expect(stage('needs: { time: 1 h }, time: 20..90 min')).toEqual(['2:52 time_over_limit'])
  expect(stage('needs: [{ gpu: 1, time: 1 h }, { cpu: 4 }], time: [2 h, 3 h]')).toEqual(['2:75 time_over_limit'])
})

test('[LANG-32] times that cannot both be kept are told', () => {
  const times = (head: string, stage = '') => problemsIn(`${head}stages: { a: { run: x${stage} } }`)
  expect(times('start: 2026-12-01\ndeadline: 2026-11-30\n')).toEqual(['2:11 time_conflict'])
  expect(times('deadline: 2026-11-30\nstart: 2026-12-01\n')).toEqual(['2:8 time_conflict'])
  expect(times('start: 2026-12-01\ndeadline: 2026-12-01\n')).toEqual([])
  expect(times('', ', not_before: 2026-12-02, deadline: 2026-12-01')).toEqual(['1:58 time_conflict'])
  expect(times('', ', at: 2026-12-02T09:00, not_before: 2026-12-03')).toEqual(['1:58 time_conflict'])
  expect(times('start: 2026-12-05\n', ', at: 2026-12-02T09:00')).toEqual(['2:28 time_conflict'])
  expect(times('start: 2026-12-02T09:00\n', ', at: 2026-12-02T09:00')).toEqual([])
  expect(times('deadline: 2026-12-01\n', ', not_before: 2026-12-02')).toEqual(['2:36 time_conflict'])
  expect(times('start: 2026-12-05\n', ', deadline: 2026-12-02')).toEqual(['2:34 time_conflict'])
})

test('[LANG-32] a window that is over before the start is told', () => {
  const windows = (start: string, zone = '') =>
    problemsIn(
      `${start}resources: { instruments: [{ name: i, ${zone}windows: [2026-12-01, 2026-12-03] }] }\nstages: { a: { run: x, needs: { i: 1 } } }`,
    )
  expect(windows('')).toEqual([])
  expect(windows('start: 2026-12-02\n')).toEqual(['2:49 past_window'])
  expect(windows('start: 2026-12-01T20:00\n')).toEqual([])
  expect(windows('start: 2026-12-01T20:00\n', 'timezone: Asia/Seoul, ')).toEqual(['2:71 past_window'])
})

test('[LANG-32] a person whom nobody can ask is told', () => {
  const people = (written: string, stage = 'run: x') => problemsIn(`resources: { people: [${written}] }\nstages: { a: { ${stage} } }`)
  expect(people('{ name: kim }')).toEqual(['1:31 idle_person'])
  expect(people('{ name: kim, roles: analyst }')).toEqual([])
  expect(people('{ name: kim }', 'run: x, needs: [{ cpu: 2 }, { kim: 1 }]')).toEqual([])
  expect(people('{ name: kim }', 'approval: { by: kim }')).toEqual([])
})
