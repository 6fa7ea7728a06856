import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { loadSite } from '#define/site.ts'
import { plainSite, type Site } from '#model/site.ts'
import type { RunStarted } from '#run/events.ts'
import type { ShareGiven } from '#run/shares.ts'
import type { State } from '#run/state.ts'
import { readNamedFile } from './definition.ts'
import { Failure } from './failure.ts'

/** Its name beside a workflow file. */
const profileName = 'pwos.site.yaml'

/** A site profile as read now, and where it lies; undefined: none was named and none is there. */
export interface FoundSite {
  readonly site: Site
  readonly path: string | undefined
}

/** The profile that a person named, else the one beside the workflow file. Problems in it are a failure that lists them. */
export function findSite(folder: string, named: string | undefined, workflow: string): FoundSite {
  const beside = join(dirname(workflow), profileName)
  const path = named === undefined ? (existsSync(beside) ? beside : undefined) : resolve(folder, named)
  if (path === undefined) return { site: plainSite, path }
  return { site: siteIn(readNamedFile(folder, path), named ?? profileName), path }
}

/** What the profile says of how whoever starts a run shares with others. */
export function sharingOf({ share: { halfLifeMs, weights } }: Site, startedBy: string | undefined): { readonly share?: ShareGiven } {
  const weight = startedBy === undefined ? undefined : weights.get(startedBy)
  if (halfLifeMs === undefined && weights.size === 0) return {}
  return { share: { weight: weight ?? 1, ...(halfLifeMs === undefined ? {} : { halfLifeMs }) } }
}

function siteIn(text: string, file: string): Site {
  const { site, problems } = loadSite(text, file)
  if (site !== undefined) return site
  const message = { en: `The site profile ${file} has errors.`, ko: `사이트 프로필 ${file}에 오류가 있습니다.` }
  throw new Failure('bad_site', message, { problems })
}

/** The site of each run, read once a leader; one that cannot be read any more counts as nothing said. */
export function createSites(): (state: State, run: string) => Site {
  const known = new Map<string, Site>()
  return (state, run) => {
    const path = pathOf(state.runs.get(run)?.started)
    if (path === undefined) return plainSite
    const site = known.get(path) ?? readAgain(path)
    known.set(path, site)
    return site
  }
}

function pathOf(started: RunStarted | undefined): string | undefined {
  return started?.site
}

function readAgain(path: string): Site {
  try {
    return loadSite(readFileSync(path, 'utf8'), path).site ?? plainSite
  } catch {
    return plainSite
  }
}
