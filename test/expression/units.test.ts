import { expect, test } from 'vitest'
import { physicalConstant, physicalConstants } from '#expression/constants.ts'
import { baseDimensions, dimensionless, unitOfDimension } from '#expression/dimension.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { refusedUnits, unitGroups } from '#expression/unit-table.ts'
import { convert, magnitude, parseUnit, quantity, valueIn } from '#expression/units.ts'

const si = (value: number, unit: string) => quantity(value, unit).si
const constant = (name: string) => physicalConstant(name)?.value ?? Number.NaN
const off = (a: number, b: number) => Math.abs(a / b - 1)

test('[EXPR-31] units agree with published values', () => {
  // Value in SI base units; exact unless a tolerance is said. Sources beside the tables in src/expression.
  const exact: readonly (readonly [number, string, number])[] = [
    [1, 'kg', 1],
    [1, 'g', 1e-3],
    [1, 'km', 1000],
    [1, 'min', 60],
    [1, 'h', 3600],
    [1, 'd', 86400],
    [1, 'yr', 31557600],
    [1, 'us', 1e-6],
    [1, 'µs', 1e-6],
    [1, 'μs', 1e-6],
    [1, 'L', 1e-3],
    [1, 'bar', 1e5],
    [1, 'atm', 101325],
    [760, 'torr', 101325],
    [1, 'cal', 4.184],
    [1, 'kcal/mol', 4184],
    [1, 'erg', 1e-7],
    [1, 'gauss', 1e-4],
    [1, 'eV', 1.602176634e-19],
    [1, 'AU', 149597870700],
    [1, 'ly', 9460730472580800],
    [1, 'kB', 1000],
    [1, 'KiB', 1024],
    [1, 'GB', 1e9],
    [1, 'GiB', 1073741824],
    [8, 'bit', 1],
    [1, 'Gbit', 1.25e8],
    [0, 'degC', 273.15],
    [1, 'percent', 0.01],
    [1, '%', 0.01],
    [1, 'kWh', 3.6e6],
    [1, 'L/s', 1e-3],
    [1, 'N*m', 1],
    [1, 'N m', 1],
    [1, '1/s', 1],
    [1, 'm^2 kg / s^2', 1],
    [1, 'u', 1.66053906892e-27],
  ]
  for (const [value, unit, expected] of exact) expect(off(si(value, unit), expected), unit).toBeLessThan(4e-16)
  const near: readonly (readonly [string, number])[] = [
    ['pc', 3.085677581491367e16],
    ['angstrom', 1e-10],
    ['bohr', 5.29177210544e-11],
    ['barn', 1e-28],
    ['pbarn', 1e-40],
    ['deg', 0.017453292519943295],
    ['arcsec', 4.84813681109536e-6],
    ['debye', 3.33564095198152e-30],
    ['oersted', 79.5774715459477],
    ['mmHg', 133.322387415],
    ['Jy', 1e-26],
    ['Msun', 1.988409870698051e30],
    ['eV/angstrom', 1.602176634e-9],
    ['hartree', 4.359744722206e-18],
    ['Mpc', 3.085677581491367e22],
    ['mas', 4.84813681109536e-9],
  ]
  for (const [unit, expected] of near) expect(off(si(1, unit), expected), unit).toBeLessThan(1e-14)
  expect(si(32, 'degF')).toBeCloseTo(273.15, 12)
  expect(si(212, 'degF')).toBeCloseTo(373.15, 12)
})

test('[EXPR-31] derived units are what they are made of', () => {
  const same: readonly (readonly [string, string])[] = [
    ['N', 'kg*m/s^2'],
    ['J', 'N*m'],
    ['W', 'J/s'],
    ['Pa', 'N/m^2'],
    ['V', 'W/A'],
    ['ohm', 'V/A'],
    ['Ω', 'V/A'],
    ['F', 'C/V'],
    ['S', 'A/V'],
    ['Wb', 'V*s'],
    ['T', 'Wb/m^2'],
    ['H', 'Wb/A'],
    ['C', 'A*s'],
    ['Gy', 'J/kg'],
    ['kat', 'mol/s'],
    ['lx', 'lm/m^2'],
    ['Hz', 's^-1'],
    ['J/(mol*K)', 'J/mol/K'],
    ['kg m² s⁻²', 'J'],
  ]
  for (const [left, right] of same) {
    const [a, b] = [parseUnit(left).unit, parseUnit(right).unit]
    expect(a?.dimension, left).toEqual(b?.dimension)
    expect(a?.factor, left).toBe(b?.factor)
  }
})

