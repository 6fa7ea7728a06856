import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { onCleanup } from '../scratch.ts'

const program = process.env.PWOS_CHROMIUM ?? '/usr/bin/chromium'

/** The Chromium that the system has; where it has none the test is left out, and says so. It ends with the test. */
export async function startChromium(skip: (note: string) => void): Promise<Browser> {
  if (!existsSync(program)) skip(`there is no Chromium at ${program}: apt-get install chromium fonts-noto-cjk`)
  // The sandbox does not start for root, and what is looked at is our own.
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] })
  onCleanup(() => browser.close())
  return browser
}
