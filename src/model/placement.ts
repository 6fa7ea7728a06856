/** Names of the worlds that a stage or a run can ask for with `on`. */
export const worldNames = ['local', 'slurm', 'ssh'] as const

export type WorldName = (typeof worldNames)[number]

/**
 * What a cluster gives room for itself. A stage that runs there asks it for these and holds none of them here; of everything else it holds
 * as any other stage does. In place of them it holds one of the pool that is named like the world: how much is handed over at once; of a machine by SSH as many as it needs processors.
 */
export const clusterPools: ReadonlySet<string> = new Set(['cpu', 'memory', 'gpu', 'nodes', 'tasks'])
