import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { resolvePools } from '#define/pools.ts'
import { loadedIn, problemsIn, short } from './loading.ts'

const stage = '\nstages: { a: { run: x } }'
const machine = { cpu: 8, memory: 16e9 }

const utc = (text: string) => Date.parse(`${text}Z`)

function said(body: string): string[] {
  const { problems } = loadWorkflow(`pwos: 1\nname: test\n${body}`, 'w')
  return problems.map(({ message, hint }) => (hint ? `${message.en} ${hint.en}` : message.en))
}

test('[LANG-37] pools, people and instruments are read, in short and in long', () => {
  const { pools, people, instruments } = loadedIn(
    `parameters: { n: 2 }
resources:
  cpu: { capacity: "\${{ n * 32 }}", hours: "daily 20:00-08:00", cost: 0.02 EUR/h }
  licence: 2
  people:
    - { name: kim, roles: [analyst, pi], load: 50 %, email: kim@example.org, cost: 40 EUR/h }
    - { name: 민서, roles: analyst, load: 0.25 }
  instruments:
    - { name: beamline, title: Powder beamline, capacity: 2, setup: 30 min, windows: 2026-12-01/2026-12-03 }
    - { name: furnace }${stage}`,
  )
  expect(pools.map(({ name, capacity, calendar, cost }) => [name, capacity.source, calendar?.source?.hours, cost])).toEqual([
    ['cpu', ' n * 32 ', 'daily 20:00-08:00', { amount: 0.02, currency: 'EUR' }],
    ['licence', '2', undefined, undefined],
  ])
  expect(people).toMatchObject([
    {
      name: 'kim',
      roles: ['analyst', 'pi'],
      load: 0.5,
      email: 'kim@example.org',
      cost: { amount: 40, currency: 'EUR' },
      calendar: undefined,
    },
    { name: '민서', roles: ['analyst'], load: 0.25, email: undefined, cost: undefined },
  ])
  expect(instruments).toMatchObject([
    { name: 'beamline', title: 'Powder beamline', capacity: 2, setupMs: 1_800_000 },
    { name: 'furnace', title: undefined, capacity: 1, setupMs: 0, calendar: undefined },
  ])
  expect(people[0]?.at).toMatchObject({ line: 8, column: 15 })
})

test('[LANG-37] a name is that of one thing, but for roles of several people', () => {
  const resources = (written: string) => problemsIn(`resources: { ${written} }${stage}`).filter((line) => !line.includes('idle'))
  expect(resources('people: [{ name: a, roles: [r] }, { name: b, roles: [r, s] }], instruments: [{ name: i }], gpu: 1')).toEqual([])
  expect(resources('gpu: 1, people: [{ name: gpu }]')).toEqual(['1:39 name_taken'])
  expect(resources('people: [{ name: a }, { name: a }]')).toEqual(['1:44 name_taken'])
  expect(resources('people: [{ name: a, roles: [b] }, { name: b }]')).toEqual(['1:42 name_taken'])
  expect(resources('people: [{ name: a, roles: [i] }], instruments: [{ name: i }]')).toEqual(['1:71 name_taken'])
  expect(resources('people: [{ name: cpu }], instruments: [{ name: time }]')).toEqual(['1:31 bad_name', '1:61 bad_name'])
  expect(resources('people: [{ name: a b }, { name: -x }, { roles: [q] }]')).toEqual(['1:31 bad_name', '1:46 bad_name', '1:52 missing_key'])
  expect(said(`resources: { gpu: 1, people: [{ name: gpu }] }${stage}`)).toEqual([
    '`gpu` is already the name of a pool. Pools, instruments, people and roles each have a name of their own.',
  ])
})

test('[LANG-38] times are those of the zone of the file, or of the thing itself', () => {
  const { people, instruments, pools } = loadedIn(
    `timezone: Asia/Seoul
resources:
  people: [{ name: kim, roles: r, hours: "Mon-Fri 09:00-17:00" }, { name: lind, roles: r, hours: "Mon-Fri 09:00-17:00", timezone: Europe/Stockholm }]
  instruments: [{ name: beam, windows: 2026-12-01, bookings: "2026-12-01T10:00/2026-12-01T12:00" }]
  gpu: { capacity: 1, hours: "20:00-08:00" }${stage}`,
  )
  const monday = utc('2026-11-30T00:00')
  expect(people.map(({ calendar }) => calendar?.nextOpen(monday))).toEqual([monday, utc('2026-11-30T08:00')])
  expect([...(instruments[0]?.calendar?.openIn(monday, monday + 10 * 86_400_000) ?? [])]).toEqual([
    { from: utc('2026-11-30T15:00'), to: utc('2026-12-01T01:00') },
    { from: utc('2026-12-01T03:00'), to: utc('2026-12-01T15:00') },
  ])
  expect(pools[0]?.calendar?.closesAt(utc('2026-11-30T12:00'))).toBe(utc('2026-11-30T23:00'))
})

