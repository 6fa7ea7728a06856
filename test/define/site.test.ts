import { expect, test } from 'vitest'
import { loadSite, siteJsonSchema } from '#define/site.ts'
import { plainSite } from '#model/site.ts'
import { type JsonSchema, schemaPage } from './reference-page.ts'

test('[SLURM-5] a profile is read with its times and pools; what is left out is as usual', () => {
  const text =
    'account: lab\ntime: 4 h\nbundle_time: 90 s\npools: { a100: { gres: "gpu:a100" } }\nmax_bundle: 1\nmodules: [gcc]\nshare: { half_life: 1 d, weights: { kim: 2 } }\n'
  const { site, problems } = loadSite(text, 's.yaml')
  expect(problems).toEqual([])
  expect(site).toEqual({
    ...plainSite,
    ...{ account: 'lab', timeMs: 14_400_000, aimMs: 90_000, pools: { a100: { gres: 'gpu:a100' } }, mostInJob: 1, modules: ['gcc'] },
    share: { halfLifeMs: 86_400_000, weights: new Map([['kim', 2]]) },
  })
  expect(loadSite('', 's.yaml').site).toEqual(plainSite)
})

test('[SLURM-5] everything wrong with a profile is told at once, with place and nearest word', () => {
  const { site, problems } = loadSite('acount: lab\ntime: 4 GB\nmax_jobs: 0\npools: { x: { gres: a, license: b } }\n', 's.yaml')
  expect(site).toBeUndefined()
  expect(problems.map(({ code, at, hint }) => [code, at?.line, hint?.en])).toEqual([
    ['unknown_key', 1, 'Did you mean `account`?'],
    ['bad_unit', 2, expect.any(String)],
    ['bad_value', 3, undefined],
    ['bad_value', 4, undefined],
  ])
  for (const text of ['- 1', '{', 'a: [', '\u0000', 'time: ${{ x }}']) expect(loadSite(text, 's.yaml').problems.length).toBeGreaterThan(0)
})

test('[SLURM-5] the committed schema and reference page of site profiles are fresh', async () => {
  await expect(`${JSON.stringify(siteJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schema/site.schema.json')
  const intro = [
    'Every key of a site profile, `pwos.site.yaml`: what is true of a cluster, whatever the workflow. This page is generated from the definition',
    'that profiles are checked against; the guide is [../guide/clusters.md](../guide/clusters.md).',
  ]
  const page = schemaPage('Site profile', intro, siteJsonSchema() as JsonSchema)
  await expect(page).toMatchFileSnapshot('../../docs/reference/site-profile.md')
})
