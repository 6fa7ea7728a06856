import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, until, type Workspace, workspace } from '../cli/pwos.ts'
import { examples } from './programs.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 240_000 })

/** The campaign in a copy; `now`: without windows, shifts and dates, so that everybody is there at once. */
function campaign(now: boolean): Workspace {
  const study = workspace({})
  cpSync(join(examples, 'beamtime'), study.folder, { recursive: true })
  const text = study.read('workflow.yaml')
  const timeless = text
    .replace(/, (hours|timezone): ("[^"]*"|[\w/]+)/g, '')
    .replace(/^(start|deadline|calendar):.*\n|^ {2}(hours|holidays):.*\n|^ {6}(windows|setup|due):.*\n/gm, '')
  if (now) study.write('workflow.yaml', timeless)
  return study
}

function doneOf(study: Workspace): readonly string[] {
  const stages: { name: string; counts: { done: number } }[] = study.json('status').lines[0].stages
  return stages.filter(({ counts }) => counts.done === 1).map(({ name }) => name)
}

test('[EXA-63] the plan of the campaign waits for the beam, for shifts and for the PI, and says how likely it is in time', async () => {
  await using study = campaign(false)
  const [plan] = study.json('plan', 'workflow.yaml', '--seeds', '50').lines
  const told = study.pwos('plan', 'workflow.yaml', '--seeds', '50').stdout
  expect(told).toContain('Meets the deadline')
  expect(told).toMatch(/until (nils|ines|tomas) is there/)
  expect(told).toMatch(/beamline, up to 30 min/)
  expect(told).toContain('next: → expose 95 %, refill')
  // The beam is there from 8 December, 08:00 in Berlin on, and is set up first.
  expect(told).toMatch(/align +1 .*12-08 08:30/)
  expect(JSON.stringify(plan)).toContain('prof-okoye')
})

test('[EXA-64] the campaign runs with its people: the data choose the capillary and the exposure, and the constant is that of silicon', async () => {
  await using study = campaign(true)
  const run = study.start('run', 'workflow.yaml')
  await run.shows(/align waits for nils/)
  expect(study.pwos('answer', 'align', 'ring=200mA', 'width=0.2mm', '--as', 'nils').status).toBe(0)
  // One after the other, each well within the bound of a wait.
  for (const name of ['calibrate', 'survey', 'expose']) await until(() => doneOf(study).includes(name))
  await run.shows(/sign-off waits for the approval of 1 of prof-okoye/)
  expect(study.pwos('approve', 'sign-off', '--as', 'prof-okoye').status).toBe(0)
  const ended = await run.ended
  expect(ended.status, ended.stdout + ended.stderr).toBe(0)
  const done = doneOf(study)
  expect(done).toEqual(expect.arrayContaining(['survey.2', 'expose.2', 'recheck', 'sign-off']))
  for (const later of ['survey.3', 'expose.3', 'refill']) expect(done).not.toContain(later)
  const { lattice, lattice_error: error } = JSON.parse(study.read('.pwos/results/silicon-beamtime/compare/result.json'))
  expect(error).toBeLessThan(2.5e-5)
  expect(Math.abs(lattice - 5.431020511) / error).toBeLessThan(3)
})
