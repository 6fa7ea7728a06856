import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'

const told = (stage: string) =>
  loadWorkflow(`pwos: 1\nname: test\nstages:\n  md:\n${stage}`, 'workflow.yaml').problems.map(
    ({ code, at, message }) => `${at?.line} ${code}: ${message.en}`,
  )

const of = (stage: string) => {
  const { workflow } = loadWorkflow(`pwos: 1\nname: test\nstages:\n  md:\n    run: md\n${stage}`, 'workflow.yaml')
  return workflow?.stages[0]?.checkpoint
}

test('[LANG-230] `checkpoint` says how a program saves its state', () => {
  expect(of('    checkpoint: true\n')).toMatchObject({ signal: 'TERM', graceMs: 60_000, whole: 'at_end', atMost: 100 })
  const written = of('    checkpoint: { signal: USR1, grace: 5 min, whole: always, exit_code: 85, at_most: 7 }\n')
  expect(written).toMatchObject({ signal: 'USR1', graceMs: 300_000, whole: 'always', exitCode: 85, atMost: 7 })
})

test('[LANG-231] only a command saves its state, in less time than it has, and not yet elsewhere by SSH', () => {
  expect(told('    after: []\n    checkpoint: true\n')).toEqual(['6 bad_work: Only a command can save its state.'])
  expect(told('    run: md\n    needs: { time: 1 min }\n    checkpoint: { grace: 2 min }\n')).toEqual([
    '7 out_of_bounds: `grace` leaves no time to work: the limit `needs.time` is 60 s.',
  ])
  expect(told('    run: md\n    on: ssh\n    checkpoint: true\n')).toEqual(['7 bad_rule: `checkpoint` does not go with `on: ssh` yet.'])
  expect(told('    run: md\n    checkpoint: { signal: USR3 }\n')[0]).toMatch(/^6 bad_\w+: /)
})

test('[LANG-232] a retry goes on from a state only where one is saved', () => {
  expect(told('    run: md\n    on_error: [{ cause: killed, retry: { restart: from_checkpoint } }]\n')).toEqual([
    '6 bad_rule: `from_checkpoint` needs `checkpoint`: the stage saves no state.',
  ])
  expect(told('    run: md\n    on_error: [{ cause: killed, retry: { restart: from_scratch } }]\n')).toEqual([])
})

test('[LANG-233] `preempt` is a rule of a command', () => {
  expect(told('    run: md\n    preempt: lower\n')).toEqual([])
  expect(told('    run: md\n    preempt: higher\n')[0]).toMatch(/^6 bad_value: /)
  expect(told('    take: { workflow: w, stage: s }\n    preempt: lower\n')).toContain(
    '6 bad_work: Only a command takes the place of others.',
  )
  const more = (what: string) => told(`    run: md\n    preempt: lower\n    ${what}\n`)
  const message = (what: string) =>
    `6 bad_rule: \`preempt\` does not go with ${what}: a task that waits for more than room takes nobody's place.`
  expect(more('needs: [{ cpu: 2 }, { cpu: 1 }]')).toEqual([message('`needs: [...]`')])
  expect(more('not_before: 2026-12-01')).toEqual([message('`not_before`')])
  expect(more('needs: { cpu: 2 }')).toEqual([])
})
