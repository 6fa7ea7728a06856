import { join } from 'node:path'
import { createMemoryJournal } from '#journal/memory.ts'
import type { StoreWorld } from '#worlds/attempt/store-world.ts'
import { createLocalWorld } from '#worlds/local/world.ts'
import { simulatedWorld } from '#worlds/simulated/world.ts'
import { worldContract } from '../contracts/world.ts'
import { endLanes } from '../leftovers.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { load } from '../simulation/flow.ts'

let local: { readonly store: string; readonly world: StoreWorld } | undefined

function openLocal(store: string): StoreWorld {
  const world = createLocalWorld({ store, journal: createMemoryJournal(), load, graceMs: 300 })
  onCleanup(async () => {
    await world.close()
    endLanes(store)
  })
  local = { store, world }
  return world
}

worldContract(
  'local',
  () => openLocal(join(scratch(), '.pwos')),
  'local',
  async () => {
    await local?.world.close()
    return openLocal(local?.store ?? '')
  },
)

worldContract('simulated', () =>
  simulatedWorld({
    behaviour({ stage }) {
      if (stage === 1) {
        const failure = {
          kind: 'failed',
          cause: 'program_error',
          exitCode: 3,
          signal: null,
          detail: '',
          matched: [],
          usage: null,
          metrics: {},
        } as const
        return { wallMs: 10, outcome: failure }
      }
      return { wallMs: stage === 2 ? 1e9 : 10, outcome: { kind: 'succeeded' } }
    },
  }),
)
