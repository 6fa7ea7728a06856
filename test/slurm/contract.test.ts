import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { createMemoryJournal } from '#journal/memory.ts'
import type { StoreWorld } from '#worlds/attempt/store-world.ts'
import { createStoreWorld } from '#worlds/attempt/store-world.ts'
import { localExecutor } from '#worlds/local/world.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { worldContract } from '../contracts/world.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { load } from '../simulation/flow.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

describe.skipIf(!hasSlurm)('Slurm', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 240_000)
  afterAll(() => cluster?.stop())

  let last: { readonly store: string; readonly world: StoreWorld } | undefined
  const open = (store: string): StoreWorld => {
    const world = createStoreWorld({ store, journal: createMemoryJournal(), load }, (tools) => ({
      local: localExecutor(tools),
      slurm: slurmExecutor(tools, { environment: cluster.environment }),
    }))
    onCleanup(() => world.close())
    last = { store, world }
    return world
  }

  worldContract(
    'Slurm',
    () => open(join(scratch(), '.pwos')),
    'slurm',
    async () => {
      await last?.world.close()
      return open(last?.store ?? '')
    },
  )
})
