import { checkStageName } from './names.ts'
import { entriesOf, isGroup, mapAt } from './pick.ts'
import { checkRepeat } from './repeat.ts'
import type { Report } from './report.ts'
import type { Entry } from './tree.ts'

const allowed = ['title', 'objectives', 'stages', 'foreach', 'each', 'when', 'after', 'repeat', 'outputs', 'metrics']

/** Says what is wrong with a stage as it is written, and with all that stand in it; each once, however many are made of it. */
export function checkWritten(entry: Entry, report: Report): void {
  checkRepeat(entry, report)
  if (isGroup(entry)) checkGroup(entry, undefined, report)
}

/** `fanned`: the group around that is fanned out. */
function checkGroup({ key, keySpan, value }: Entry, fanned: string | undefined, report: Report): void {
  const entries = entriesOf(value)
  for (const other of entries.values()) {
    if (allowed.includes(other.key)) continue
    const message = { en: `\`${other.key}\` means nothing in a group.`, ko: `그룹에서는 \`${other.key}\`을(를) 쓸 수 없습니다.` }
    report.say('bad_work', other.keySpan, message, {
      en: `Say it in the stages of \`${key}\`.`,
      ko: `\`${key}\` 안의 단계에 쓰세요.`,
    })
  }
  const members = [...mapAt(entries, 'stages').values()]
  if (members.length === 0 && entries.get('stages')?.value.kind === 'map') {
    report.say('empty_file', keySpan, { en: `There is no stage in \`${key}\`.`, ko: `\`${key}\`에 단계가 없습니다.` })
  }
  const inside = entries.has('foreach') || entries.has('each') ? key : fanned
  for (const member of members) if (isUsable(member, entries.has('repeat'), report)) checkMember(member, inside, report)
}

function checkMember(member: Entry, fanned: string | undefined, report: Report): void {
  if (report.isFull()) return
  checkRepeat(member, report)
  const entries = entriesOf(member.value)
  const own = entries.get('foreach') ?? entries.get('each')
  if (fanned !== undefined && own !== undefined) {
    const message = {
      en: `\`${fanned}\` is fanned out as a whole: a stage in it has one task for each of its elements.`,
      ko: `\`${fanned}\` 전체가 여러 원소로 나뉘므로, 그 안의 단계는 원소마다 작업이 하나입니다.`,
    }
    report.say('bad_rule', own.keySpan, message, {
      en: `Give \`foreach\` of \`${fanned}\` another variable, or take the stage out of it.`,
      ko: `\`${fanned}\`의 \`foreach\`에 변수를 더하거나 단계를 밖으로 옮기세요.`,
    })
  }
  if (isGroup(member)) checkGroup(member, fanned, report)
}

/** Whether a stage of a group has a name that can be used: those of the stages that a group, or a turn, is made of cannot. */
export function isUsable({ key, keySpan }: Entry, repeated: boolean, report: Report): boolean {
  if (!checkStageName(key, keySpan, report)) return false
  if (key !== 'begin' && !(repeated && key === 'enough')) return true
  report.say('bad_name', keySpan, {
    en: `\`${key}\` is a reserved name in a group.`,
    ko: `\`${key}\`은(는) 그룹 안에서 예약된 이름입니다.`,
  })
  return false
}