test('[EXPR-31] constants agree with each other as physics says', () => {
  const {
    c,
    h,
    hbar,
    e,
    k_B,
    N_A,
    R,
    F,
    alpha,
    m_e,
    m_p,
    m_u,
    a_0,
    E_h,
    R_inf,
    epsilon_0,
    mu_0,
    Z_0,
    mu_B,
    mu_N,
    r_e,
    sigma_T,
    lambda_C,
    sigma,
    b_wien,
  } = Object.fromEntries(physicalConstants.map(({ name, value }) => [name, value])) as Record<string, number>
  const pi = Math.PI
  const relations: readonly (readonly [string, number, number])[] = [
    ['a_0', a_0!, hbar! / (m_e! * c! * alpha!)],
    ['E_h', E_h!, m_e! * (alpha! * c!) ** 2],
    ['R_inf', R_inf!, E_h! / (2 * h! * c!)],
    ['alpha', alpha!, e! ** 2 / (4 * pi * epsilon_0! * hbar! * c!)],
    ['mu_0', mu_0!, 1 / (epsilon_0! * c! ** 2)],
    ['Z_0', Z_0!, mu_0! * c!],
    ['mu_B', mu_B!, (e! * hbar!) / (2 * m_e!)],
    ['mu_N', mu_N!, (e! * hbar!) / (2 * m_p!)],
    ['r_e', r_e!, alpha! ** 2 * a_0!],
    ['sigma_T', sigma_T!, ((8 * pi) / 3) * r_e! ** 2],
    ['lambda_C', lambda_C!, h! / (m_e! * c!)],
    ['R', R!, k_B! * N_A!],
    ['F', F!, e! * N_A!],
    ['molar mass constant', m_u! * N_A!, 1.00000000105e-3],
    ['proton to electron', m_p! / m_e!, 1836.152673426],
    ['1/alpha', 1 / alpha!, 137.035999177],
  ]
  for (const [name, value, expected] of relations) expect(off(value, expected), name).toBeLessThan(1e-9)
  // As CODATA prints the exact ones, cut off after ten digits.
  const printed: readonly (readonly [number, string])[] = [
    [hbar!, '1.054571817'],
    [R!, '8.314462618'],
    [F!, '9.648533212'],
    [sigma!, '5.670374419'],
    [b_wien!, '2.897771955'],
    [constant('Phi_0'), '2.067833848'],
    [constant('G_0'), '7.748091729'],
    [constant('K_J'), '4.835978484'],
    [constant('R_K'), '2.581280745'],
  ]
  for (const [value, digits] of printed) expect(value.toExponential(12).startsWith(digits), digits).toBe(true)
  for (const { name, unit } of physicalConstants) if (unit !== '') expect(parseUnit(unit).problem, name).toBeUndefined()
})

test('[EXPR-31] Wien: the displacement constant solves x = 5(1 − e^−x)', () => {
  let x = 5
  for (let step = 0; step < 100; step++) x = 5 * (1 - Math.exp(-x))
  expect(off(constant('b_wien'), (constant('h') * constant('c')) / (constant('k_B') * x))).toBeLessThan(1e-15)
})

test('units and hartree agree with constants', () => {
  expect(si(1, 'hartree')).toBe(constant('E_h'))
  expect(si(1, 'bohr')).toBe(constant('a_0'))
  expect(si(1, 'u')).toBe(constant('m_u'))
  expect(off(si(1, 'rydberg'), constant('R_inf') * constant('h') * constant('c'))).toBeLessThan(1e-12)
  expect(valueIn(quantity(1, 'hartree'), 'eV')).toBeCloseTo(27.211386245981, 12)
})

test('no name is there twice, and none that is refused', () => {
  const names = unitGroups.flatMap(({ rows }) => rows.flatMap((row) => row.names))
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(names.filter((name) => refusedUnits.has(name))).toEqual([])
  for (const instead of [...refusedUnits.values()].flat()) {
    if (!instead.startsWith('const.')) expect(parseUnit(instead).problem, instead).toBeUndefined()
  }
})

test('[EXPR-34] converting gives the digits that were meant', () => {
  const known: readonly (readonly [number, string, string, number])[] = [
    [2.5, 'ps', 'fs', 2500],
    [0.1, 'eV', 'meV', 100],
    [90, 'min', 'h', 1.5],
    [1, 'GB', 'MB', 1000],
    [300, 'K', 'degC', 26.85],
    [1, 'bar', 'kPa', 100],
    [7, 'um', 'nm', 7000],
  ]
  for (const [value, from, to, expected] of known) {
    expect(valueIn(quantity(value, from), to)).toBe(expected)
    expect(magnitude(convert(quantity(value, from), to))).toBe(expected)
  }
  for (const unit of ['eV', 'fs', 'GB', 'degC', 'angstrom', 'kcal/mol', 'bohr', 'deg', 'torr']) {
    for (const value of [0.1, 0.3, 1 / 3, 2.7, 1e-9, 123456.789, 1e12]) {
      const once = magnitude(quantity(value, unit))
      expect(off(once, value)).toBeLessThan(unit === 'degC' ? 1e-3 : 1e-15)
      expect(magnitude(quantity(once, unit))).toBe(once)
    }
  }
  expect(() => convert(quantity(1, 'm'), 's')).toThrow(EvaluationError)
  expect(() => quantity(1, 'nonsense')).toThrow(EvaluationError)
})

test('a dimension is said in a unit that reads back', () => {
  const dimensions = ['N', 'J/K', 'm^3/(kg*s^2)', 's^-1', 'V/Hz^(1/2)', 'B/s', 'mol^(1/3)', 'A*m^2', 'cd*K'].map(
    (text) => parseUnit(text).unit?.dimension ?? dimensionless,
  )
  for (const dimension of dimensions) {
    const { unit } = parseUnit(unitOfDimension(dimension))
    expect(unit?.dimension, unitOfDimension(dimension)).toEqual(dimension)
    expect(unit?.factor).toBe(1)
  }
  expect(dimensionless.length).toBe(baseDimensions.length)
})

test('what is no unit is said so', () => {
  for (const text of [
    '',
    ' ',
    '/s',
    'm/',
    'm//s',
    '(m',
    'm)',
    'm^',
    'm^x',
    '2 m',
    'degC/m',
    'kdegC',
    'm'.repeat(300),
    'kkg',
    'm^^2',
    '1.5',
  ]) {
    expect(parseUnit(text).unit, text).toBeUndefined()
    expect(parseUnit(text).problem?.message.ko).toMatch(/[가-힣]/)
  }
})
