import { expect, test } from 'vitest'
import { propose } from '#doors/cli/completion/propose.ts'
import { completionScripts } from '#doors/cli/completion/scripts.ts'
import { speakerOf } from '#doors/cli/language.ts'

const known = async (what: string) => {
  if (what === 'file' || what === 'folder') return [{ value: ':file', says: '' }]
  return [`${what}-one`, `${what}-two`].map((value) => ({ value, says: '' }))
}

async function values(...words: string[]): Promise<string[]> {
  return (await propose(words, speakerOf('en'), known)).map((one) => one.value)
}

test('[CLI-12] commands, then their options, choices and what only the store knows', async () => {
  expect(await values('re')).toEqual(['reject', 'release', 'retry', 'resume', 'report'])
  expect(await values('run', '--d')).toEqual(['--detach', '--dry-run'])
  expect(await values('graph', 'w.yaml', '--format', 'm')).toEqual(['mermaid'])
  expect(await values('--lang', '')).toEqual(['en', 'ko'])
  expect(await values('run', '')).toEqual([':file'])
  expect(await values('run', 'w.yaml', '--until', '')).toEqual(['stage-one', 'stage-two'])
  expect(await values('status', 'run-t')).toEqual(['run-two'])
  expect(await values('logs', '')).toEqual(['run-one', 'run-two', 'stage-one', 'stage-two'])
  expect(await values('logs', 'run-one', '')).toEqual(['stage-one', 'stage-two'])
  expect(await values('logs', '-n', '5', 'run-one', '')).toEqual(['stage-one', 'stage-two'])
  expect(await values('completion', '')).toEqual(['shell-one', 'shell-two'])
})

test('[CLI-12] each shell has a script that asks for proposals', () => {
  for (const script of Object.values(completionScripts)) expect(script).toContain('pwos __complete -- ')
})
