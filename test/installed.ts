import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe } from 'vitest'

export const isInstalled = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

/** Tests that need a program: left out with the reason in their name where it is missing, which `PWOS_REQUIRE=all` makes a failure. */
export function describeWith(program: string, debian: string, tests: () => void): void {
  describe.skipIf(!isInstalled(program))(`with ${program} (apt-get install ${debian})`, tests)
}
