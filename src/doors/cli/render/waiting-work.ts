import { relative } from 'node:path'
import type { WaitingField, WaitingWork } from '#operations/waiting-work.ts'
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
    lines.push(`  ${speak(words.of)} ${near(path)} ${paint.dim(`(${said}, ${fingerprints.map((one) => one.slice(0, 12)).join(' ')})`)}`)
  }
  for (const field of work.form) lines.push(`  ${speak(words.field)} ${fieldText(field, look)}`)
  for (const { name, path, format, optional } of work.outputs) {
    const note = [path, format, optional ? speak(words.optional) : undefined].filter((one) => one !== undefined).join(', ')
    lines.push(`  ${speak(words.file)} ${name} ${paint.dim(`(${note})`)}`)
  }
  for (const { name, check } of work.gates) lines.push(`  ${speak(words.gate)} ${name} ${paint.dim(check)}`)
  return lines
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
  field: { en: 'answer:', ko: '답할 것:' },
  file: { en: 'hand in:', ko: '낼 것:' },
  gate: { en: 'judged by:', ko: '판정 기준:' },
  optional: { en: 'optional', ko: '선택' },
}

function whom({ kind, persons, approved, quorum }: WaitingWork, { speak }: Look): string {
  const names = persons.join(', ')
  if (kind === 'task') return speak({ en: `to be done by ${names}`, ko: `${names}이(가) 할 일` })
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
