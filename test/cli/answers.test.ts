import { existsSync, readdirSync, rmSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { operations } from './operation-shapes.ts'
import { build, workspace } from './pwos.ts'
import { failing, sums } from './workflows.ts'

beforeAll(build)
// Each test starts the program several times, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 90_000 })

test('[CLI-1,CLI-17] a run in a pipe: plain lines, verdicts, outputs, and status 0', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  const { status, stdout, stderr } = here.pwos('run', 'workflow.yaml')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Run \d{8}-\d{4}-sums-[0-9a-f]{2} started/)
  expect(stdout).toContain('square: 3/3 done')
  expect(stdout).toContain('sum: large-enough')
  expect(stdout).toContain('total = 14')
  expect(stdout).toMatch(/^ {2}\.pwos\/results\/sums\/sum\/total\.txt {2}3 B$/m)
  expect(stdout).toMatch(/pwos report \d{8}/)
  expect(stdout).not.toContain('\u001b')
})

test('[CLI-1,CLI-18] a failing task: cause, detail, last lines, logs and advice, and status 1', async () => {
  await using here = workspace({ 'workflow.yaml': failing })
  const { status, stdout } = here.pwos('run', 'workflow.yaml')
  expect(status).toBe(1)
  expect(stdout).toMatch(/✗ bad failed: program error/)
  expect(stdout).toContain('exit code 3')
  expect(stdout).toContain('│ the reason stands here')
  expect(stdout).toMatch(/Logs: .*\/bad\/0-1/)
  expect(stdout).toMatch(/pwos retry \d{8}/)
  expect(here.pwos('logs', 'bad').stdout).toBe('about to fail\nthe reason stands here\n')
  expect(here.pwos('logs', 'bad', '--stream', 'err').stdout).toBe('the reason stands here\n')
})

test('[CLI-18] a result that is reused and that the gates of today refuse is told like one that was just made', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  here.pwos('run', 'workflow.yaml')
  here.write('workflow.yaml', sums.replace('total >= 14', 'total >= 15'))
  const { status, stdout } = here.pwos('run', 'workflow.yaml')
  expect(status).toBe(1)
  expect(stdout).toMatch(/✗ sum failed: gate failed\n +large-enough: total >= 15 \(total = 14\)/)
  expect(stdout).toMatch(/Logs: .*\/runs\/\d{8}.*\/sum\/0-1/)
  expect(stdout).toContain('sum: 1 task failed (gate failed).')
  expect(here.json('status').lines[0]).toMatchObject({
    tasks: { failed: 1, reused: 4 },
    failures: [{ stage: 'sum', cause: 'gate_failed' }],
  })
})

test('[CLI-1,CLI-13] a bad file: its problems with place and caret, and status 3', async () => {
  await using here = workspace({ 'workflow.yaml': 'pwos: 1\nname: x\nstages:\n  a: { runn: echo }\n' })
  for (const command of ['check', 'run']) {
    const { status, stdout, stderr } = here.pwos(command, 'workflow.yaml')
    expect(status).toBe(3)
    expect(stdout + stderr).toMatch(/workflow\.yaml:4:8: error: .*runn/)
    expect(stdout + stderr).toMatch(/^ +\| +\^{4}$/m)
    expect(stdout + stderr).not.toMatch(/^\s+at /m)
  }
  expect(existsSync(here.path('.pwos'))).toBe(false)
})

test('[CLI-1,CLI-8] wrong words, missing files and unknown runs have their status', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  expect(here.pwos('run', 'workflow.yaml', '--set', 'factor').status).toBe(2)
  expect(here.pwos('run', 'workflow.yaml', '--set', 'factor=0').status).toBe(3)
  expect(here.pwos('run', 'missing.yaml').status).toBe(4)
  expect(here.pwos('run', 'workflw.yaml').stderr).toContain('Did you mean `workflow.yaml`?')
  expect(here.pwos('run', 'workflow.yaml', '--until', 'sqare').stderr).toContain('Did you mean `square`?')
  expect(here.pwos('status').status).toBe(4)
  expect(here.pwos('runs', '-n', 'many').status).toBe(2)
  expect(here.pwos('run', 'workflow.yaml', '--until', 'square').status).toBe(0)
  expect(here.pwos('logs', 'square/9').status).toBe(4)
  expect(here.pwos('logs', 'square/n=7').stderr).toContain('For example square/n=1.')
  expect(here.pwos('pause').status).toBe(7)
  expect(here.pwos('retry').status).toBe(7)
})

