import { relative } from 'node:path'
import type { Text } from '#expression/text.ts'
import type { WaitingField, WaitingWork } from '#operations/waiting-work.ts'
import { waiverText } from '#report/verdict-text.ts'
import type { Look } from '../answer.ts'
import { moment } from '../terminal/amounts.ts'
import { harmless } from '../terminal/width.ts'

/** Work that waits, with all that a person needs to do it. */
export function renderWaiting(work: WaitingWork, look: Look): readonly string[] {
  const { speak, paint } = look
  const title = work.stageTitle === undefined ? '' : ` ${harmless(work.stageTitle)}`
  const lines = [`${paint.strong(work.reference)}${title} ${paint.dim(`${work.run} · ${harmless(work.title ?? work.workflow)}`)}`]
  lines.push(`  ${whom(work, look)}, ${speak({ en: `since ${moment(work.since)}`, ko: `${moment(work.since)}부터` })}`)
  if (work.due !== null) lines.push(`  ${dueText(work.due, work.overdue, look)}`)
  if (work.instructions !== undefined) for (const line of work.instructions.split('\n')) lines.push(`    ${harmless(line)}`)
  const near = (path: string) => nearPath(look.folder, path)
  for (const { said, path } of work.attachments) lines.push(`  ${speak(words.look)} ${near(path)} ${paint.dim(`(${said})`)}`)
  for (const { said, path, fingerprints } of work.of) {
    const shown = path === '' ? speak(words.hidden) : near(path)
    lines.push(
      `  ${speak(work.kind === 'question' ? words.look : words.of)} ${shown} ${paint.dim(`(${said}, ${fingerprints.map((one) => one.slice(0, 12)).join(' ')})`)}`,
    )
  }
  for (const field of work.form) lines.push(`  ${speak(words.field)} ${fieldText(field, look)}`)
  for (const { name, path, format, optional } of work.outputs) {
    const note = [path, format, optional ? speak(words.optional) : undefined].filter((one) => one !== undefined).join(', ')
    lines.push(`  ${speak(words.file)} ${name} ${paint.dim(`(${note})`)}`)
  }
  const judged = work.kind === 'question' ? words.kept : words.gate
  for (const { name, check, found = '' } of work.gates)
    lines.push(`  ${speak(judged)} ${name} ${paint.dim(check)}${found === '' ? '' : `  ${harmless(found)}`}`)
  for (const one of work.waivers) {
    const where = one.run === undefined ? `${one.stage}: ` : ''
    lines.push(`  ${paint.warn(speak(words.rests))} ${harmless(`${where}${speak(waiverText(one))}`)}`)
  }
  if (work.kind === 'question') lines.push(`  ${paint.dim(speak(choicesText(work)))}`)
  return lines
}

function choicesText({ run, reference }: WaitingWork): Text {
  const of = `${run} ${reference}`
  return {
    en: `to let it pass is a waiver and needs a reason; \`pwos reject\` fails it, \`pwos retry ${of}\` has it done again`,
    ko: `통과시키는 것은 면제이므로 사유가 필요합니다. \`pwos reject\`는 실패로 하고, \`pwos retry ${of}\`는 다시 하게 합니다`,
  }
}

/** By when, and that it is too late. */
export function dueText(due: number, overdue: boolean, { speak, paint }: Look): string {
  const at = moment(due)
  return overdue
    ? paint.bad(speak({ en: `overdue since ${at}`, ko: `기한 ${at} 지남` }))
    : paint.warn(speak({ en: `due ${at}`, ko: `기한 ${at}` }))
}

const words = {
  look: { en: 'look at:', ko: '볼 것:' },
  of: { en: 'approve:', ko: '승인할 것:' },
  hidden: { en: 'hidden until it is unblinded', ko: '블라인드가 풀릴 때까지 숨김' },
  field: { en: 'answer:', ko: '답할 것:' },
  file: { en: 'hand in:', ko: '낼 것:' },
  gate: { en: 'judged by:', ko: '판정 기준:' },
  kept: { en: 'did not pass:', ko: '통과하지 못함:' },
  rests: { en: 'rests on a waiver:', ko: '면제에 기댐:' },
  optional: { en: 'optional', ko: '선택' },
}

function whom({ kind, persons, approved, quorum }: WaitingWork, { speak }: Look): string {
  const names = persons.join(', ')
  if (kind === 'task') return speak({ en: `to be done by ${names}`, ko: `${names}이(가) 할 일` })
  if (kind === 'question') {
    const who = names === '' ? { en: 'anybody', ko: '누구든' } : { en: names, ko: names }
    return speak({ en: `to be let pass or refused by ${who.en}`, ko: `통과시킬지 정할 사람: ${who.ko}` })
  }
  const left = quorum - approved.length
  const so =
    approved.length === 0 ? { en: '', ko: '' } : { en: `, approved by ${approved.join(', ')}`, ko: `, 승인함: ${approved.join(', ')}` }
  return speak({ en: `to be approved by ${left} of ${names}${so.en}`, ko: `${names} 가운데 ${left}명의 승인 필요${so.ko}` })
}

/** `mass [mg] ≥ 1 mg, ≤ 1 g – Mass of silicon` */
export function fieldText({ name, label, type, array, unit, min, max, choices, optional }: WaitingField, { speak, paint }: Look): string {
  const kind = unit === undefined ? ` ${type}${array ? '[]' : ''}` : ` [${unit}]${array ? '[]' : ''}`
  const bounds = [min === undefined ? '' : `≥ ${min}`, max === undefined ? '' : `≤ ${max}`, (choices ?? []).join(' | ')].filter(
    (one) => one !== '',
  )
  const rest = [...bounds, ...(optional ? [speak(words.optional)] : [])].join(', ')
  return `${name}${paint.dim(kind)}${rest === '' ? '' : ` ${rest}`}${label === undefined ? '' : ` ${paint.dim(`– ${harmless(label)}`)}`}`
}

/** What has to be added to that command: each field and file that must be there. */
export function fieldWords({ form, outputs }: WaitingWork): string {
  const fields = form.filter(({ optional }) => !optional).map(({ name }) => ` ${name}=…`)
  const files = outputs.filter(({ optional }) => !optional).map(({ name }) => ` --attach ${name}=…`)
  return [...fields, ...files].join('')
}

function nearPath(folder: string, path: string): string {
  const near = relative(folder, path)
  return near.startsWith('..') || near.length > path.length ? path : near
}
