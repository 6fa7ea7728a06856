import type { Journal } from '#engine/ports.ts'
import { createStoreWorld, type StoreOptions, type StoreWorld } from '#worlds/attempt/store-world.ts'
import { localExecutor } from '#worlds/local/world.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { sshExecutor } from '#worlds/ssh/executor.ts'
import { createSites } from './site.ts'

/** The world in which the runs of a store are led: this machine, and a cluster or a machine by SSH where a stage asks for one. */
export function realWorld(store: string, journal: Journal, load: StoreOptions['load']): StoreWorld {
  const siteOf = createSites()
  return createStoreWorld({ store, journal, load }, (tools) => ({
    local: localExecutor(tools),
    slurm: slurmExecutor(tools, { siteOf }),
    ssh: sshExecutor(tools, { siteOf }),
  }))
}
