import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { build, until, type Workspace, workspace } from './pwos.ts'

beforeAll(build)
// Each sentence of a person is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

const pellets = `pwos: 1
name: pellets
resources:
  people:
    - { name: kim, roles: [pi] }
    - { name: park, roles: [pi] }
    - { name: sora, roles: [analyst] }
stages:
  weigh:
    foreach: { x: [0.1] }
    task:
      by: analyst
      instructions: Weigh sample \${{ x }} and photograph it.
      attachments: [protocol.txt]
      form:
        mass: { unit: mg, min: 1 mg, max: 1 g, label: Mass of the sample }
        state: { type: string, choices: [good, cracked] }
        remarks: { type: string, optional: true }
    outputs: { photograph: { path: photograph.json, format: json } }
    gates: [{ name: heavy, check: mass > 10 mg, level: expected }]
  grams:
    each: weigh
    run: node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1])).pixels * 2)' \${{ weigh.outputs.photograph }} > \${{ outputs.value }}
    outputs: { value: value.txt }
  sign-off:
    approval: { by: pi, quorum: 2, of: "\${{ stages.grams.outputs.value.paths }}", independent: true }
`

const files = { 'workflow.yaml': pellets, 'protocol.txt': 'Dry first.', 'photo.json': '{"pixels":21}', 'broken.json': '{' }

async function waiting(study: Workspace, reference: string): Promise<void> {
  await until(
    () => {
      const { status, lines } = study.json('inbox', '--all')
      return status === 0 && lines[0].items.some((item: { readonly reference: string }) => item.reference === reference)
    },
    () => `${reference} in the inbox`,
  )
}

/** A study that runs in the background and waits for the first of its people. */
async function waitingStudy(): Promise<Workspace> {
  const study = workspace(files)
  expect(study.pwos('run', 'workflow.yaml', '--detach', '--as', 'kim')).toMatchObject({ status: 0 })
  await waiting(study, 'weigh/x=0.1')
  return study
}

function eventsOf(study: Workspace, type: string) {
  if (!existsSync(study.path('.pwos/journal.db'))) return []
  const journal = openSqliteJournal(study.path('.pwos'), { readOnly: true })
  try {
    return [...journal.read(undefined)].flatMap(({ event }) => (event.type === type ? [event] : []))
  } finally {
    journal.close()
  }
}

const right = ['weigh', 'mass=0.3 g', 'state=good', '--attach', 'photograph=photo.json', '--as', 'sora']

test('[CLI-38,CLI-39] the inbox shows what is to be done, and with which command', async () => {
  await using study = await waitingStudy()
  const { stdout } = study.pwos('inbox')
  for (const text of ['Weigh sample 0.1', 'protocol.txt', 'mass', '≥ 1 mg', 'good | cracked', 'photograph', 'mass > 10 mg']) {
    expect(stdout).toContain(text)
  }
  expect(stdout).toMatch(/pwos answer \S+pellets\S+ 'weigh\/x=0\.1' --as sora mass=… state=… --attach photograph=…/)
  expect(study.pwos('inbox', '--as', 'sora').stdout).toContain('As sora')
  expect(study.pwos('inbox', '--as', 'kim').stdout).toContain('Nothing waits.')
  expect(study.pwos('inbox', '--as', 'kim', '--all').stdout).toContain('weigh/x=0.1')
  const unknown = study.pwos('inbox', '--as', 'sorra')
  expect(unknown.status).toBe(4)
  expect(unknown.stderr).toContain('`sora`')
  expect(study.pwos('__complete', 'answer', 'we').stdout).toContain('weigh/x=0.1')
})

