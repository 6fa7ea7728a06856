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