test('[LANG-38] people have the hours and holidays of the file, unless they have their own', () => {
  const { people, instruments } = loadedIn(
    `calendar: { hours: "Mon-Fri 09:00-18:00", holidays: [2026-12-25] }
resources:
  people:
    - { name: a, roles: r, away: 2026-12-24 }
    - { name: b, roles: r, hours: "Sat 10:00-12:00" }
    - { name: c, roles: r, holidays: 2026-12-26 }
  instruments: [{ name: i }]${stage}`,
  )
  expect(people.map(({ calendar }) => calendar?.source)).toMatchObject([
    { hours: 'Mon-Fri 09:00-18:00', holidays: ['2026-12-25'], away: ['2026-12-24'], timezone: 'UTC' },
    { hours: 'Sat 10:00-12:00', holidays: ['2026-12-25'] },
    { hours: 'Mon-Fri 09:00-18:00', holidays: ['2026-12-26'] },
  ])
  expect(instruments[0]?.calendar).toBe(undefined)
})

test('[LANG-38] what is wrong with a time is told at its very letters, and once', () => {
  expect(problemsIn(`timezone: Asia/Soul${stage}`)).toEqual(['1:11 bad_time'])
  expect(said(`timezone: KST${stage}`)).toEqual(['There is no time zone `KST`. Did you mean `Asia/Seoul`?'])
  const people = '\nresources: { people: [{ name: a, roles: r }, { name: b, roles: r }] }'
  expect(problemsIn(`calendar: { hours: Mon-Fry 09:00-17:00, holidays: [2026-12-25, 2026-12-32] }${people}${stage}`)).toEqual([
    '1:24 bad_time',
    '1:72 bad_time',
  ])
  expect(problemsIn(`resources: { people: [{ name: a, roles: r, away: [2026-12-05/2026-12-01] }] }${stage}`)).toEqual(['1:51 bad_time'])
  expect(problemsIn(`resources: { gpu: { capacity: 1, timezone: Seoul, hours: "25:00-26:00" } }${stage}`)).toEqual([
    '1:44 bad_time',
    '1:59 bad_time',
  ])
  const line = 'resources: { instruments: [{ name: i, windows: ["2026-12-01T08:00Z/2026-12-01T26:00Z"] }] }'
  const { problems } = loadWorkflow(`pwos: 1\nname: x\n${line}${stage}`, 'w')
  const at = problems[0]?.at
  expect(line.slice((at?.column ?? 1) - 1, (at?.endColumn ?? 1) - 1)).toBe('26:00Z')
})

test('[LANG-39] a cost is an amount of some currency for a time', () => {
  const cost = (written: string, name = 'gpu', capacity = '1') =>
    loadedIn(`resources: { ${name}: { capacity: ${capacity}, cost: "${written}" } }${stage}`).pools[0]?.cost
  expect(cost('0.02 EUR/h')).toEqual({ amount: 0.02, currency: 'EUR' })
  expect(cost('240 USD/day')).toEqual({ amount: 10, currency: 'USD' })
  expect(cost('1 core-h/min')).toEqual({ amount: 60, currency: 'core-h' })
  expect(cost('5₩/h')).toEqual({ amount: 5, currency: '₩' })
  expect(cost('0.01 EUR/GB/h', 'memory', '4 GB')?.amount).toBeCloseTo(1e-11, 20)
  const wrong = (written: string, name = 'gpu: { capacity: 1,') => problemsIn(`resources: { ${name} cost: ${written} } }${stage}`)
  expect(wrong('0.02 EUR')).toEqual(['1:40 bad_value'])
  expect(wrong('EUR/h')).toEqual(['1:40 bad_value'])
  expect(wrong('-1 EUR/h')).toEqual(['1:40 bad_value'])
  expect(wrong('1 EUR/kg')).toEqual(['1:46 bad_unit'])
  expect(wrong('1 EUR/hrr')).toEqual(['1:46 bad_unit'])
  expect(wrong('0.02 EUR/h', 'memory: { capacity: 1 GB,')).toEqual(['1:55 bad_unit'])
})

