import type { Dimension } from './dimension.ts'
import type { Text } from './text.ts'

/** One row: all names of one unit. */
export interface UnitRow {
  readonly names: readonly string[]
  readonly factor: number
  readonly offset?: number
  readonly dimension: Dimension
  /** Which prefixes may stand before each of its names. */
  readonly prefixes: Prefixes
}

/** `si`: all of them. The other sets keep apart what would read as something else (`ft` is no femtotonne). */
export type Prefixes = 'none' | 'si' | 'large' | 'small' | 'bytes'

/** SI brochure, 9th edition (2019, with the four of 2022), table 7. `u` is for keyboards without µ. */
const siPrefixes: readonly (readonly [string, number])[] = [
  ['q', 1e-30],
  ['r', 1e-27],
  ['y', 1e-24],
  ['z', 1e-21],
  ['a', 1e-18],
  ['f', 1e-15],
  ['p', 1e-12],
  ['n', 1e-9],
  ['u', 1e-6],
  ['µ', 1e-6],
  ['μ', 1e-6],
  ['m', 1e-3],
  ['c', 1e-2],
  ['d', 1e-1],
  ['da', 1e1],
  ['h', 1e2],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Z', 1e21],
  ['Y', 1e24],
  ['R', 1e27],
  ['Q', 1e30],
]

/** IEC 80000-13. */
const binaryPrefixes = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, power) => [name, 1024 ** (power + 1)] as const)

const large = siPrefixes.filter(([, factor]) => factor >= 1e3)

export const prefixSets: { readonly [set in Prefixes]: ReadonlyMap<string, number> } = {
  none: new Map(),
  si: new Map(siPrefixes),
  large: new Map(large),
  small: new Map(siPrefixes.filter(([, factor]) => factor < 1)),
  bytes: new Map([...large, ...binaryPrefixes]),
}

type Exponents = readonly [
  mass: number,
  length: number,
  time: number,
  current?: number,
  temperature?: number,
  amount?: number,
  luminosity?: number,
]

function row(
  names: string,
  factor: number,
  [mass, length, time, ...rest]: Exponents,
  prefixes: Prefixes = 'none',
  offset?: number,
): UnitRow {
  const [current = 0, temperature = 0, amount = 0, luminosity = 0] = rest
  const dimension = [mass, length, time, current, temperature, amount, luminosity, 0]
  return { names: names.split(' '), factor, dimension, prefixes, ...(offset === undefined ? {} : { offset }) }
}

function information(names: string, factor: number, prefixes: Prefixes): UnitRow {
  return { names: names.split(' '), factor, dimension: [0, 0, 0, 0, 0, 0, 0, 1], prefixes }
}

const none: Exponents = [0, 0, 0]
const length: Exponents = [0, 1, 0]
const time: Exponents = [0, 0, 1]
const mass: Exponents = [1, 0, 0]
const energy: Exponents = [1, 2, -2]
const pressure: Exponents = [1, -1, -2]
const perTime: Exponents = [0, 0, -1]
const kelvin: Exponents = [0, 0, 0, 0, 1]

const c = 299_792_458
const au = 149_597_870_700
const electronvolt = 1.602176634e-19