test('[CLI-2,CLI-3] --json answers have the shapes that are documented', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  const shaped = (name: keyof typeof operations, ...words: string[]) => {
    const { lines } = here.json(name, ...words)
    const { output, update } = operations[name]
    const last = lines.at(-1)
    for (const line of lines.slice(0, -1)) update?.parse(line)
    return update === undefined && last.type !== 'result' ? output.parse(last) : output.parse(last.result)
  }
  shaped('check', 'workflow.yaml')
  shaped('graph', 'workflow.yaml')
  expect(shaped('run', 'workflow.yaml')).toMatchObject({ type: 'over', status: { phase: 'succeeded', tasks: { total: 4, done: 4 } } })
  expect(shaped('runs')).toMatchObject({ runs: [{ name: 'sums', outcome: 'succeeded' }] })
  expect(shaped('status')).toMatchObject({ phase: 'succeeded', stages: [{ name: 'square', counts: { done: 3 } }, { name: 'sum' }] })
  expect(shaped('explain', 'sum')).toMatchObject({ stage: 'sum', status: 'done' })
  expect(shaped('why', 'square')).toMatchObject({ counts: { reused: 3 } })
  expect(shaped('run', 'workflow.yaml', '--dry-run')).toMatchObject({ type: 'forecast', tasks: { run: 0, reused: 4 } })
  shaped('logs', 'square/0')
  shaped('report')
  shaped('clean', '--dry-run')
  shaped('init', '--list')
  expect(shaped('run', 'workflow.yaml', '--new')).toMatchObject({ status: { tasks: { reused: 4 } } })
  shaped('attach')
  shaped('clean', '--yes', '--keep-last', '0')
  const error = here.json('status', 'nonsense').lines.at(-1)
  expect(error).toMatchObject({
    type: 'error',
    error: { code: 'unknown_run', message: { en: expect.any(String), ko: expect.any(String) } },
  })
})

test('[CLI-6] everything speaks Korean', async () => {
  await using here = workspace({ 'workflow.yaml': sums, 'bad.yaml': 'pwos: 1\nstages: 3\n' })
  const run = here.pwos('run', 'workflow.yaml', '--lang', 'ko')
  expect(run.stdout).toMatch(/^실행 .* 시작/)
  expect(run.stdout).toContain('square: 3/3 완료')
  expect(here.pwos('--lang', 'ko', 'status').stdout).toContain('성공')
  expect(here.pwos('check', 'bad.yaml', '--lang=ko').stdout).toMatch(/오류: .*[가-힣]/)
  expect(here.pwos('status', 'nonsense', '--lang', 'ko').stderr).toContain('실행이 없습니다')
  expect(here.pwos('help', 'run', '--lang', 'ko').stdout).toContain('사용법')
})

test('[CLI-28] logs of a reused result are those of the attempt that computed it; the last lines if asked', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  here.pwos('run', 'workflow.yaml')
  here.pwos('run', 'workflow.yaml', '--new')
  expect(here.pwos('logs', 'square/n=2').stdout).toBe('squared 2\n')
  expect(here.pwos('logs', 'square/1', '-n', '1').stdout).toBe('squared 2\n')
  expect(here.pwos('logs', 'square/1', '-n', '0').stdout).toBe('')
})

test('[CLI-29] why names what differs, old value and new; nothing is started', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  expect(here.json('why', 'square').lines[0]).toMatchObject({ counts: { new: 3 } })
  expect(existsSync(here.path('.pwos'))).toBe(false)
  here.pwos('run', 'workflow.yaml')
  const changed = here.json('why', 'square/n=2', 'workflow.yaml', '--set', 'factor=5').lines[0]
  expect(changed.tasks).toMatchObject([{ label: 'n=2', verdict: 'changed' }])
  expect(JSON.stringify(changed.differences)).toContain('5')
  expect(here.pwos('why', 'square', '--set', 'factor=5').stdout).toMatch(/What differs/)
  expect(here.json('why', 'sum', '--set', 'factor=5').lines[0].tasks).toMatchObject([{ verdict: 'undecided', waitsFor: ['square'] }])
  expect(here.json('why', 'square', '--set', 'numbers=[1,2,3,4]').lines[0]).toMatchObject({ counts: { reused: 3, new: 1 } })
  expect(here.json('runs').lines[0].runs).toHaveLength(1)
})