test('[LANG-39] a load is a share, and an address is one', () => {
  const person = (written: string) => problemsIn(`resources: { people: [{ name: a, roles: r, ${written} }] }${stage}`)
  expect(person('load: 100 %')).toEqual([])
  for (const load of ['50', '0', '150 %', '-0.5', '1 h']) expect([load, person(`load: ${load}`)]).toEqual([load, ['1:50 out_of_bounds']])
  expect(person('load: half')).toEqual(['1:50 expression_expected'])
  expect(person('email: me')).toEqual(['1:51 bad_value'])
  expect(problemsIn(`resources: { instruments: [{ name: a, setup: 3 mm }] }${stage}`)).toEqual(['1:46 bad_unit'])
  expect(problemsIn(`resources: { instruments: [{ name: a, capacity: 0.5 }] }${stage}`)).toEqual(['1:49 bad_value'])
})

const lab = `resources: { cpu: 16, gpu: 1, people: [{ name: a, roles: [analyst] }, { name: b, roles: [analyst, pi] }], instruments: [{ name: beam, capacity: 2 }] }`

test('[LANG-29] needs name pools, instruments, persons and roles', () => {
  const needs = (written: string) => problemsIn(`${lab}\nstages: { s: { run: x, needs: ${written} } }`)
  expect(needs('{ beam: 2, analyst: 2, b: 1, gpu: 0.5 }')).toEqual([])
  expect(needs('{ analist: 1 }')).toEqual(['2:33 unknown_pool'])
  expect(needs('{ beam: 0.5 }')).toEqual(['2:39 out_of_bounds'])
  expect(needs('{ analyst: 1.5 }')).toEqual(['2:42 out_of_bounds'])
  expect(needs('{ analyst: 1 h }')).toEqual(['2:42 bad_unit'])
})

test('[LANG-42] options are the ways in which a stage can be done', () => {
  const [stage] = loadedIn(`${lab}\nstages: { s: { run: x, needs: [{ gpu: 1 }, { cpu: 16, beam: 1 }], time: 1 h } }`).stages
  expect(stage?.needs.map(({ pool }) => pool)).toEqual(['cpu', 'gpu'])
  expect(stage?.alternatives.map(({ needs }) => needs.map(({ pool }) => pool))).toEqual([['cpu', 'beam']])
  expect(stage?.alternatives[0]?.time).toBe(stage?.time)
  expect(
    problemsIn(
      `${lab}\nstages: { s: { run: x, needs: [{ gpu: 1 }, { cpv: 16 }], on_error: [{ cause: killed, retry: { needs: { cpu: "\${{ needs.gpu }}" } } }] } }`,
    ),
  ).toEqual(['2:46 unknown_pool'])
})

test('[LANG-42] a stage none of whose options can be met is told, with what there is', () => {
  const problems = (needs: string, parameters = '{ n: 1 }') => {
    const workflow = loadedIn(`parameters: ${parameters}\n${lab}\nstages: { s: { run: "x \${{ n }}", needs: ${needs} } }`)
    return resolvePools(workflow, { n: 1 }, machine).problems
  }
  expect(problems('[{ gpu: 4 }, { cpu: 16 }]')).toEqual([])
  expect(problems('[{ gpu: 4 }, { cpu: 32 }]').map(short)).toEqual(['5:45 need_too_large', '5:57 need_too_large'])
  expect(problems('[{ gpu: 4 }, { cpu: 32 }]').map(({ message }) => message.en)).toEqual([
    'A task of `s` needs 4 of gpu, but there is only 1: it could never start.',
    'A task of `s` needs 32 of cpu, but there is only 16: it could never start.',
  ])
  expect(problems('{ beam: 3 }').map(short)).toEqual(['5:44 need_too_large'])
  expect(problems('{ analyst: 3, a: 2 }').map(({ message }) => message.en)).toEqual([
    'A task of `s` needs 3 of analyst, but there are only 2 such people: it could never start.',
  ])
  expect(problems('{ analyst: "${{ n / 2 }}" }').map(({ code, message }) => `${code} ${message.en}`)).toEqual([
    'evaluation_failed `analyst` is people: 0.5 is no whole number of them.',
  ])
})
