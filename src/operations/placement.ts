import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Elsewhere } from '#define/pools.ts'
import type { WorldName } from '#model/placement.ts'
import type { Definition } from './definition.ts'
import { Failure } from './failure.ts'
import { findSite } from './site.ts'

/** Where a run's stages run, and what is known of the cluster. */
export interface Placement extends Elsewhere {
  /** Absolute path of the site profile. */
  readonly site: string | undefined
}

interface Given {
  readonly on?: WorldName | undefined
  readonly site?: string | undefined
}

/** A profile is read where a stage needs it or where it was named; Slurm has to be there where a stage runs on it. */
export function placementOf({ workflow, path }: Definition, { on = 'local', site }: Given, folder: string): Placement {
  const far = workflow.stages.some((stage) => (stage.on ?? on) !== 'local')
  if (!far && site === undefined) return { on, atOnce: 1, site: undefined }
  const found = findSite(folder, site, path)
  if (far) requireSlurm()
  return { on, atOnce: found.site.atOnce, site: found.path }
}

function requireSlurm(): void {
  const missing = ['sbatch', 'squeue', 'scancel'].filter((program) => !isOnPath(program))
  if (missing.length === 0) return
  throw new Failure('no_cluster', {
    en: `Slurm is not here: ${missing.join(', ')} cannot be found on the PATH.`,
    ko: `Slurm이 없습니다. PATH에서 ${missing.join(', ')}을(를) 찾을 수 없습니다.`,
  })
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}
