import { beforeAll, expect, test, vi } from 'vitest'
import { build, main, until, type Workspace, workspace } from './pwos.ts'
import { hasTerminal, openTerminal } from './terminals.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 120_000 })

const weighing = `pwos: 1
name: weighing
resources: { people: [{ name: sora, roles: [analyst] }] }
stages:
  weigh:
    task:
      by: analyst
      form:
        mass: { unit: mg, min: 1 mg, max: 1 g, label: Mass of the sample }
        state: { type: string, choices: [good, cracked] }
        remarks: { type: string, optional: true }
    outputs: { photograph: { path: photograph.json, format: json } }
`

/** A run that waits for the sample to be weighed. */
async function waitingStudy(): Promise<Workspace> {
  const study = workspace({ 'workflow.yaml': weighing, 'photo.json': '{"pixels": 21}' })
  expect(study.pwos('run', 'workflow.yaml', '--detach').status).toBe(0)
  await until(() => study.json('inbox', '--all').lines[0].items?.length === 1)
  return study
}

/** The form in a terminal. A question is the last thing on the screen, after what its line begins with. */
function inTerminal({ folder }: Workspace, language: 'en' | 'ko' = 'en') {
  const terminal = openTerminal(folder, `exec ${process.execPath} ${main} answer weigh --as sora --lang ${language}`)
  const asked = (output: string) => output.split('\u001b[0J').slice(1)
  let answered = 0
  return {
    ...terminal,
    async answer(question: string, text: string) {
      const isAsked = () => asked(terminal.output()).length > answered && asked(terminal.output()).at(-1)?.startsWith(question) === true
      await until(isAsked, () => `${question} in ${terminal.output()}`)
      answered = asked(terminal.output()).length
      terminal.type(text)
    },
  }
}

const handedIn = (study: Workspace) => study.json('metrics').lines[0].metrics.map(({ name, values }: Metric) => [name, values[0]?.value])

interface Metric {
  readonly name: string
  readonly values: readonly { readonly value: unknown }[]
}

test.skipIf(!hasTerminal)(
  '[CLI-77] who answers at a terminal without an answer is asked field by field, and again where one is needed',
  async () => {
    await using study = await waitingStudy()
    const terminal = inTerminal(study)
    await terminal.answer('mass', '\r')
    await until(() => terminal.output().includes('An answer is needed'))
    await terminal.answer('mass', '240\r')
    await terminal.answer('state', 'good\r')
    await terminal.answer('remarks', '\r')
    await terminal.answer('File to hand in as photograph', 'nowhere.json\r')
    await terminal.answer('File to hand in as photograph', 'photo.json\r')
    expect(await terminal.ended).toBe(0)
    await until(() => study.json('status').lines[0].phase === 'succeeded')
    expect(handedIn(study)).toEqual([
      ['mass', 240],
      ['state', 'good'],
    ])
  },
)

test.skipIf(!hasTerminal)('[CLI-77] answers that are typed or pasted together each go to their question', async () => {
  await using study = await waitingStudy()
  const terminal = inTerminal(study, 'ko')
  await terminal.answer('mass', '240\rgood\rnothing\rphoto.')
  await until(() => terminal.output().includes('낼 파일'))
  await terminal.answer('photograph', 'json\r')
  expect(await terminal.ended).toBe(0)
  await until(() => study.json('status').lines[0].phase === 'succeeded')
  expect(handedIn(study)).toEqual([
    ['mass', 240],
    ['state', 'good'],
    ['remarks', 'nothing'],
  ])
})

test.skipIf(!hasTerminal)('[CLI-77] who turns away in the middle has sent nothing', async () => {
  await using study = await waitingStudy()
  const terminal = inTerminal(study)
  await terminal.answer('mass', '240\r')
  await terminal.answer('state', '\u0004')
  expect(await terminal.ended).toBe(2)
  expect(terminal.output()).toContain('Nothing was sent.')
  expect(study.json('inbox', '--all').lines[0].items).toHaveLength(1)
})
