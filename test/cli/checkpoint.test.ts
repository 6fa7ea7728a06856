import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { build, workspace } from './pwos.ts'

beforeAll(build)

const guide = readFileSync(fileURLToPath(new URL('../../docs/guide/checkpoints.md', import.meta.url)), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? ''

test('[LOCAL-76] a walk that goes on in several attempts ends bit for bit as one that nobody interrupts', async () => {
  await using lab = workspace({ 'workflow.yaml': block('yaml'), 'walk.mjs': block('js') })
  const run = lab.start('run', 'workflow.yaml', '--json')
  const { status, stdout } = await run.ended
  expect(status, stdout).toBe(0)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const wentOn = lines.filter(({ type, what }) => type === 'task' && what === 'going_on')
  expect(wentOn.length).toBeGreaterThanOrEqual(3)
  execFileSync(process.execPath, ['walk.mjs', '50000', '0', 'whole.json'], { cwd: lab.folder })
  expect(lab.read('.pwos/results/walk/walk/result.json')).toBe(lab.read('whole.json'))
}, 180_000)

test('[LOCAL-78] who runs, asks and reads the report learns why a task that saves its state goes on no more', async () => {
  const workflow = `pwos: 1
name: endless
stages:
  md:
    run: |
      echo "$PWOS_ATTEMPT" > "$PWOS_CHECKPOINT/state"
      exit 85
    checkpoint: { exit_code: 85, at_most: 2 }
`
  await using lab = workspace({ 'workflow.yaml': workflow })
  const reason = 'it has gone on 2 times, which is `at_most` of its `checkpoint`'
  const { status, stdout } = await lab.start('run', 'workflow.yaml', '--json').ended
  expect(status).toBe(1)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.find(({ what }) => what === 'failed')?.detail).toContain(reason)
  expect(lines.at(-1).result.status.failures[0].detail).toContain(reason)
  await lab.start('report', '-o', 'report.html').ended
  expect(lab.read('report.html')).toContain(reason)
  expect((await lab.start('explain', lines.at(-1).result.run, 'md', '--json').ended).stdout).toContain(reason)
}, 60_000)
