import type { Group } from '#model/branching.ts'
import type { Outline } from './outline.ts'
import { mapAt } from './pick.ts'
import { type Needing, need, sameTasksKind } from './references.ts'
import type { Report } from './report.ts'
import type { Known } from './scope.ts'
import { isMany } from './within.ts'

/** What a stage is to its group; see `unroll.ts`. */
export function compileGroup({ group, entries }: Outline, known: Known, report: Report): { readonly group?: Group } {
  if (group === undefined) return {}
  const { part, of, outputs, metrics } = group
  for (const [what, all] of [['outputs', outputs] as const, ['metrics', metrics] as const]) {
    for (const { name, from } of all) {
      const many = from.find(({ stage }) => known.lineage.isFanout(stage))
      const entry = mapAt(entries, what).get(name)
      if (many === undefined || isMany(of) || entry === undefined) continue
      const stage = known.outlines[many.stage]?.name ?? ''
      const message = {
        en: `\`${stage}\` has many tasks, and the group shows one thing by one name.`,
        ko: `\`${stage}\`에는 작업이 여러 개인데 그룹은 이름 하나에 하나만 보입니다.`,
      }
      report.say('fanout_as_single', entry.value, message, {
        en: 'Let a stage of the group gather them.',
        ko: '그룹 안의 단계에서 모으세요.',
      })
    }
  }
  return { group: { part, outputs, metrics } }
}

/** All in a group wait for what begins it, and what stands for it waits for all in it. */
export function followGroup(outline: Outline, needing: Needing, known: Known): void {
  const { behind, group } = outline
  const begin = behind === undefined ? undefined : known.byName.get(behind)
  if (begin !== undefined && outline.each !== begin.index) need(needing, begin.index, 'whole', { order: true }).join ??= 'all'
  if (group?.part !== 'end') return
  const shown = [...group.outputs, ...group.metrics]
  for (const name of group.of.members.values()) {
    const member = known.byName.get(name)
    if (member !== undefined) need(needing, member.index, kindOf(outline, member, known), { order: true })
  }
  for (const { from } of shown) {
    const [only, other] = from
    const member = only === undefined || other !== undefined ? undefined : known.outlines[only.stage]
    if (member !== undefined) need(needing, member.index, kindOf(outline, member, known), {})
  }
  for (const { from } of group.outputs) {
    for (const { stage, name } of from) {
      const member = known.outlines[stage]
      if (member !== undefined) need(needing, stage, kindOf(outline, member, known), { order: true }).outputs.add(name)
    }
  }
}

function kindOf({ within }: Outline, member: Outline, known: Known) {
  return isMany(within) ? sameTasksKind(known, member) : 'whole'
}