test('[CLI-40] all that is wrong with an answer is said at once, and nothing is sent', async () => {
  await using study = await waitingStudy()
  const wrong = study.pwos('answer', 'weigh', 'mas=3 kg', 'state=godd', '--as', 'sora')
  expect(wrong.status).toBe(3)
  expect(wrong.stderr).toContain('Did you mean `mass`?')
  expect(wrong.stderr).toContain('[missing_answer]')
  expect(wrong.stderr).toContain('[not_a_choice]')
  expect(study.pwos('answer', 'weigh', 'mass=3 K', 'state=good', '--as', 'sora').stderr).toContain('[bad_unit]')
  expect(study.pwos('answer', 'weigh', 'mass=3 kg', 'state=good', '--as', 'sora').stderr).toContain('[out_of_bounds]')
  expect(study.pwos('answer', 'weigh', 'mass=3', 'state=good', '--as', 'sora').stderr).toContain('--attach photograph=PATH')
  const hand = (...given: string[]) => study.pwos('answer', 'weigh', 'mass=3', 'state=good', '--as', 'sora', '--attach', ...given)
  expect(hand('photogaph=photo.json').stderr).toContain('Did you mean `photograph`?')
  expect(hand('photograph=broken.json').stderr).toContain('not JSON')
  expect(hand('photograph=nowhere.json').stderr).toContain('does not exist')
  expect(study.pwos('answer', 'weigh', 'much', 'too-much', '--as', 'sora').status).toBe(2)
  expect(eventsOf(study, 'CommandRefused')).toEqual([])
  study.write('answers.yaml', 'mass: 5\nstate: cracked\n')
  const taken = study.pwos('answer', 'weigh', '--file', 'answers.yaml', 'mass=6', '--attach', 'photo.json', '--as', 'sora')
  expect(taken.stdout).toContain('mass = 6 mg')
})

test('[CLI-39,CLI-40,CLI-41,CLI-42,RUN-46,RUN-49] a study goes through its people: answers, files, an approval of two', async () => {
  await using study = await waitingStudy()
  expect(study.pwos('answer', 'weigh', 'mass=3', 'state=good').stderr).toContain('who_is_it')
  expect(study.pwos('answer', 'weigh', 'mass=3', 'state=good', '--as', 'park').stderr).toContain('is not asked of park, but of sora')
  expect(study.pwos('approve', 'weigh', '--as', 'sora').stderr).toContain('pwos answer')
  expect(study.pwos('approve', 'sign-off', '--as', 'park').stderr).toContain('not_asked')
  const answered = study.pwos('answer', ...right)
  expect(answered.stdout).toContain('As sora')
  expect(answered.stdout).toMatch(/✓ heavy {2}mass > 10 mg {2}mass = 300 mg/)
  // Their own file may change or go: what was handed in is a copy.
  study.write('photo.json', 'not any more')
  expect(study.pwos('answer', ...right).status).toBe(7)
  await until(() => study.json('status').lines[0].phase === 'failed')
  const { failures } = study.json('status').lines[0]
  // Whoever started it cannot approve, and then too few are left.
  expect(failures[0].detail).toContain('not independent: kim')
  const [ended] = eventsOf(study, 'AttemptEnded')
  expect(ended).toMatchObject({ outcome: { kind: 'succeeded', result: { metrics: { mass: 300, state: 'good' }, by: ['sora'] } } })
  const value = readFileSync(study.path(`.pwos/results/${study.json('status').lines[0].run}/grams/x=0.1/value.txt`), 'utf8')
  expect(value).toBe('42\n')
})

test('[CLI-41,CLI-42,RUN-48,RUN-51] a quorum is met by those who are asked, and by whom they name', async () => {
  await using study = workspace({ ...files, 'workflow.yaml': pellets.replace(', independent: true', '') }, { PWOS_AS: 'kim' })
  study.pwos('run', 'workflow.yaml', '--detach')
  await waiting(study, 'weigh/x=0.1')
  expect(eventsOf(study, 'RunStarted')[0]).toMatchObject({ startedBy: 'kim' })
  study.pwos('answer', ...right)
  await waiting(study, 'sign-off')
  expect(study.pwos('delegate', 'sign-off', '--to', 'park').stderr).toContain('unknown_person')
  expect(study.pwos('approve', 'sign-off', '--reason', 'looks right').stdout).toContain('others must approve too')
  expect(study.pwos('approve', 'sign-off').stderr).toContain('has approved sign-off already')
  expect(study.pwos('inbox', '--all').stdout).toContain('approved by kim')
  expect(study.pwos('delegate', 'sign-off', '--to', 'sora', '--as', 'park').stdout).toContain('it waits for the other person now')
  expect(study.pwos('approve', 'sign-off', '--as', 'park').stderr).toContain('other_person')
  expect(study.pwos('approve', 'sign-off', '--as', 'sora').stdout).toContain('it is done')
  await until(() => study.json('status').lines[0].phase === 'succeeded')
  expect(study.pwos('approve', 'sign-off', '--as', 'park').stderr).toContain('run_over')
  // Approved once, for this content: the next run asks nobody.
  const again = study.json('run', 'workflow.yaml', '--new')
  expect(again.status).toBe(0)
  expect(eventsOf(study, 'ApprovalGiven')).toHaveLength(2)
})

