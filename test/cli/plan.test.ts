import { existsSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderPlan } from '#doors/cli/render/plan.ts'
import { widthOf } from '#doors/cli/terminal/width.ts'
import type { PlanAnswer } from '#operations/plan-answer.ts'
import { answerOf, scenarioOf } from '#operations/plan-answer-of.ts'
import { beamtime } from '../design/beamtime.ts'
import { planOf } from '../design/planned.ts'
import { lookFor } from './look.ts'
import { build, workspace } from './pwos.ts'

beforeAll(build)

const file = `pwos: 1
name: scan
title: A scan
deadline: 2026-12-01T00:40Z
parameters: { points: { type: integer, default: 6 } }
resources: { cpu: 2, memory: 4 GB }
stages:
  measure:
    foreach: { i: "\${{ range(points) }}" }
    run: echo \${{ i }} > \${{ outputs.value }}
    needs: { cpu: 1, time: 20 min }
    time: 5..15 min
    outputs: { value: { path: value.txt, format: text } }
  fit:
    run: cat \${{ stages.measure.outputs.value.manifest }}
    needs: { cpu: 1, time: 10 min }
    time: 2 min
    gates: [{ name: fine, check: "1 < 2" }]
`

async function answer(): Promise<PlanAnswer> {
  const plan = await planOf(beamtime(), { seeds: 0 })
  return {
    ...answerOf(plan, 'workflow.yaml'),
    scenarios: [scenarioOf('', plan), scenarioOf('jiwoo=away:2026-12-02/2026-12-03;beamline=2;measure.time=x0.5', plan)],
    additions: [],
    written: [],
  }
}

test.each([60, 80, 100, 140])(
  '[DESIGN-14] what plan shows fits %d columns, in both languages, and nothing but names is cut',
  async (width) => {
    const plan = await answer()
    for (const language of ['en', 'ko'] as const) {
      const lines = renderPlan(plan, lookFor({ width, language }))
      if (width >= 80) expect(lines.filter((line) => widthOf(line) > width)).toEqual([])
      expect(lines.filter((line) => line.includes('…') && !line.includes('jiwoo=')).length).toBeLessThanOrEqual(width < 80 ? 8 : 0)
    }
  },
)

test('[DESIGN-14] a date is told once where all is on one day, and empty columns are left out', async () => {
  const plan = await answer()
  const text = renderPlan(plan, lookFor({ width: 100 })).join('\n')
  expect(text).toContain('Ends 2026-12-03 09:30 (Asia/Seoul), 2 d after 12-01 09:00; no schedule ends sooner')
  expect(text).toContain('12-02 09:10 – 19:50')
  expect(text).not.toContain('By 80 %')
  expect(text.match(/2026-/g)?.length).toBe(3)
})

