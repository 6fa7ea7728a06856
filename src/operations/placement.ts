import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Elsewhere } from '#define/pools.ts'
import type { WorldName } from '#model/placement.ts'
import type { Site } from '#model/site.ts'
import type { RunStarted } from '#run/events.ts'
import type { Definition } from './definition.ts'
import { Failure } from './failure.ts'
import { findSite, sharingOf } from './site.ts'

/** Where a run's stages run, and what is known of the cluster. */
export interface Placement extends Elsewhere {
  /** Absolute path of the site profile. */
  readonly site: string | undefined
  /** As the profile names it; empty: the cluster's usual one. */
  readonly partition: string
}

interface Given {
  readonly on?: WorldName | undefined
  readonly site?: string | undefined
}

/** A profile is read where a stage needs it or where it was named; Slurm has to be there where a stage runs on it. */
export function placementOf(definition: Definition, given: Given, folder: string): Placement {
  const asked = worldsIn(definition, given)
  if (asked.has('slurm')) requireSlurm()
  const placement = placementForPlan(definition, given, folder)
  if (asked.has('ssh')) requireSsh(placement.sshCpu !== undefined)
  return placement
}

/** Of a run as it begins: who starts it, where, and how it shares with others. */
export function beginningFields(
  workflowPath: string,
  { on, site }: Pick<Placement, 'on' | 'site'>,
  startedBy: string | undefined,
): Pick<RunStarted, 'startedBy' | 'share' | 'on' | 'site'> {
  return {
    ...(startedBy === undefined ? {} : { startedBy }),
    ...sharingOf(findSite(dirname(workflowPath), site, workflowPath).site, startedBy),
    ...(on === 'local' ? {} : { on }),
    ...(site === undefined ? {} : { site }),
  }
}

/** How the cluster is asked for a job that leads. */
export function siteOfController({ site }: Given, workflowPath: string, folder: string): Site {
  requireSlurm()
  return findSite(folder, site, workflowPath).site
}

/** The same where nothing is to run, so that nothing has to be there. */
export function placementForPlan(definition: Definition, given: Given, folder: string): Placement {
  const { on = 'local', site } = given
  const asked = worldsIn(definition, given)
  if (!asked.has('slurm') && !asked.has('ssh') && site === undefined) return { on, atOnce: 1, site: undefined, partition: '' }
  const { site: found, path: profile } = findSite(folder, site, definition.path)
  const there = { on, atOnce: found.atOnce, site: profile, partition: found.partition ?? '' }
  return { ...there, ...(found.ssh === undefined ? {} : { sshCpu: found.ssh.cpu }) }
}

function worldsIn({ workflow }: Definition, { on = 'local' }: Given): ReadonlySet<WorldName> {
  return new Set(workflow.stages.map((stage) => stage.on ?? on))
}

function requireSsh(isNamed: boolean): void {
  if (!isNamed) {
    const message = {
      en: '`on: ssh` needs a machine: name it in pwos.site.yaml as `ssh: { host: HOST }`.',
      ko: '`on: ssh`에는 컴퓨터가 필요합니다. pwos.site.yaml에 `ssh: { host: HOST }`로 적으세요.',
    }
    throw new Failure('no_cluster', message)
  }
  const missing = ['ssh', 'rsync'].filter((program) => !isOnPath(program))
  if (missing.length === 0) return
  throw new Failure('no_cluster', {
    en: `${missing.join(' and ')} cannot be found on the PATH.`,
    ko: `PATH에서 ${missing.join(', ')}을(를) 찾을 수 없습니다.`,
  })
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
