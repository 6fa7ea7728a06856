import type { Forecast } from './forecast.ts'
import { createGathering, type Gathering, observe, spreadOf } from './forecast-gathering.ts'
import { type Foretold, simulateRun } from './forecast-run.ts'

export interface ForecastOptions extends Foretold {
  readonly seeds: number
  readonly seed: number
  /** UTC ms; undefined: there is none. */
  readonly deadline: number | undefined
}

/**
 * Runs the real engine in the simulated world once for each seed. A run in which something fits into no opening any more misses every
 * deadline. `stuck` says why no forecast can be made: most runs do not come to their end.
 */
export async function makeForecast(options: ForecastOptions): Promise<Forecast | { readonly stuck: string }> {
  const { workflow, start, seeds } = options
  const gathering = createGathering(workflow, start)
  let unfinished = 0
  for (let number = 0; number < seeds; number++) {
    const run = await simulateRun(options, options.seed + number)
    if (run.stuck === undefined) gathering.add(observe(run, options))
    else if (++unfinished > seeds / 2) return { stuck: run.stuck }
  }
  return forecastOf(gathering, unfinished, options)
}

/** What the gathered runs say together. */
function forecastOf(
  gathering: Gathering,
  unfinished: number,
  { start, seeds, pools, deadline }: Pick<ForecastOptions, 'start' | 'seeds' | 'pools' | 'deadline'>,
): Forecast {
  const finishes = gathering.finishes()
  const inTime = deadline === undefined ? 0 : finishes.filter((finish) => finish <= deadline).length / Math.max(1, seeds)
  return {
    seeds,
    unfinished,
    start,
    finish: spreadOf(finishes, start),
    deadline: deadline === undefined ? undefined : { at: deadline, probability: inTime },
    stages: gathering.stages(),
    resources: gathering.resources(pools),
    waits: gathering.waits(),
  }
}
