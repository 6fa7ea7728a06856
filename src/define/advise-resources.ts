import { readRange } from '#calendar/range.ts'
import { zoneOf } from '#calendar/zone.ts'
import { readZone } from '#calendar/zone-name.ts'
import type { Workflow } from '#model/workflow.ts'
import { entriesOf, itemsAt, mapAt, oneOrMore, textAt, textTreeAt } from './pick.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'

type Entries = ReadonlyMap<string, Entry>

/** Warns of people whom nobody can ask for anything, and of windows that are over before the start. */
export function adviseResources(workflow: Workflow, entries: Entries, report: Report): void {
  const resources = mapAt(entries, 'resources')
  adviseIdle(workflow, resources, report)
  if (workflow.start === undefined) return
  const things = [
    ...itemsAt(resources, 'people'),
    ...itemsAt(resources, 'instruments'),
    ...[...resources.values()].map(({ value }) => value),
  ]
  for (const thing of things) adviseWindows(entriesOf(thing), workflow.timezone, workflow.start, report)
}

function adviseIdle({ people, stages }: Workflow, resources: Entries, report: Report): void {
  const asked = new Set<string>()
  for (const { needs, alternatives, human } of stages) {
    for (const option of [{ needs }, ...alternatives]) for (const { pool } of option.needs) asked.add(pool)
    for (const name of human?.by ?? []) asked.add(name)
  }
  const idle = new Set(people.filter(({ name, roles }) => roles.length === 0 && !asked.has(name)).map(({ name }) => name))
  for (const item of itemsAt(resources, 'people')) {
    const tree = textTreeAt(entriesOf(item), 'name')
    if (tree === undefined || !idle.has(tree.value)) continue
    const message = {
      en: `\`${tree.value}\` has no roles, and no stage asks for this person.`,
      ko: `\`${tree.value}\`은(는) 역할이 없고 어떤 단계도 이 사람을 찾지 않습니다.`,
    }
    report.say('idle_person', tree, message)
  }
}

function adviseWindows(thing: Entries, timezone: string, start: number, report: Report): void {
  const zone = zoneOf(readZone(textAt(thing, 'timezone') ?? timezone).value ?? timezone)
  for (const tree of oneOrMore(thing.get('windows')?.value)) {
    const { value } = readRange(tree.value, zone)
    if (value === undefined || value.to > start) continue
    report.say('past_window', tree, {
      en: 'This window is over before the `start` of the workflow.',
      ko: '워크플로의 `start` 전에 끝나는 기간입니다.',
    })
  }
}
