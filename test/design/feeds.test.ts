import { expect, test } from 'vitest'
import { type FeedName, feedOf } from '#design/feeds/feed.ts'
import { feedSchemas } from '#design/feeds/feed-shapes.ts'
import type { Plan } from '#plan/plan.ts'
import { workflow } from '../report/by-hand.ts'
import { beamtime } from './beamtime.ts'
import { feedsPage } from './feeds-page.ts'
import { entriesIn, exampleText, planOf, planOfFile, viewFor } from './planned.ts'
import { templateKeys } from './template-keys.ts'

const names = Object.keys(feedSchemas) as FeedName[]
const made = { stamp: '20261201000000', date: '2026-12-01' }

// `npx vitest run test/design -u` writes it anew.
test('[DESIGN-15] docs/reference/feeds.md says what the feeds hold', async () => {
  await expect(feedsPage()).toMatchFileSnapshot('../../docs/reference/feeds.md')
})

function feed(plan: Plan, name: FeedName, language: 'en' | 'ko' = 'en') {
  return feedOf(name, viewFor(plan, language), made)
}

function keysOf(name: string): readonly string[] {
  const lines = (templateKeys[name] ?? '').trim().split('\n')
  return lines.flatMap((line) => {
    const [parent = '', keys = ''] = line.split(': ')
    return keys.split(' ').map((key) => (parent === '' ? key : `${parent}.${key}`))
  })
}

/** Whether a path leads somewhere, through the first record of a list. */
function has(value: unknown, path: readonly string[]): boolean {
  const [first, ...rest] = path
  if (first === undefined) return true
  const here = Array.isArray(value) ? value[0] : value
  return typeof here === 'object' && here !== null && first in here && has(here[first as keyof typeof here], rest)
}

test.each(names)('[DESIGN-15] %s has every key of its task or template, and no other', async (name) => {
  const plan = await planOf(beamtime(), { seeds: 0 })
  const { unstated, ...rest } = feed(plan, name)
  const keys = keysOf(name)
  expect(keys.length).toBeGreaterThan(5)
  expect(keys.filter((key) => !has(rest, key.split('.')))).toEqual([])
  const roots = new Set(keys.map((key) => key.split('.')[0]))
  expect(Object.keys(rest).sort()).toEqual([...roots].sort())
  expect(typeof unstated).toBe('object')
})

test('[DESIGN-15] every feed of every plan fits its schema, and says why where it is empty', async () => {
  const plans = [
    await planOf(beamtime(), { seeds: 0 }),
    await planOfFile(exampleText('argon'), { seeds: 5 }),
    await planOf(workflow([{ name: 'lonely' }]), { seeds: 0 }),
  ]
  for (const plan of plans) {
    for (const name of names) {
      for (const language of ['en', 'ko'] as const) {
        const filled = feed(plan, name, language)
        expect(feedSchemas[name].safeParse(filled).error?.message, name).toBeUndefined()
        const reasons = filled.unstated as { readonly [path: string]: string }
        for (const [path, reason] of Object.entries(reasons)) {
          const value = path
            .split(/\.|\[|\]\.?/)
            .filter((key) => key !== '')
            .reduce<unknown>((inner, key) => (inner as { [key: string]: unknown })[key], filled)
          expect(value === null || Object.keys(value as object).length === 0, path).toBe(true)
          if (language === 'ko') expect(reason).toMatch(/[가-힣]/)
        }
      }
    }
  }
})

test('[DESIGN-15] what feeds say is of this workflow: two share next to nothing', async () => {
  const [a, b] = [await planOf(beamtime(), { seeds: 0 }), await planOfFile(exampleText('argon'), { seeds: 5 })]
  for (const name of names) {
    const { unstated: _, ...first } = feed(a, name)
    const { unstated: __, ...second } = feed(b, name)
    const known = new Set(entriesIn(first))
    const shared = entriesIn(second).filter((entry) => known.has(entry) && !/^bash$/.test(entry))
    expect(shared, name).toEqual([])
  }
})

test('[DESIGN-15] a beamtime fills people, instruments and deadlines', async () => {
  const plan = await planOf(beamtime(), { seeds: 0 })
  const { workflow_design: design } = feed(plan, 'workflow-design-tmpl') as {
    workflow_design: { [key: string]: { [key: string]: unknown } }
  }
  expect(design.stakeholder_framework).toEqual({
    primary_participants: [
      'jiwoo (student, operator): Mon-Fri 09:00-18:00 (Asia/Seoul)',
      'minjun (operator): Mon-Fri 13:00-22:00 (Asia/Seoul)',
      'prof-kim (pi): Mon-Fri 09:00-18:00 (Asia/Seoul), away 2026-12-04',
    ],
    supporting_roles: ['operator: measure'],
    external_dependencies: ['beamline: 10 min of setup; only 2026-12-02 08:00 to 2026-12-03 20:00 (Asia/Seoul)'],
    decision_authorities: ['sign-off: pi (prof-kim) decides'],
  })
})