/** SI brochure, 9th edition, tables 2, 4, 5 and 6: the SI, with kg counted through its prefix. */
const siUnits: readonly UnitRow[] = [
  row('m metre meter metres meters', 1, length, 'none'),
  row('g gram grams', 1e-3, mass, 'none'),
  row('s second seconds sec', 1, time, 'none'),
  row('A ampere amperes', 1, [0, 0, 0, 1], 'none'),
  row('K kelvin', 1, kelvin, 'none'),
  row('mol mole moles', 1, [0, 0, 0, 0, 0, 1], 'none'),
  row('cd candela', 1, [0, 0, 0, 0, 0, 0, 1], 'none'),
  row('rad radian radians', 1, none, 'none'),
  row('sr steradian', 1, none, 'none'),
  row('Hz hertz', 1, perTime, 'none'),
  row('N newton newtons', 1, [1, 1, -2], 'none'),
  row('Pa pascal pascals', 1, pressure, 'none'),
  row('J joule joules', 1, energy, 'none'),
  row('W watt watts', 1, [1, 2, -3], 'none'),
  row('C coulomb coulombs', 1, [0, 0, 1, 1], 'none'),
  row('V volt volts', 1, [1, 2, -3, -1], 'none'),
  row('F farad farads', 1, [-1, -2, 4, 2], 'none'),
  row('ohm Ω ohms', 1, [1, 2, -3, -2], 'none'),
  row('S siemens', 1, [-1, -2, 3, 2], 'none'),
  row('Wb weber', 1, [1, 2, -2, -1], 'none'),
  row('T tesla', 1, [1, 0, -2, -1], 'none'),
  row('H henry', 1, [1, 2, -2, -2], 'none'),
  row('lm lumen', 1, [0, 0, 0, 0, 0, 0, 1], 'none'),
  row('lx lux', 1, [0, -2, 0, 0, 0, 0, 1], 'none'),
  row('Bq becquerel', 1, perTime, 'none'),
  row('Gy gray', 1, [0, 2, -2], 'none'),
  row('Sv sievert', 1, [0, 2, -2], 'none'),
  row('kat katal', 1, [0, 0, -1, 0, 0, 1], 'none'),
].map((unit) => ({ ...unit, prefixes: 'si' as const }))

/** SI brochure, 9th edition, tables 8 and 9, and what is everyday: time, angle, volume. A year is the Julian year (IAU). */
const besideSi: readonly UnitRow[] = [
  row('min minute minutes', 60, time),
  row('h hour hours hr', 3600, time),
  row('d day days', 86_400, time),
  row('week weeks', 604_800, time),
  row('yr year years', 31_557_600, time, 'large'),
  row('deg degree degrees °', Math.PI / 180, none),
  row('arcmin', Math.PI / 10_800, none),
  row('arcsec', Math.PI / 648_000, none, 'small'),
  row('mas', Math.PI / 648_000_000, none),
  row('turn', 2 * Math.PI, none),
  row('L l litre liter litres liters', 1e-3, [0, 3, 0], 'si'),
  row('t tonne tonnes', 1000, mass, 'large'),
  row('hectare', 1e4, [0, 2, 0]),
  row('inch', 0.0254, length),
  row('percent %', 1e-2, none),
  row('permille ‰', 1e-3, none),
  row('ppm', 1e-6, none),
  row('ppb', 1e-9, none),
  row('degC celsius °C ℃', 1, kelvin, 'none', 273.15),
  row('degF fahrenheit °F ℉', 5 / 9, kelvin, 'none', 459.67),
]

/** CODATA 2022 (see constants.ts); 1 debye = 10⁻²¹/c C·m. */
const ofAtoms: readonly UnitRow[] = [
  row('eV electronvolt', electronvolt, energy, 'si'),
  row('hartree Hartree E_h', 4.359744722206e-18, energy, 'small'),
  row('rydberg Ry', 2.179872361103e-18, energy, 'small'),
  row('angstrom Å Angstrom', 1e-10, length),
  row('bohr Bohr a_0 a0', 5.29177210544e-11, length),
  row('u Da dalton amu', 1.66053906892e-27, mass, 'none'),
  row('kDa', 1.66053906892e-24, mass),
  row('MDa', 1.66053906892e-21, mass),
  row('barn barns', 1e-28, [0, 2, 0], 'si'),
  row('debye', 1e-21 / c, [0, 1, 1, 1]),
  row('curie Ci', 3.7e10, perTime, 'si'),
]

/** IAU resolutions B2 (2012: au), B2 and B3 (2015: parsec, nominal solar values); M_sun is the nominal GM over CODATA's G. */
const ofTheSky: readonly UnitRow[] = [
  row('astronomical_unit AU', au, length),
  row('pc parsec parsecs', (au * 648_000) / Math.PI, length, 'large'),
  row('ly lightyear lightyears', c * 31_557_600, length, 'large'),
  row('Msun M_sun', 1.3271244e20 / 6.6743e-11, mass),
  row('Rsun R_sun', 6.957e8, length),
  row('Lsun L_sun', 3.828e26, [1, 2, -3]),
  row('Jy jansky', 1e-26, [1, 0, -2], 'si'),
]