test('[DESIGN-14] plan writes every format, and a document that keeps its id', async () => {
  await using place = workspace({ 'workflow.yaml': file })
  const plan = (...words: string[]) => place.pwos('plan', 'workflow.yaml', '--start', '2026-12-01T00:00Z', '--seeds', '50', ...words)
  const shown = plan('--what-if', 'cpu=4')
  expect(shown.stderr).toBe('')
  expect(shown.stdout).toMatch(/Of 50 simulated runs half end by 00:3\d:\d\d/)
  expect(shown.stdout).toMatch(/cpu=4 +\d+ min/)
  expect(plan('--format', 'svg').stdout).toMatch(/^<svg /)
  expect(plan('--format', 'html').stdout).toMatch(/^<!doctype html>/)
  expect(plan('--format', 'csv').stdout).toMatch(
    /^stage,task,label,start,end,option,people\r\nmeasure,0,i=0,2026-12-01T00:00:00Z,2026-12-01T00:10:00Z,1,\r\n/,
  )
  const calendar = plan('--format', 'ical').stdout
  expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2.0\r\n/)
  expect(calendar).toContain('UID:scan-measure@pwos\r\n')
  expect(calendar).toMatch(/DTSTART:20261201T000000Z\r\nDTEND:20261201T003000Z\r\nSUMMARY:scan: measure\r\n/)
  expect(JSON.parse(plan('--format', 'json').stdout).stages).toHaveLength(2)
  place.write('notes.md', '# My notes')
  const refused = plan('-o', 'notes.md')
  expect(refused.stderr).toContain('is no plan of PWOS')
  expect(refused.stderr).toContain('--force')
  expect(place.read('notes.md')).toBe('# My notes')
  expect(plan('-o', 'notes.md', '--force').status).toBe(0)
  expect(place.read('notes.md')).toContain('workflow_orchestration')
  const first = plan('-o', 'my plan (1).md')
  expect(first.stderr).toContain('my plan (1).schedule.svg')
  const before = place.read('my plan (1).md')
  expect(before).toContain('](my%20plan%20%281%29.schedule.svg)')
  expect(existsSync(place.path('my plan (1).load.svg'))).toBe(true)
  plan('-o', 'my plan (1).md', '--set', 'points=8')
  const after = place.read('my plan (1).md')
  const id = (text: string) => parse(/```yaml\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '').workflow_orchestration.orchestration_id
  expect(id(after)).toBe(id(before))
  expect(after).toContain('revision 2')
  expect(after).toContain('- parameter points: 6 → 8\n')
  place.write('other.yaml', file.replace('name: scan', 'name: other'))
  place.pwos('plan', 'other.yaml', '-o', 'my plan (1).md', '--seeds', '0')
  expect(place.read('my plan (1).md')).toContain('revision 1')
}, 90_000)

test('[DESIGN-14] what is wrong with a question is said, with what would be right', async () => {
  await using place = workspace({ 'workflow.yaml': file })
  const wrong = place.pwos('plan', 'workflow.yaml', '--what-if', 'cpus=4')
  expect(wrong.status).not.toBe(0)
  expect(wrong.stderr).toContain('Did you mean cpu?')
  const start = place.pwos('plan', 'workflow.yaml', '--start', 'tomorrow')
  expect(start.status).not.toBe(0)
  expect(start.stderr).toContain('tomorrow')
  const late = place.pwos('plan', 'workflow.yaml', '--start', '2026-12-01T00:20Z', '--deadline', '--seeds', '50')
  expect(late.stdout).toContain('Misses the deadline')
  expect(late.stdout).toMatch(/To meet the deadline\n {2}cpu=\d/)
}, 60_000)

test('[DESIGN-15] export writes a feed as YAML or JSON, to a file or not', async () => {
  await using place = workspace({ 'workflow.yaml': file })
  const feed = place.pwos('export', 'workflow.yaml', '--for', 'coordination-mechanisms', '--start', '2026-12-01T00:00Z')
  expect(feed.stderr).toBe('')
  const read = parse(feed.stdout)
  expect(Object.keys(read)).toEqual(['multi_agent_coordination', 'workflow_coordination_systems', 'unstated'])
  expect(read.workflow_coordination_systems.task_dependency_management.dependency_mapping).toContain(
    'fit starts when all 6 tasks of measure are done; first at 2026-12-01 00:30:00',
  )
  expect(place.pwos('export', 'workflow.yaml', '--for', 'system-design', '--format', 'json', '-o', 'design.json').status).toBe(0)
  expect(JSON.parse(place.read('design.json')).system_design.system_name).toBe('A scan')
  const wrong = place.pwos('export', 'workflow.yaml', '--for', 'system-desing')
  expect(wrong.status).not.toBe(0)
  expect(wrong.stderr).toContain('system-design')
  expect(place.pwos('export', 'workflow.yaml').status).not.toBe(0)
}, 60_000)

test('[PLAN-14] the rest of a study is planned without what the store has, and a run of all that is there has no baseline', async () => {
  await using study = workspace({
    'workflow.yaml': `pwos: 1
name: study
parameters: { points: 2 }
stages:
  sample: { foreach: { i: "\${{ range(points) }}" }, run: "echo \${{ i }} > \${{ outputs.f }}", time: 2 h, outputs: { f: { path: f.txt } } }
`,
  })
  expect(study.pwos('run', 'workflow.yaml').status).toBe(0)
  const rest = study.json('plan', 'workflow.yaml', '--rest', '--set', 'points=3', '--seeds', '10').lines[0]
  expect(rest).toMatchObject({ tasks: 3, there: 2, makespanMs: 7_200_000 })
  expect(rest.forecast.finish.p50 - rest.start).toBe(7_200_000)
  expect(study.json('plan', 'workflow.yaml', '--set', 'points=3', '--seeds', '0').lines[0].there).toBeUndefined()
  expect(study.pwos('plan', 'workflow.yaml', '--rest', '--set', 'points=3').stdout).toContain('2 of 3 tasks take nothing')
  expect(study.pwos('run', 'workflow.yaml').status).toBe(0)
  expect(study.json('status').lines[0].outlook).toBeNull()
})
