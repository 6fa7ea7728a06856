/** What a cluster is called for, and what it allows; from a site profile. Times in ms. */
export interface Site {
  readonly account: string | undefined
  readonly partition: string | undefined
  readonly qos: string | undefined
  readonly constraint: string | undefined
  readonly reservation: string | undefined
  readonly exclude: readonly string[]
  /** Further options of `sbatch`, as they are. */
  readonly options: readonly string[]
  /** What a pool is to Slurm; `{}` in `option` is the amount. */
  readonly pools: { readonly [pool: string]: PoolAtSite }
  /** Shell lines that prepare a job before its first attempt. */
  readonly setup: string | undefined
  readonly modules: readonly string[]
  /** Image in which attempts run, by Apptainer. */
  readonly container: string | undefined
  readonly bind: readonly string[]
  /** Folder on the node in which each job gets one of its own, as `PWOS_SCRATCH`. */
  readonly scratch: string | undefined
  /** Wall-time limit of an attempt that states none. */
  readonly timeMs: number | undefined
  /** Wall-time limit of a job that leads; undefined: the partition's own. */
  readonly controllerMs: number | undefined
  /** Most job elements waiting or running at once. */
  readonly mostJobs: number
  /** Most attempts in one job. */
  readonly mostInJob: number
  /** A job holds attempts for at least so long, where they are short. */
  readonly aimMs: number
  /** Between two submissions. */
  readonly submitEveryMs: number
  /** How late files may show on another machine. */
  readonly visibleMs: number
  /** Most tasks that the run gives to the cluster at once. */
  readonly atOnce: number
  /** How people share what is scarce; undefined: as usual. By name: weights. */
  readonly share: { readonly halfLifeMs: number | undefined; readonly weights: ReadonlyMap<string, number> }
  /** The machine that `on: ssh` means; undefined: none is named. */
  readonly ssh: SshSite | undefined
}

/** A machine that is reached by SSH. */
export interface SshSite {
  /** As `ssh` takes it: a name of its configuration, HOST or USER@HOST. */
  readonly host: string
  /** Where stores are mirrored there; relative to the home folder. */
  readonly folder: string
  /** How many processors tasks may hold there together. */
  readonly cpu: number
  /** Configuration file for `ssh`, absolute. */
  readonly config: string | undefined
  /** Further options of `ssh`, as they are. */
  readonly options: readonly string[]
}

export interface PoolAtSite {
  readonly gres?: string
  readonly license?: string
  readonly option?: string
}

/** A cluster of which nothing is said. */
export const plainSite: Site = {
  ...{ account: undefined, partition: undefined, qos: undefined, constraint: undefined, reservation: undefined },
  ...{ exclude: [], options: [], pools: {}, setup: undefined, modules: [], container: undefined, bind: [], scratch: undefined },
  ...{
    timeMs: undefined,
    controllerMs: undefined,
    mostJobs: 1000,
    mostInJob: 500,
    aimMs: 60_000,
    submitEveryMs: 200,
    visibleMs: 30_000,
    atOnce: 10_000,
    share: { halfLifeMs: undefined, weights: new Map() },
    ssh: undefined,
  },
}
