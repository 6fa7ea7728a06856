import { dimensionless } from '#expression/dimension.ts'
import type { Instrument } from '#model/resources.ts'
import { calendarAt, zoneOnly } from './calendars.ts'
import { costAt } from './cost.ts'
import { entriesOf, numberAt, textAt, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import { claimName, type GrowingNames } from './resource-names.ts'
import type { Tree } from './tree.ts'
import type { Writing } from './written.ts'

/** Instruments that the file declares, in its order. */
export function compileInstruments(items: readonly Tree[], timezone: string, names: GrowingNames, writing: Writing): Instrument[] {
  return items.flatMap((item) => {
    const entries = entriesOf(item)
    const name = textTreeAt(entries, 'name')
    const instrument = {
      title: textAt(entries, 'title'),
      capacity: numberAt(entries, 'capacity') ?? 1,
      calendar: calendarAt(writing, entries, zoneOnly(timezone)),
      setupMs: durationAt(writing, textTreeAt(entries, 'setup'), 'setup') ?? 0,
      cost: costAt(writing, textTreeAt(entries, 'cost')),
      at: writing.report.place(name ?? item),
    }
    if (name === undefined) return []
    const claimed = claimName(names, name.value, { kind: 'instrument', dimension: dimensionless }, name, writing.report)
    return claimed ? [{ name: name.value, ...instrument }] : []
  })
}