test('[CLI-20] a run is found by a unique beginning of its name', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  here.pwos('run', 'workflow.yaml')
  here.pwos('run', 'workflow.yaml', '--new')
  const names: string[] = here.json('runs').lines[0].runs.map((run: { run: string }) => run.run)
  expect(here.json('status').lines[0].run).toBe(names[0])
  expect(here.json('status', names[1]?.slice(0, -1) ?? '').lines[0].run ?? 'ambiguous').toMatch(/ambiguous|-sums-/)
  expect(here.json('status', names[1] ?? '').lines[0].run).toBe(names[1])
  expect(here.json('status', '20').lines[0].error.code).toBe('ambiguous_run')
})

test('[CLI-27] retry says when nothing failed, and tries again what did', async () => {
  await using here = workspace({ 'workflow.yaml': failing.replace('exit 3', '[ -e "$HOME/mended" ]') })
  expect(here.pwos('run', 'workflow.yaml').status).toBe(1)
  expect(here.pwos('retry').status).toBe(1)
  here.write('mended', '')
  const { status, stdout } = here.pwos('retry')
  expect(stdout).toContain('Trying again what failed')
  expect(status).toBe(0)
  expect(here.json('status').lines[0].tasks).toMatchObject({ done: 3, failed: 0 })
})

test('[CLI-36] results are found by name: by run, by task, and under the workflow’s name those of its newest run that succeeded', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  const place = (...path: string[]) => ['.pwos/results', ...path].join('/')
  const outputsOf = (...words: string[]) => here.json('run', 'workflow.yaml', ...words).lines.at(-1).result.status
  const first = outputsOf()
  expect(first.outputs).toEqual([
    {
      stage: 'sum',
      output: 'total',
      path: here.path(place(first.run, 'sum/total.txt')),
      latest: here.path(place('sums/sum/total.txt')),
      files: 1,
      bytes: 3,
    },
  ])
  expect(here.read(place(first.run, 'square/n=3/value.txt')).trim()).toBe('9')
  const second = outputsOf('--set', 'factor=2')
  expect(here.read(place('sums/sum/total.txt')).trim()).toBe('28')
  expect(here.read(place(first.run, 'sum/total.txt')).trim()).toBe('14')
  // What is deleted comes back when it is looked at, but the name stays with the newer run.
  rmSync(here.path(place(first.run)), { recursive: true })
  expect(here.pwos('attach', first.run).stdout).toContain(place(first.run, 'sum/total.txt'))
  expect(here.read(place('sums/sum/total.txt')).trim()).toBe('28')
  // A run that fails has its results, but does not take the name.
  expect(outputsOf('--set', 'numbers=[1]').phase).toBe('failed')
  expect(here.read(place('sums/sum/total.txt')).trim()).toBe('28')
  expect(here.pwos('clean', '--keep-last', '0', '--yes').status).toBe(0)
  expect(readdirSync(here.path('.pwos/results'))).toEqual([])
  expect(second.phase).toBe('succeeded')
})

test('[CLI-30] clean asks, deletes what finished runs left, and keeps what is needed', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  here.pwos('run', 'workflow.yaml')
  here.pwos('run', 'workflow.yaml', '--set', 'factor=2')
  const [newer, older] = here.json('runs').lines[0].runs.map((run: { run: string }) => run.run)
  expect(here.json('clean', '--dry-run').lines[0]).toMatchObject({ runs: [older], attempts: 4, dryRun: true })
  expect(here.pwos('clean').status).toBe(7)
  expect(existsSync(here.path(`.pwos/runs/${older}`))).toBe(true)
  expect(here.pwos('clean', '--yes').status).toBe(0)
  expect(existsSync(here.path(`.pwos/runs/${older}`))).toBe(false)
  expect(existsSync(here.path(`.pwos/runs/${newer}/sum/0-1/stdout.txt`))).toBe(true)
  expect(here.json('run', 'workflow.yaml', '--set', 'factor=2', '--new').lines.at(-1).result.status.tasks.reused).toBe(4)
  expect(here.json('run', 'workflow.yaml').lines.at(-1).result.status.tasks).toMatchObject({ reused: 0, done: 4 })
})