test('[CLI-42] a rejection says why, and ends the run', async () => {
  await using study = workspace({ ...files, 'workflow.yaml': pellets.replace(', independent: true', '') })
  study.pwos('run', 'workflow.yaml', '--detach')
  await waiting(study, 'weigh/x=0.1')
  study.pwos('answer', ...right)
  await waiting(study, 'sign-off')
  expect(study.pwos('reject', 'sign-off', '--as', 'kim', '--reason', 'residuals').stdout).toContain('rejected')
  await until(() => study.json('status').lines[0].phase === 'failed')
  expect(study.json('status').lines[0].failures[0]).toMatchObject({ cause: 'rejected', detail: 'by kim: residuals' })
})

test('[CLI-43] nobody is asked twice when whoever leads is killed, and an answer carries on', async () => {
  await using study = workspace(files)
  const run = study.start('run', 'workflow.yaml')
  await waiting(study, 'weigh/x=0.1')
  run.process.kill('SIGKILL')
  await run.ended
  const answered = study.pwos('answer', ...right)
  expect(answered.stdout).toContain('a process in the background goes on')
  await waiting(study, 'sign-off')
  expect(eventsOf(study, 'AttemptsStarted').filter((event) => event.type === 'AttemptsStarted' && event.by === 'sora')).toHaveLength(1)
})

test('[CLI-44,CLI-45] a run says whom it waits for and what they type, and what they said can be read', async () => {
  await using study = workspace(files)
  const run = study.start('run', 'workflow.yaml')
  await run.shows(/waits for sora[\s\S]*pwos answer \S+ 'weigh\/x=0\.1' --as sora …/)
  const shown = study.pwos('status').stdout
  expect(shown).toContain('Waiting for people')
  expect(shown).toContain('Nothing runs meanwhile')
  expect(study.pwos('explain', 'weigh/x=0.1').stdout).toContain('sora')
  study.pwos('answer', ...right)
  await run.shows(/sign-off waits for the approval of 2 of kim, park/)
  study.pwos('approve', 'sign-off', '--as', 'kim', '--reason', 'fine')
  await run.shows(/approved by kim; 1 more needed/)
  study.pwos('approve', 'sign-off', '--as', 'park')
  expect((await run.ended).status).toBe(0)
  expect(study.pwos('logs', 'weigh').stdout).toMatch(/asked sora[\s\S]*done by sora[\s\S]*mass = 300[\s\S]*photograph: photograph.json/)
  expect(study.pwos('logs', 'sign-off').stdout).toMatch(/kim approved: fine[\s\S]*done by kim, park/)
})

const beam = `pwos: 1
name: beam
resources:
  instruments: [{ name: beamline, setup: 2 s }]
stages:
  measure:
    foreach: { x: [1, 2] }
    run: date +%s%3N >> \${{ outputs.at }}; echo once >> ../../../../../../begun
    outputs: { at: at.txt }
    needs: { beamline: 1 }
    time: 1 s
`

test('[CLI-46,RUN-41] an instrument is set up first, whoever dies meanwhile', async () => {
  await using study = workspace({ 'workflow.yaml': beam })
  const run = study.start('run', 'workflow.yaml')
  await run.shows(/measure: started/)
  run.process.kill('SIGKILL')
  await run.ended
  const [started] = eventsOf(study, 'AttemptsStarted')
  expect(started).toMatchObject({ setupMs: 2000 })
  expect(study.pwos('resume').status).toBe(0)
  const starts = eventsOf(study, 'AttemptsStarted')
  expect(starts).toHaveLength(2)
  expect(starts[1]).not.toHaveProperty('setupMs')
  expect(study.read('begun')).toBe('once\nonce\n')
  const first = eventsOf(study, 'AttemptEnded')[0]
  const began = first?.type === 'AttemptEnded' && first.outcome.kind === 'succeeded' ? first.outcome.result.usage.startedAt : 0
  expect(began - (started?.at ?? 0)).toBeGreaterThanOrEqual(1990)
})

test('[CLI-46] what is cancelled while its instrument is set up never begins', async () => {
  await using study = workspace({ 'workflow.yaml': beam.replace('2 s', '1 h') })
  study.pwos('run', 'workflow.yaml', '--detach')
  await until(() => eventsOf(study, 'AttemptsStarted').length > 0)
  expect(study.pwos('cancel').status).toBe(0)
  expect(existsSync(study.path('begun'))).toBe(false)
})
