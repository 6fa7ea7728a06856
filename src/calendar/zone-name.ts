import { nearest } from '#expression/nearest.ts'
import { means, type Reading, wrong } from './reading.ts'

/** What people write for a zone, and what they mean by it. */
const meant: { readonly [written: string]: string } = {
  kst: 'Asia/Seoul',
  한국: 'Asia/Seoul',
  서울: 'Asia/Seoul',
  대한민국: 'Asia/Seoul',
  jst: 'Asia/Tokyo',
  일본: 'Asia/Tokyo',
  도쿄: 'Asia/Tokyo',
  중국: 'Asia/Shanghai',
  베이징: 'Asia/Shanghai',
  beijing: 'Asia/Shanghai',
  cest: 'Europe/Berlin',
  독일: 'Europe/Berlin',
  geneva: 'Europe/Zurich',
  cern: 'Europe/Zurich',
  bst: 'Europe/London',
  영국: 'Europe/London',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  cdt: 'America/Chicago',
  edt: 'America/New_York',
  협정세계시: 'UTC',
}

const hintOfForm = {
  en: 'Write the name of a place as the time zone database has it, such as `Asia/Seoul`, or `UTC`.',
  ko: '`Asia/Seoul`처럼 시간대 데이터베이스에 있는 이름이나 `UTC`를 쓰세요.',
}

/** A time zone by its IANA name, in the spelling the database has where only the case differs. */
export function readZone(text: string): Reading<string> {
  const name = text.trim()
  const start = text.indexOf(name)
  if (name === '') return wrong(0, text.length, { en: 'The time zone is empty.', ko: '시간대가 비어 있습니다.' }, hintOfForm)
  if (/^(utc|gmt)$/i.test(name)) return means('UTC')
  // Offsets are zones to some hosts and not to others.
  if (/^[\w+\-/]+$/.test(name) && !/^[+-]/.test(name) && isZone(name)) return means(spelling(name))
  const message = { en: `There is no time zone \`${name}\`.`, ko: `\`${name}\`(이)라는 시간대는 없습니다.` }
  return wrong(start, start + name.length, message, hintOf(name))
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Aliases such as `Asia/Kathmandu` are kept as written: what they stand for differs between hosts. */
function spelling(name: string): string {
  const lower = name.toLowerCase()
  return Intl.supportedValuesOf('timeZone').find((known) => known.toLowerCase() === lower) ?? name
}

function hintOf(name: string): typeof hintOfForm {
  const found = meant[name.toLowerCase()] ?? fixedZone(name) ?? placeNamed(name)
  if (found === undefined) return hintOfForm
  return { en: `Did you mean \`${found}\`?`, ko: `\`${found}\`을(를) 쓰려던 것인가요?` }
}

/** `+09:00` and `UTC+9` by the database's name, in which the sign is that of the other direction. */
function fixedZone(name: string): string | undefined {
  const [, sign, hours] = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?00)?$/i.exec(name) ?? []
  if (hours === undefined || Number(hours) > 14) return undefined
  return Number(hours) === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`
}

function placeNamed(name: string): string | undefined {
  const all = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Asia/Kathmandu', 'Asia/Kolkata', 'Europe/Kyiv', 'Asia/Ho_Chi_Minh']
  const places = new Map(all.map((zone) => [zone.slice(zone.lastIndexOf('/') + 1).toLowerCase(), zone]))
  const parts = name.toLowerCase().replaceAll(' ', '_').split('/')
  const exact = parts.find((part) => places.has(part))
  const near = exact ?? nearest(parts.at(-1) ?? '', places.keys())
  return (exact && places.get(exact)) ?? nearest(name, all) ?? (near && places.get(near))
}
