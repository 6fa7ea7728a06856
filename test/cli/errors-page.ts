import { problemCodes } from '#define/problem-codes.ts'
import { expressionCodes } from '#expression/problem-codes.ts'
import { exitStatuses } from '#operations/exit-statuses.ts'
import { type FailureCode, failureCodes } from '#operations/failure-codes.ts'
import { httpStatusOf } from '#operations/http-statuses.ts'

/** docs/errors.md, made of the registries. */
export function errorsPage(): string {
  const exits = Object.entries(exitStatuses).map(
    ([name, status]) => `| ${status} | \`${name}\` | ${exitMeanings[name as keyof typeof exitStatuses]} |`,
  )
  const failures = Object.entries(failureCodes).map(
    ([code, { exit, meaning, advice }]) =>
      `| \`${code}\` | ${exitStatuses[exit]} | ${httpStatusOf(code as FailureCode)} | ${meaning.en} ${advice.en} | ${meaning.ko} ${advice.ko} |`,
  )
  const problems = Object.entries(problemCodes).map(
    ([code, { level, meaning }]) => `| \`${code}\` | ${level} | ${meaning.en} | ${meaning.ko} |`,
  )
  const expressions = Object.entries(expressionCodes).map(([code, meaning]) => `| \`${code}\` | error | ${meaning.en} | ${meaning.ko} |`)
  return `# Errors and exit statuses

Made from the registries in the code (\`npx vitest run test/cli/generated.test.ts -u\` writes it anew).

## Exit statuses

| status | name | meaning |
|---|---|---|
${exits.join('\n')}

## What can stop a command

With \`--json\` the code is \`error.code\` of the last line; over HTTP it is \`error.code\` of the body, with the status of the column HTTP.

| code | status | HTTP | meaning and what to do | 뜻과 할 일 |
|---|---|---|---|---|
${failures.join('\n')}

## What can be wrong with a workflow file

Any error makes \`check\` and \`run\` end with status ${exitStatuses.definition}; warnings change nothing.

| code | level | meaning | 뜻 |
|---|---|---|---|
${problems.join('\n')}

## What can be wrong with an expression in it

| code | level | meaning | 뜻 |
|---|---|---|---|
${expressions.join('\n')}
`
}

const exitMeanings: { readonly [name in keyof typeof exitStatuses]: string } = {
  ok: 'It went well.',
  run_failed: 'The run ended, and a task or a required gate failed.',
  usage: 'The command line is wrong.',
  definition: 'The workflow file, or values given for its parameters, have problems.',
  not_found: 'A file, run, stage or task that was named is not there.',
  store: 'The store cannot be used: locked, full, read-only, damaged.',
  cancelled: 'The run was cancelled.',
  refused: 'Not possible as things are; nothing was changed.',
  bug: 'A mistake in PWOS itself.',
  interrupted: 'Ended by Ctrl-C or a signal; a run goes on without this terminal.',
}
