import process from 'node:process'

/** Seeds to try: `PWOS_SEED` one of them, `PWOS_SEEDS` how many from 1 on. */
export function seeds(usually: number): readonly number[] {
  const one = process.env.PWOS_SEED
  if (one !== undefined) return [Number(one)]
  return Array.from({ length: Number(process.env.PWOS_SEEDS ?? usually) }, (_, index) => index + 1)
}

/** Runs one seed; what goes wrong says how to see it again. */
export async function withSeed(seed: number, file: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    const again = `PWOS_SEED=${seed} npx vitest run ${file}`
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n  again: ${again}`, { cause: error })
  }
}

/** Time for many seeds, on a slow machine, in ms. */
export const aWhile = 3_600_000
