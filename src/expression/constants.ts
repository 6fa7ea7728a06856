import type { Text } from './text.ts'

/** A constant of nature, reached in expressions as `const.NAME`. */
export interface PhysicalConstant {
  readonly name: string
  readonly value: number
  /** Empty: a plain number. */
  readonly unit: string
  /** Standard uncertainty in the same unit; 0 is exact. */
  readonly uncertainty: number
  readonly description: Text
}

const pi = Math.PI
const h = 6.62607015e-34
const e = 1.602176634e-19
const k = 1.380649e-23
const avogadro = 6.02214076e23
const c = 299_792_458

function constant(name: string, value: number, unit: string, uncertainty: number, en: string, ko: string): PhysicalConstant {
  return { name, value, unit, uncertainty, description: { en, ko } }
}

/**
 * CODATA recommended values, 2022 adjustment (Mohr, Newell, Taylor, Tiesinga, Rev. Mod. Phys. 97, 025002 (2025);
 * https://physics.nist.gov/cuu/Constants/). Those that the SI of 2019 fixes, or that follow from it, are exact and
 * computed here to the last bit rather than copied from a table that cuts them off. The standard gravity is that of the 3rd CGPM (1901).
 */
export const physicalConstants: readonly PhysicalConstant[] = [
  constant('c', c, 'm/s', 0, 'speed of light in vacuum', '진공에서의 빛의 속력'),
  constant('h', h, 'J*s', 0, 'Planck constant', '플랑크 상수'),
  constant('hbar', h / (2 * pi), 'J*s', 0, 'reduced Planck constant', '환산 플랑크 상수'),
  constant('e', e, 'C', 0, 'elementary charge', '기본 전하'),
  constant('k_B', k, 'J/K', 0, 'Boltzmann constant', '볼츠만 상수'),
  constant('N_A', avogadro, 'mol^-1', 0, 'Avogadro constant', '아보가드로 상수'),
  constant('R', k * avogadro, 'J/(mol*K)', 0, 'molar gas constant', '기체 상수'),
  constant('F', e * avogadro, 'C/mol', 0, 'Faraday constant', '패러데이 상수'),
  constant('sigma', (2 * pi ** 5 * k ** 4) / (15 * h ** 3 * c ** 2), 'W/(m^2*K^4)', 0, 'Stefan–Boltzmann constant', '슈테판-볼츠만 상수'),
  constant('b_wien', 2.897771955185172e-3, 'm*K', 0, 'Wien displacement constant (wavelength)', '빈 변위 상수(파장)'),
  constant('Phi_0', h / (2 * e), 'Wb', 0, 'magnetic flux quantum', '자속 양자'),
  constant('G_0', (2 * e ** 2) / h, 'S', 0, 'conductance quantum', '전도도 양자'),
  constant('K_J', (2 * e) / h, 'Hz/V', 0, 'Josephson constant', '조지프슨 상수'),
  constant('R_K', h / e ** 2, 'ohm', 0, 'von Klitzing constant', '폰 클리칭 상수'),
  constant('g_n', 9.80665, 'm/s^2', 0, 'standard acceleration of gravity', '표준 중력 가속도'),
  constant('G', 6.6743e-11, 'm^3/(kg*s^2)', 0.00015e-11, 'Newtonian constant of gravitation', '만유인력 상수'),
  constant('alpha', 7.2973525643e-3, '', 0.0000000011e-3, 'fine-structure constant', '미세 구조 상수'),
  constant('R_inf', 10_973_731.568157, 'm^-1', 0.000012, 'Rydberg constant', '뤼드베리 상수'),
  constant('epsilon_0', 8.8541878188e-12, 'F/m', 0.0000000014e-12, 'vacuum electric permittivity', '진공 유전율'),
  constant('mu_0', 1.25663706127e-6, 'N/A^2', 0.0000000002e-6, 'vacuum magnetic permeability', '진공 투자율'),
  constant('Z_0', 376.730313412, 'ohm', 0.000000059, 'characteristic impedance of vacuum', '진공 임피던스'),
  constant('a_0', 5.29177210544e-11, 'm', 0.00000000082e-11, 'Bohr radius', '보어 반지름'),
  constant('E_h', 4.359744722206e-18, 'J', 0.0000000000048e-18, 'Hartree energy', '하트리 에너지'),
  constant('m_e', 9.1093837139e-31, 'kg', 0.0000000028e-31, 'electron mass', '전자 질량'),
  constant('m_p', 1.67262192595e-27, 'kg', 0.00000000052e-27, 'proton mass', '양성자 질량'),
  constant('m_n', 1.67492750056e-27, 'kg', 0.00000000085e-27, 'neutron mass', '중성자 질량'),
  constant('m_u', 1.66053906892e-27, 'kg', 0.00000000052e-27, 'atomic mass constant', '원자 질량 상수'),
  constant('m_mu', 1.883531627e-28, 'kg', 0.000000042e-28, 'muon mass', '뮤온 질량'),
  constant('mu_B', 9.2740100657e-24, 'J/T', 0.0000000029e-24, 'Bohr magneton', '보어 마그네톤'),
  constant('mu_N', 5.0507837393e-27, 'J/T', 0.0000000016e-27, 'nuclear magneton', '핵 마그네톤'),
  constant('g_e', -2.00231930436092, '', 0.00000000000036, 'electron g factor', '전자 g 인자'),
  constant('r_e', 2.8179403205e-15, 'm', 0.0000000013e-15, 'classical electron radius', '고전 전자 반지름'),
  constant('sigma_T', 6.6524587051e-29, 'm^2', 0.0000000062e-29, 'Thomson cross section', '톰슨 산란 단면적'),
  constant('lambda_C', 2.42631023538e-12, 'm', 0.00000000076e-12, 'Compton wavelength of the electron', '전자의 콤프턴 파장'),
]

const byName = new Map(physicalConstants.map((each) => [each.name, each]))

export function physicalConstant(name: string): PhysicalConstant | undefined {
  return byName.get(name)
}
