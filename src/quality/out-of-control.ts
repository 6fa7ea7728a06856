import type { Text } from '#expression/text.ts'

/** A rule that tells a process that is out of control, and on which points of a series it fires. */
export interface ControlRule {
  readonly name: string
  readonly says: Text
  readonly source: string
  /** `z`: distances from the centre in σ, up to and with the point that is judged. */
  readonly holds: (z: readonly number[]) => boolean
}

function lastOf(z: readonly number[], count: number): readonly number[] | undefined {
  return z.length < count ? undefined : z.slice(-count)
}

/** At least `wanted` of the last `count` beyond `limit` on one side, the newest among them. */
function mostBeyond(z: readonly number[], wanted: number, count: number, limit: number): boolean {
  const last = lastOf(z, count)
  const newest = z.at(-1) ?? 0
  if (last === undefined || Math.abs(newest) <= limit) return false
  const side = Math.sign(newest)
  return last.filter((one) => one * side > limit).length >= wanted
}

function oneSide(z: readonly number[], count: number): boolean {
  const last = lastOf(z, count)
  return last !== undefined && (last.every((one) => one > 0) || last.every((one) => one < 0))
}

function steps(z: readonly number[], count: number): readonly number[] | undefined {
  return lastOf(z, count)?.flatMap((one, at, all) => (at === 0 ? [] : [one - (all[at - 1] ?? 0)]))
}

const westernElectric = 'Western Electric, Statistical Quality Control Handbook, 1956, pp. 25–28'
const nelson = 'L. S. Nelson, J. Quality Technology 16 (1984) 237'

const beyondThree: ControlRule = {
  name: 'beyond-3',
  says: { en: 'beyond 3 σ', ko: '3 σ 밖' },
  source: westernElectric,
  holds: (z) => Math.abs(z.at(-1) ?? 0) > 3,
}
const twoOfThree: ControlRule = {
  name: '2-of-3-beyond-2',
  says: { en: '2 of 3 beyond 2 σ on one side', ko: '3개 중 2개가 같은 쪽 2 σ 밖' },
  source: westernElectric,
  holds: (z) => mostBeyond(z, 2, 3, 2),
}
const fourOfFive: ControlRule = {
  name: '4-of-5-beyond-1',
  says: { en: '4 of 5 beyond 1 σ on one side', ko: '5개 중 4개가 같은 쪽 1 σ 밖' },
  source: westernElectric,
  holds: (z) => mostBeyond(z, 4, 5, 1),
}
const eightOneSide: ControlRule = {
  name: '8-on-one-side',
  says: { en: '8 in a row on one side', ko: '8개가 연달아 한쪽' },
  source: westernElectric,
  holds: (z) => oneSide(z, 8),
}

/** The four rules of Western Electric; in control they fire every 91.75 values (Champ & Woodall, Technometrics 29 (1987) 393). */
export const westernElectricRules: readonly ControlRule[] = [beyondThree, twoOfThree, fourOfFive, eightOneSide]

/** The eight tests of Nelson. */
export const nelsonRules: readonly ControlRule[] = [
  beyondThree,
  {
    name: '9-on-one-side',
    says: { en: '9 in a row on one side', ko: '9개가 연달아 한쪽' },
    source: nelson,
    holds: (z) => oneSide(z, 9),
  },
  {
    name: '6-steadily',
    says: { en: '6 in a row rising or falling', ko: '6개가 연달아 증가하거나 감소' },
    source: nelson,
    holds: (z) => {
      const moves = steps(z, 6)
      return moves !== undefined && (moves.every((move) => move > 0) || moves.every((move) => move < 0))
    },
  },
  {
    name: '14-alternating',
    says: { en: '14 in a row up and down by turns', ko: '14개가 번갈아 오르내림' },
    source: nelson,
    holds: (z) => steps(z, 14)?.every((move, at, all) => move !== 0 && (at === 0 || move * (all[at - 1] ?? 0) < 0)) ?? false,
  },
  twoOfThree,
  fourOfFive,
  {
    name: '15-within-1',
    says: { en: '15 in a row within 1 σ', ko: '15개가 연달아 1 σ 안' },
    source: nelson,
    holds: (z) => lastOf(z, 15)?.every((one) => Math.abs(one) < 1) ?? false,
  },
  {
    name: '8-beyond-1',
    says: { en: '8 in a row beyond 1 σ on both sides', ko: '8개가 연달아 양쪽 1 σ 밖' },
    source: nelson,
    holds: (z) => lastOf(z, 8)?.every((one) => Math.abs(one) > 1) ?? false,
  },
]
