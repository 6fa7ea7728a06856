import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import type { summaries } from '#operations/catalogue.ts'
import { askHere } from './ask-here.ts'
import { blindStudy, secret } from './blind-study.ts'
import { build, until, type Workspace, workspace } from './pwos.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 180_000 })

type Questions = readonly (readonly string[])[]

/** Of each operation what could show something, asked so that it changes nothing of the run. `shows`: it must, once that may be seen. */
const asked: { readonly [operation in keyof typeof summaries]: { readonly shows?: Questions; readonly never?: Questions } } = {
  init: {},
  check: { never: [['check', 'workflow.yaml']] },
  graph: { never: [['graph', 'workflow.yaml']] },
  plan: { never: [['plan', 'workflow.yaml', '--seeds', '20', '--effort', '0']] },
  export: { never: [['export', 'workflow.yaml', '--for', 'system-design']] },
  run: { never: [['run', 'workflow.yaml', '--dry-run']] },
  why: { never: ['fit', 'table', 'tried', 'unblind'].map((stage) => ['why', stage]) },
  attach: {},
  runs: { never: [['runs']] },
  status: { shows: [['status']] },
  logs: { shows: ['fit', 'broken', 'tried'].map((stage) => ['logs', stage]), never: [['logs', 'control']] },
  metrics: { shows: [['metrics'], ['metrics', 'tc'], ['metrics', 'fit.tc', '--csv']] },
  explain: {
    shows: [['explain', 'judged']],
    never: ['fit', 'table', 'tried', 'broken', 'unblind', 'figure'].map((stage) => ['explain', stage]),
  },
  diagnose: { shows: [['diagnose', 'RUN/tried']], never: [['diagnose', 'RUN']] },
  inbox: { shows: [['inbox', '--all']] },
  answer: { never: [['answer', 'unblind', 'x=1', '--as', 'kim']] },
  approve: { never: [['approve', 'fit', '--as', 'kim']] },
  reject: { never: [['reject', 'fit', '--as', 'kim']] },
  delegate: { never: [['delegate', 'fit', '--to', 'lee', '--as', 'kim']] },
  waive: { never: [['waive', 'fit.near', '--reason', 'x', '--as', 'kim']] },
  issues: { shows: [['issues'], ['issues', '--all']] },
  issue: { shows: [['issue', '1', 'assign', 'lee', '--as', 'kim']] },
  pause: {},
  unpause: { never: [['unpause']] },
  hold: { never: [['hold', 'nothing']] },
  release: { never: [['release', 'fit']] },
  skip: { never: [['skip', 'fit']] },
  adjust: { never: [['adjust', 'kim=0']] },
  edit: { never: [['edit', '--dry-run']] },
  cancel: {},
  serve: { never: [['serve', 'workflow.yaml']] },
  starts: { never: [['starts']] },
  signal: { never: [['signal', 'nothing']] },
  retry: { never: [['retry', 'nothing']] },
  resume: {},
  report: { shows: [['report', '--output', 'page.html']] },
  store: { never: [['store']] },
  quality: { never: [['quality']] },
  clean: { never: [['clean', '--dry-run']] },
}

const forms = [
  { language: 'en', json: false },
  { language: 'ko', json: false },
  { language: 'en', json: true },
] as const

const typedAs = (words: readonly string[], { language, json }: (typeof forms)[number]) => `${words.join(' ')} ${json ? 'json' : language}`

/** What each question brings to light, by what was typed: everything that was told, and the page where one was written. */
async function shown(place: Workspace, run: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const questions = Object.values(asked).flatMap(({ shows = [], never = [] }) => [...shows, ...never])
  for (const words of questions) {
    for (const form of forms) {
      const typed = words.map((word) => word.replace('RUN', run))
      const told = await askHere(place.folder, typed, form.language, form.json)
      found.set(typedAs(words, form), told + (words[0] === 'report' ? place.read('page.html') : ''))
    }
  }
  return found
}

const revealing = (found: ReadonlyMap<string, string>) => [...found].filter(([, text]) => secret.test(text)).map(([typed]) => typed)

