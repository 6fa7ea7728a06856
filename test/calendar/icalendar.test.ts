import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CalendarEvent, icalendarOf } from '#calendar/icalendar.ts'
import { at } from './made.ts'

const stamp = at('2026-11-23T06:45:01.999Z')

test('[CAL-20] events as calendar programs read them', () => {
  const events = [
    {
      uid: 'beam@pwos',
      from: at('2026-12-01T00:00Z'),
      to: at('2026-12-01T08:30Z'),
      title: 'Beam time; run 1, "cold"',
      description: 'a\\b\nsecond',
    },
    { uid: 'due@pwos', from: at('2026-12-04T20:00Z'), to: at('2026-12-04T20:00Z'), title: 'Due', description: '' },
  ]
  expect(icalendarOf(events, stamp).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//PWOS//PWOS//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    'UID:beam@pwos',
    'DTSTAMP:20261123T064501Z',
    'DTSTART:20261201T000000Z',
    'DTEND:20261201T083000Z',
    'SUMMARY:Beam time\\; run 1\\, "cold"',
    'DESCRIPTION:a\\\\b\\nsecond',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:due@pwos',
    'DTSTAMP:20261123T064501Z',
    'DTSTART:20261204T200000Z',
    'SUMMARY:Due',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test('[CAL-20] long Korean lines are folded between letters', () => {
  const title = '빔타임 동안 시료를 바꾸고 회절 무늬를 측정하는 일 😀'.repeat(5)
  const text = icalendarOf([{ uid: '1', from: 0, to: 3_600_000, title }], stamp)
  const folded = text.split('\r\n').filter((line) => line.startsWith('SUMMARY') || line.startsWith(' '))
  expect(folded.length).toBeGreaterThan(4)
  for (const line of folded.slice(0, -1)) expect(Buffer.byteLength(line)).toBeGreaterThan(75 - 4)
  expect(Buffer.from(text).toString()).toBe(text)
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}\r\n`)
})

/** A reader of its own: unfolds, checks the nesting, and undoes the escaping. */
function read(text: string): CalendarEvent[] {
  expect(text.endsWith('\r\n')).toBe(true)
  const lines = text
    .replaceAll(/\r\n[ \t]/g, '')
    .slice(0, -2)
    .split('\r\n')
  const events: { [name: string]: string }[] = []
  let depth = 0
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z]+):(.*)$/su.exec(line) ?? []
    expect(name).not.toBe('')
    if (name === 'BEGIN') {
      depth++
      if (value === 'VEVENT') events.push({})
    } else if (name === 'END') depth--
    else if (depth === 2) Object.assign(events.at(-1) ?? {}, { [name]: value })
  }
  expect(depth).toBe(0)
  const plain = (value: string) => value.replaceAll(/\\([\\;,n])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))
  const time = (value: string) => at(value.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))
  return events.map(({ UID = '', DTSTART = '', DTEND = DTSTART, SUMMARY = '', DESCRIPTION }) => ({
    uid: plain(UID),
    from: time(DTSTART),
    to: time(DTEND),
    title: plain(SUMMARY),
    ...(DESCRIPTION === undefined ? {} : { description: plain(DESCRIPTION) }),
  }))
}

test('[CAL-20] what is exported is read back', () => {
  const words = fc.string({
    unit: fc.constantFrom('a', ';', ',', '\\', 'n', '\n', ' ', '한', '글', '😀', ':', '"'),
    minLength: 1,
    maxLength: 120,
  })
  const event = fc.record({
    uid: fc.uuid(),
    from: fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => seconds * 1_000),
    title: words,
    description: words,
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 4 }), fc.integer({ min: 0, max: 1e6 }), (written, seconds) => {
      const events = written.map((one) => ({ ...one, to: one.from + seconds * 1_000 }))
      const text = icalendarOf(events, stamp)
      expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(read(text)).toEqual(events)
    }),
  )
})

test('[CAL-20] letters that the format forbids are left out', () => {
  const text = icalendarOf([{ uid: 'a\u0000b', from: -86_400_000, to: 0, title: 'x\ry\u001b[1m' }], stamp)
  expect(text).toContain('UID:a b\r\n')
  expect(text).toContain('DTSTART:19691231T000000Z\r\nDTEND:19700101T000000Z\r\n')
  expect(text).toContain('SUMMARY:x\\ny [1m\r\n')
})