test('[CLI-30] a failed try, or another workflow, does not cost a workflow the results it has', async () => {
  await using here = workspace({ 'workflow.yaml': sums, 'other.yaml': 'pwos: 1\nname: other\nstages:\n  one: { run: "true" }\n' })
  expect(here.pwos('run', 'workflow.yaml').status).toBe(0)
  expect(here.pwos('run', 'workflow.yaml', '--set', 'numbers=[1]').status).toBe(1)
  expect(here.pwos('run', 'other.yaml').status).toBe(0)
  const [other, failed, good] = here.json('runs').lines[0].runs.map((run: { run: string }) => run.run)
  expect(here.json('clean', '--dry-run').lines[0].runs).toEqual([])
  expect(here.pwos('clean', '--yes').status).toBe(0)
  expect(existsSync(here.path(`.pwos/results/${good}/sum/total.txt`))).toBe(true)
  expect(here.json('clean', '--keep-last', '0', '--dry-run').lines[0].runs).toEqual([good, failed, other])
})

test('[CLI-2] report, graph and init write files, and refuse to write over another', async () => {
  await using here = workspace({})
  expect(here.pwos('init').status).toBe(0)
  expect(here.pwos('init').status).toBe(7)
  expect(here.pwos('init', 'nonsense', '--into', 'sub').status).toBe(4)
  expect(here.pwos('check', 'workflow.yaml').status).toBe(0)
  expect(here.pwos('graph', 'workflow.yaml', '--format', 'svg', '-o', 'g.svg').status).toBe(0)
  expect(here.read('g.svg')).toMatch(/^<svg|^<\?xml/)
  expect(here.pwos('graph', 'workflow.yaml', '--format', 'dot').stdout).toMatch(/^digraph/)
  expect(here.pwos('run', 'workflow.yaml').status).toBe(0)
  expect(here.pwos('report', '-o', 'page.html').status).toBe(0)
  expect(here.read('page.html')).toContain('<!doctype html>')
  expect(here.pwos('report', '-o', 'no/such/folder/page.html').status).toBe(7)
})

test('[CLI-4] a store that cannot be used is told without a stack, with status 5', async () => {
  await using here = workspace({ 'workflow.yaml': sums, '.pwos/journal.db': 'this is no database, and long enough to be looked at as one' })
  const { status, stderr } = here.pwos('run', 'workflow.yaml')
  expect(status).toBe(5)
  expect(stderr).toMatch(/^Error \[store_/)
  expect(stderr).toMatch(/What to do: /)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('[CLI-31] a million tasks are counted at once', async () => {
  await using here = workspace({
    'workflow.yaml': `pwos: 1
name: many
stages:
  each: { foreach: { a: "\${{ range(1000) }}", b: "\${{ range(1000) }}" }, run: "echo \${{ a }} \${{ b }}" }
`,
  })
  const { lines } = here.json('check', 'workflow.yaml')
  expect(lines[0].workflow).toMatchObject({ tasks: 1_000_000, open: false })
})

test('[CLI-11] help and version load little', async () => {
  await using here = workspace({})
  expect(here.pwos('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(here.pwos('help').stdout).toContain('Usage')
  expect(here.pwos().stdout).toContain('Usage')
  expect(here.pwos('run', '--help').stdout).toContain('pwos run FILE [options]')
  expect(here.pwos('completion', 'bash').stdout).toContain('complete -F _pwos pwos')
  expect(here.pwos('__complete', '--', 'run', '--n').stdout).toMatch(/^--new\t/)
})

test('[CLI-35] with --until, the stages before the one named are asked for as well, and the others are not', async () => {
  await using here = workspace({
    'workflow.yaml': `pwos: 1
name: three
stages:
  a: { run: "true" }
  b: { run: "true", after: a }
  c: { run: "true", after: b }
`,
  })
  expect(here.pwos('run', 'workflow.yaml', '--until', 'b').status).toBe(0)
  const [status] = here.json('status').lines
  expect(status.stages.map((stage: { name: string; asked: boolean }) => [stage.name, stage.asked])).toEqual([
    ['a', true],
    ['b', true],
    ['c', false],
  ])
})
