import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatJson, formatNumber, formatPercent, formatTime, formatWithError } from '#report/format.ts'
import { columnsOf, shorten } from '#report/text-width.ts'

test('[REP-22] numbers keep their meaning and no more digits than they need', () => {
  expect([0, 1, -3, 12_345, 1_234_567].map((value) => formatNumber(value))).toEqual(['0', '1', '−3', '12345', '1,234,567'])
  expect([2.269185314, -0.00012345678, 1234.5678].map((value) => formatNumber(value))).toEqual(['2.2692', '−0.00012346', '1234.6'])
  expect([1.602176634e-19, 6.02214076e23, -1e-7].map((value) => formatNumber(value))).toEqual(['1.6022×10⁻¹⁹', '6.0221×10²³', '−1×10⁻⁷'])
  expect([Number.NaN, Number.POSITIVE_INFINITY].map((value) => formatNumber(value))).toEqual(['NaN', '∞'])
})

test('[REP-22] a value is rounded to two digits of its error', () => {
  expect(formatWithError(2.26873, 0.00121)).toBe('2.2687 ± 0.0012')
  expect(formatWithError(-100.4, 12.3)).toBe('−100 ± 12')
  expect(formatWithError(1, 0)).toBe('1 ± 0')
  expect(formatWithError(6.02e23, 1e18)).toBe('6.02×10²³ ± 1×10¹⁸')
})

test('[REP-22] times, lengths of time, bytes and shares', () => {
  expect(formatTime(Date.UTC(2024, 1, 29, 23, 59, 59), { offsetMinutes: 0, name: 'UTC' })).toBe('2024-02-29 23:59:59')
  expect(formatTime(Date.UTC(2026, 11, 31, 16, 0, 0), { offsetMinutes: 540, name: 'Asia/Seoul' })).toBe('2027-01-01 01:00:00')
  expect(
    [0, 0.4, 12, 999, 1_000, 59_949, 60_000, 3_599_000, 3_600_000, 172_800_000 + 3_600_000].map((ms) => formatDuration(ms, 'en')),
  ).toEqual(['0 s', '0 s', '12 ms', '999 ms', '1 s', '59.9 s', '1 min', '59 min 59 s', '1 h', '2 d 1 h'])
  expect([1_500, 80_000, 3_700_000].map((ms) => formatDuration(ms, 'ko'))).toEqual(['1.5초', '1분 20초', '1시간 1분'])
  expect([0, 999, 1_000, 1_234_567, 5e12].map(formatBytes)).toEqual(['0 B', '999 B', '1 kB', '1.23 MB', '5 TB'])
  expect([0, 0.004, 0.5, -0.21, Number.NaN].map(formatPercent)).toEqual(['0 %', '0.4 %', '50 %', '−21 %', '–'])
})

test('[REP-22] any time of eight centuries has the date that the calendar gives it', () => {
  for (let day = -146_097; day < 146_097; day += 97) {
    const at = day * 86_400_000 + 45_296_000
    expect(formatTime(at, { offsetMinutes: 0, name: 'UTC' })).toBe(new Date(at).toISOString().slice(0, 19).replace('T', ' '))
  }
})

test('[REP-22] journalled values: quantities with their unit, long lists shortened', () => {
  expect(formatJson({ value: 2, unit: 'GB' })).toBe('2 GB')
  expect(formatJson([1, 2, 3])).toBe('1, 2, 3')
  expect(formatJson(Array.from({ length: 100 }, (_, at) => at))).toBe('0, 1, 2, 3, 4, 5, 6, 7, …, 99')
  expect(formatJson({ value: 2.26912, uncertainty: 0.0012 })).toBe('2.2691 ± 0.0012')
  expect(formatJson({ value: 1.1, unit: 'eV', uncertainty: 0.02 })).toBe('1.100 ± 0.020 eV')
  expect(formatJson({ a: [1] })).toBe('{"a":[1]}')
})

test('[REP-22] Korean letters take two columns', () => {
  expect(columnsOf('단계 a')).toBe(6)
  expect(shorten('임계 온도의 측정', 8)).toBe('임계 온…')
  expect(shorten('short', 8)).toBe('short')
})
