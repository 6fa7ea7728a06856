import { beforeAll, expect, test } from 'vitest'
import { build, workspace } from './pwos.ts'

beforeAll(build)

test('[CLI-38] what is planned and not run yet is refused, never passed over', async () => {
  await using study = workspace({
    'workflow.yaml': `pwos: 1
name: study
resources:
  people: [{ name: kim, roles: [pi] }]
stages:
  compute: { run: "echo 1 > \${{ outputs.result }}", outputs: { result: result.json }, time: 1 min }
  sign-off: { approval: { by: pi, of: "\${{ stages.compute.outputs.result }}" } }
`,
  })
  const run = study.pwos('run', 'workflow.yaml')
  expect(run.status).toBe(7)
  expect(run.stderr).toContain('planned_only')
  expect(study.pwos('plan', 'workflow.yaml', '--start', '2026-12-01T09:00').stdout).toContain('sign-off')
})
