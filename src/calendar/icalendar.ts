import { isoUtc } from './civil.ts'

/** Something with a beginning and an end, as a calendar program shows it. */
export interface CalendarEvent {
  /** The same for the same thing whenever it is exported, so that a program replaces what it has. */
  readonly uid: string
  /** UTC ms, cut to whole seconds. */
  readonly from: number
  /** UTC ms; not after `from`: a moment without length. */
  readonly to: number
  readonly title: string
  readonly description?: string
}

/** RFC 5545: a line holds at most 75 octets, without its end. */
const longestLine = 75

/**
 * A text that calendar programs read (iCalendar, RFC 5545), for a file `.ics`. All times are in UTC, so no time zones need to be
 * described in it. `stamp` is when it was made, in UTC ms.
 */
export function icalendarOf(events: readonly CalendarEvent[], stamp: number): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//PWOS//PWOS//EN', 'CALSCALE:GREGORIAN']
  for (const { uid, from, to, title, description } of events) {
    lines.push('BEGIN:VEVENT', `UID:${escaped(uid)}`, `DTSTAMP:${utc(stamp)}`, `DTSTART:${utc(from)}`)
    // The end must come after the start; without one the event is a moment.
    if (seconds(to) > seconds(from)) lines.push(`DTEND:${utc(to)}`)
    lines.push(`SUMMARY:${escaped(title)}`)
    if (description !== undefined && description !== '') lines.push(`DESCRIPTION:${escaped(description)}`)
    lines.push('END:VEVENT')
  }
  lines.push('END:VCALENDAR')
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000)
}

/** `20261201T000000Z` */
function utc(ms: number): string {
  return isoUtc(seconds(ms) * 1_000).replaceAll(/[-:]/g, '')
}

function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll(controls, ' ')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the format forbids.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** A line that is too long goes on in further ones that begin with a space; no letter is cut in two. */
function folded(line: string): string {
  let text = ''
  let octets = 0
  for (const letter of line) {
    const size = octetsOf(letter)
    if (octets + size > longestLine) {
      text += '\r\n '
      octets = 1
    }
    text += letter
    octets += size
  }
  return text
}

/** In UTF-8. */
function octetsOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