test('[CLI-75,CLI-76] what is blind is shown by no operation in any form before it is unblinded, and by all that show results after', async () => {
  await using place = workspace({ 'workflow.yaml': blindStudy })
  const following = place.start('run', 'workflow.yaml', '--json')
  await until(() => place.json('inbox', '--all').lines[0].items?.length === 2)
  await until(() => place.json('status').lines[0].tasks.failed === 1)
  const run: string = place.json('status').lines[0].run
  const before = await shown(place, run)
  expect(revealing(before)).toEqual([])
  expect(following.output()).not.toMatch(secret)
  expect(place.read('notices.txt')).not.toMatch(secret)
  expect(before.get('logs fit en')).toContain('hidden until')
  // Who approves sees the control region, and of the rest what it is by its fingerprint.
  const [of] = place.json('inbox', '--all').lines[0].items.filter((item: { stage: string }) => item.stage === 'unblind')
  expect(of.of).toMatchObject([
    { path: expect.stringContaining('control.txt') },
    { path: '', fingerprints: [expect.stringMatching(/^\w{64}$/)] },
  ])
  expect(before.get('metrics en')).toContain('0.8125')

  expect(place.pwos('approve', 'unblind', '--as', 'kim').status).toBe(0)
  expect(place.pwos('metrics').stdout).not.toMatch(secret)
  expect(place.pwos('approve', 'unblind', '--as', 'lee').status).toBe(0)
  await until(() => place.json('status').lines[0].stages.at(-1).counts.done === 1)
  const after = revealing(await shown(place, run))
  const expected = Object.values(asked).flatMap(({ shows = [] }) => shows.map((words) => words.join(' ')))
  const missing = expected.filter((words) => forms.some((form) => !after.includes(typedAs([words], form))))
  expect(missing).toEqual([])
  place.pwos('cancel', run)
  await following.ended
})

test('[CLI-75] who answers is not told what the answer is compared with', async () => {
  const gates = '[{ name: above, check: read > stages.fit.metrics.tc, level: expected }]'
  const asked = `  gauge: { task: { by: kim, form: { read: number } }, gates: ${gates} }\n`
  await using place = workspace({
    'workflow.yaml': `${blindStudy}${asked}${asked.replace('gauge:', 'later:').replace('by: kim', 'by: lee')}`,
  })
  const following = place.start('run', 'workflow.yaml')
  await until(() => place.json('inbox', '--all').lines[0].items?.length === 4)
  for (const json of [false, true]) {
    const told = await askHere(place.folder, ['answer', json ? 'later' : 'gauge', 'read=1', '--as', json ? 'lee' : 'kim'], 'en', json)
    expect(told).toContain('above')
    expect(told).not.toMatch(secret)
  }
  expect(place.pwos('cancel').status).toBe(0)
  await following.ended
})

test('[CLI-75] nothing blind is linked, and cleaning keeps it', async () => {
  await using place = workspace({ 'workflow.yaml': blindStudy })
  const following = place.start('run', 'workflow.yaml')
  await until(() => place.json('inbox', '--all').lines[0].items?.length === 2)
  expect(place.pwos('reject', 'unblind', '--as', 'kim', '--reason', 'the closure test is poor').status).toBe(0)
  expect(place.pwos('reject', 'judged', '--as', 'kim', '--reason', 'no').status).toBe(0)
  expect((await following.ended).stdout).not.toMatch(secret)
  const linked = readdirSync(place.path('.pwos/results'), { recursive: true }).map(String)
  expect(linked.filter((name) => /result\.txt|figure\.svg|table\.txt/.test(name))).toEqual([])
  expect(place.pwos('clean', '--yes').status).toBe(0)
  const kept = readdirSync(place.path('.pwos/objects'), { recursive: true }).map(String)
  expect(kept.filter((name) => name.endsWith('result.txt'))).toHaveLength(1)
  const [result = ''] = kept.filter((name) => name.endsWith('result.txt'))
  expect(readFileSync(place.path(`.pwos/objects/${result}`), 'utf8')).toMatch(secret)
})

const problems = (text: string) =>
  loadWorkflow(text, 'w.yaml')
    .problems.filter(({ level }) => level === 'error')
    .map(({ message }) => message.en)

