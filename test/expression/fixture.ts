import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { read } from './reading.ts'

/** Values that a generator beside them computed independently: `fixtures/NAME.py` says with what. */
export function fixtureOf<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'))
}

/** How far a value is from what it should be, relative to that. */
export function relativeError(value: number, expected: number): number {
  return value === expected ? 0 : Math.abs(value - expected) / Math.abs(expected)
}

/** That an expression gives a number within a relative error. */
export function expectNear(value: unknown, expected: number, within: number, of = ''): void {
  if (typeof value !== 'number') throw new Error(`${of} gives ${JSON.stringify(value)}`)
  expect(relativeError(value, expected), `${of}: ${value} for ${expected}`).toBeLessThanOrEqual(within)
}

/** The number that an expression gives for values handed in by name. */
export function numberOf(source: string, values: Parameters<typeof read>[1] = {}): number {
  const value = read(source, values)
  if (typeof value !== 'number') throw new Error(`${source} gives ${JSON.stringify(value)}`)
  return value
}
