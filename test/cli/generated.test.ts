import { expect, test } from 'vitest'
import { errorsPage } from './errors-page.ts'
import { referencePage } from './reference-page.ts'

// `npx vitest run test/cli/generated.test.ts -u` writes both anew.

test('[CLI-1] docs/errors.md says what the registries say', async () => {
  await expect(errorsPage()).toMatchFileSnapshot('../../docs/errors.md')
})

test('[CLI-10] docs/reference/cli.md says what the commands say', async () => {
  await expect(`${referencePage().trimEnd()}\n`).toMatchFileSnapshot('../../docs/reference/cli.md')
})