/**
 * NIST SP 811 (2008), appendix B. The calorie is the thermochemical one. Gauss and oersted are taken as the SI
 * magnitudes they correspond to; Gaussian equations (without µ₀) are not converted by changing units alone.
 */
const ofOldBooks: readonly UnitRow[] = [
  row('bar', 1e5, pressure, 'si'),
  row('atm atmosphere', 101_325, pressure),
  row('torr Torr', 101_325 / 760, pressure, 'small'),
  row('mmHg', 133.322387415, pressure),
  row('psi', 6894.757293168, pressure),
  row('cal calorie calories', 4.184, energy, 'si'),
  row('Wh', 3600, energy, 'large'),
  row('erg ergs', 1e-7, energy),
  row('dyn dyne', 1e-5, [1, 1, -2]),
  row('gauss Gauss', 1e-4, [1, 0, -2, -1], 'si'),
  row('oersted Oe', 1000 / (4 * Math.PI), [0, -1, 0, 1], 'large'),
  row('poise', 0.1, [1, -1, -1], 'small'),
]

const ofInformation: readonly UnitRow[] = [
  information('B byte', 1, 'bytes'),
  information('bytes', 1, 'none'),
  information('bit', 1 / 8, 'bytes'),
  information('bits', 1 / 8, 'none'),
]

export const unitGroups: readonly { readonly title: Text; readonly rows: readonly UnitRow[] }[] = [
  { title: { en: 'SI', ko: '국제단위계(SI)' }, rows: siUnits },
  { title: { en: 'Beside the SI', ko: 'SI와 함께 쓰는 단위' }, rows: besideSi },
  { title: { en: 'Atoms and nuclei', ko: '원자와 핵' }, rows: ofAtoms },
  { title: { en: 'Astronomy', ko: '천문' }, rows: ofTheSky },
  { title: { en: 'Older units', ko: '옛 단위' }, rows: ofOldBooks },
  { title: { en: 'Information', ko: '정보량' }, rows: ofInformation },
]

/** Names that mean different things to different physicists, or are easily mistaken: refused, with what to write instead. */
export const refusedUnits: ReadonlyMap<string, readonly string[]> = new Map([
  ['au', ['astronomical_unit', 'hartree', 'bohr']],
  ['a.u.', ['hartree', 'bohr']],
  ['Eh', ['hartree']],
  ['Ha', ['hartree', 'hectare']],
  ['ha', ['hectare', 'hartree']],
  ['AA', ['angstrom']],
  ['G', ['gauss', 'const.G']],
  ['kG', ['kgauss']],
  ['mG', ['mgauss']],
  ['M', ['mol/L', 'Msun']],
  ['mM', ['mmol/L']],
  ['uM', ['umol/L']],
  ['b', ['bit', 'B', 'barn']],
  ['mb', ['mbarn', 'mbar']],
  ['ub', ['ubarn']],
  ['nb', ['nbarn']],
  ['pb', ['pbarn']],
  ['fb', ['fbarn']],
  ['ab', ['abarn']],
  ['kb', ['kB', 'kbit', 'kbar']],
  ['Mb', ['MB', 'Mbit', 'Mbarn']],
  ['Gb', ['GB', 'Gbit']],
  ['KB', ['kB', 'KiB']],
  ['K_B', ['const.k_B']],
  ['k_B', ['const.k_B']],
  ['k', ['K', 'kB']],
  ['Ki', ['KiB']],
  ['Mi', ['MiB']],
  ['Gi', ['GiB']],
  ['Ti', ['TiB']],
  ['D', ['debye', 'd']],
  ['R', ['const.R']],
  ['a', ['yr']],
  ['y', ['yr']],
  ['S_m', ['S/m']],
  ['oC', ['degC']],
  ['cc', ['cm^3']],
  ['cps', ['Hz']],
  ['sqm', ['m^2']],
  ['micron', ['um']],
  ['microns', ['um']],
  ['amps', ['A']],
  ['Kelvin', ['K']],
])
