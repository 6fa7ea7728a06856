/** A moment as explanations show it. Times of day are for the doors: here they are UTC, as in the journal. */
export function utcTime(at: number): string {
  const seconds = Math.floor(at / 1000)
  const [day, hour, minute, second] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ]
  const time = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')
  return `${dateOf(day)} ${time} UTC`
}

/** Days since 1970 as a date (Howard Hinnant, "chrono-compatible low-level date algorithms": civil_from_days). */
function dateOf(day: number): string {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${String(month).padStart(2, '0')}-${String(doy - Math.floor((153 * mp + 2) / 5) + 1).padStart(2, '0')}`
}

/** How people name a task: `sample/L=8`. */
export function taskName({ stage, task, label }: { readonly stage: string; readonly task: number; readonly label: string }): string {
  return label === '' ? (task === 0 ? stage : `${stage}/${task}`) : `${stage}/${label}`
}
