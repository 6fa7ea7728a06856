import type { Dimension } from '#expression/dimension.ts'
import { checkMemberName } from './names.ts'
import type { Report, Span } from './report.ts'

/** What `needs` can name. */
export interface NamedResource {
  readonly kind: 'pool' | 'instrument' | 'person' | 'role'
  /** Of a pool's capacity; undefined: only the run can tell. */
  readonly dimension: Dimension | undefined
}

export type ResourceNames = ReadonlyMap<string, NamedResource>

export type GrowingNames = Map<string, NamedResource>

const kinds = {
  pool: { en: 'a pool', ko: '자원' },
  instrument: { en: 'an instrument', ko: '장비' },
  person: { en: 'a person', ko: '사람' },
  role: { en: 'a role', ko: '역할' },
} as const

export function kindText(kind: NamedResource['kind']): { readonly en: string; readonly ko: string } {
  return kinds[kind]
}

/** Pools that every machine has, a limit, and keys of `resources`. */
const reserved = ['cpu', 'memory', 'time', 'people', 'instruments']

/** Gives a name to one thing alone; a role is the same thing for all who have it. Says why it cannot have the name. */
export function claimName(names: GrowingNames, name: string, resource: NamedResource, span: Span, report: Report): boolean {
  if (!checkMemberName(name, span, report)) return false
  const known = names.get(name)
  if (known?.kind === 'role' && resource.kind === 'role') return true
  if (resource.kind !== 'pool' && reserved.includes(name)) {
    report.say('bad_name', span, { en: `\`${name}\` is a reserved name.`, ko: `\`${name}\`은(는) 예약된 이름입니다.` })
    return false
  }
  if (known === undefined) {
    names.set(name, resource)
    return true
  }
  const { en, ko } = kinds[known.kind]
  const message = { en: `\`${name}\` is already the name of ${en}.`, ko: `\`${name}\`은(는) 이미 ${ko} 이름으로 쓰였습니다.` }
  report.say('name_taken', span, message, {
    en: 'Pools, instruments, people and roles each have a name of their own.',
    ko: '자원, 장비, 사람, 역할의 이름은 서로 달라야 합니다.',
  })
  return false
}