test('[LANG-61] what is blind is unblinded by somebody who is bound to it, and nothing else is', () => {
  expect(problems(blindStudy)).toEqual([])
  expect(problems(blindStudy.replace(', unblinds: fit', ''))).toEqual(['`fit` is blind, and no approval unblinds it.'])
  expect(problems(blindStudy.replace('    blind: true\n', ''))).toEqual(['`fit` is unblinded, and is not blind.'])
  expect(problems(blindStudy.replace('unblinds: fit', 'unblinds: fti')).join()).toContain('There is no stage `fti`')
  expect(problems(blindStudy.replace(', "${{ stages.fit.outputs.result }}"], unblinds', '], unblinds'))).toEqual([
    '`unblind` unblinds `fit` and is bound to nothing of it: it would stand for other results as well.',
  ])
})

test('[LANG-120] nothing that everybody sees may hang on what is blind before it is unblinded', () => {
  const behind = (stage: string) => problems(`${blindStudy}${stage}`)
  const shows = (where: string) => [`\`${where}\` of \`next\` would show what is blind.`]
  expect(behind('  next: { when: "stages.fit.metrics.tc > 0", run: "true" }\n')).toEqual(shows('when'))
  expect(behind('  next: { when: "stages.fit.metrics.tc > 0", after: [unblind], run: "true" }\n')).toEqual([])
  expect(behind('  next: { foreach: { x: "${{ [stages.fit.metrics.tc] }}" }, run: "echo ${{ x }}" }\n')).toEqual(shows('foreach'))
  const asked = '  next: { task: { by: kim, instructions: "It is ${{ stages.fit.metrics.tc }}", form: { ok: boolean } } }\n'
  expect(behind(asked)).toEqual(shows('task'))
  const decided = '  next: { decide: [{ if: "stages.fit.metrics.tc > 0", then: [more] }, { else: [] }] }\n  more: { run: "true" }\n'
  expect(behind(decided)).toEqual(shows('decide'))
  const amount = (unit: string) => `"\${{ (stages.fit.metrics.tc + 2) * 1 ${unit} }}"`
  expect(behind(`  next: { needs: { memory: ${amount('GB')} }, run: "true" }\n`)).toEqual(shows('needs'))
  expect(behind(`  next: { needs: [{ cpu: 1 }, { cpu: 1, memory: ${amount('GB')} }], run: "true" }\n`)).toEqual(shows('needs'))
  expect(behind(`  next: { needs: { memory: ${amount('GB')} }, after: [unblind], run: "true" }\n`)).toEqual([])
  expect(behind(`  next: { time: ${amount('h')}, run: "true" }\n`)).toEqual(shows('time'))
  expect(behind(`  next: { stall: ${amount('h')}, run: "true" }\n`)).toEqual(shows('stall'))
})

test('[LANG-120] another try of what is blind shows nothing by what it holds, nor by what is done again before it', () => {
  const reads = 'run: "cat ${{ stages.fit.outputs.result }}", metrics: { x: number }'
  const behind = (rest: string) =>
    problems(`${blindStudy}  before: { run: "echo \${{ guess }}" }\n  next: { after: [before], ${reads}, ${rest} }\n`)
  const shows = (where: string) => [`\`${where}\` of \`next\` would show what is blind.`]
  const gate = (action: string) => `gates: [{ name: good, check: x > 1, else: [${action}] }]`
  const more = (value: string) => `retry: { needs: { memory: "\${{ ${value} }}" } }`
  expect(behind(gate(`{ ${more('x * 1 GB')} }`))).toEqual(shows('retry'))
  expect(behind(`on_error: [{ cause: program_error, ${more('x * 1 GB')} }]`)).toEqual(shows('retry'))
  expect(behind(gate(`{ ${more('guess * 1 GB')} }`))).toEqual([])
  expect(behind(`foreach: { i: [1, 2] }, ${gate(`{ ${more('i * 1 GB')} }`)}`)).toEqual([])
  const again = (value: string) => gate(`{ rework: { from: before, with: { guess: "\${{ ${value} }}" } } }`)
  expect(behind(again('x'))).toEqual(shows('rework'))
  expect(behind(again('guess + 1'))).toEqual([])
})
