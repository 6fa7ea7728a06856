import { dayMs } from './civil.ts'
import { means, type Reading, wrong } from './reading.ts'

const form = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const unitsMs = [7 * dayMs, dayMs, 3_600_000, 60_000, 1_000]

/** An ISO 8601 duration of weeks, days (of 24 h), hours, minutes and seconds, in ms: `P3D`, `PT36H`, `P1DT12H`. */
export function readDuration(text: string): Reading<number> {
  const written = text.trim()
  const start = text.indexOf(written)
  const end = start + written.length
  const example = { en: 'Write for example `P3D`, `PT36H` or `P1DT12H`.', ko: '`P3D`, `PT36H`, `P1DT12H`처럼 쓰세요.' }
  const amounts = form.exec(written)?.slice(1)
  if (amounts?.some((amount) => amount !== undefined) && !written.endsWith('T')) {
    return means(Math.round(amounts.reduce((sum, amount, unit) => sum + Number(amount ?? 0) * (unitsMs[unit] ?? 0), 0)))
  }
  if (/^P(?:[\d.]+Y)?(?:[\d.]+M)?(?:[\d.]+D)?(?:T.*)?$/.test(written) && /[YM]/.test(written.split('T')[0] ?? '')) {
    const message = { en: 'Months and years have no fixed length.', ko: '달과 해는 길이가 일정하지 않습니다.' }
    return wrong(start, end, message, { en: 'Write days: `P30D`.', ko: '`P30D`처럼 날수로 쓰세요.' })
  }
  return wrong(start, end, { en: `\`${written}\` is no duration.`, ko: `\`${written}\`은(는) 기간이 아닙니다.` }, example)
}
