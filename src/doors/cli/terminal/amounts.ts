import type { Language } from '#expression/text.ts'
import { formatTime } from '#report/format.ts'

const units = { en: { s: 's', min: 'min', h: 'h' }, ko: { s: '초', min: '분', h: '시간' } }

/** How often something happens: per second where it is quick, else per minute or hour. */
export function rate(perMs: number, language: Language): string {
  const unit = units[language]
  if (perMs * 1000 >= 1) return `${Number((perMs * 1000).toPrecision(3))}/${unit.s}`
  if (perMs * 60_000 >= 1) return `${Number((perMs * 60_000).toPrecision(2))}/${unit.min}`
  return `${Number((perMs * 3_600_000).toPrecision(2))}/${unit.h}`
}

/** `2026-11-23 03:12:09` in the zone of this machine. */
export function moment(at: number): string {
  return formatTime(at, { offsetMinutes: -new Date(at).getTimezoneOffset(), name: '' })
}
