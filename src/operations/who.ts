import { nearest } from '#expression/nearest.ts'
import type { Askable } from '#run/persons.ts'
import { Failure } from './failure.ts'
import type { Host } from './operation.ts'

/** Who someone is taken for, and by what. */
export interface Who {
  readonly name: string
  /** `as`: said with the question; `configured`: PWOS_AS; `login`: the name at this machine, which the workflow declares too. */
  readonly by: 'as' | 'configured' | 'login'
}

/** Who asks, among those whom the workflows know; undefined: nobody said, and the login name is nobody's. Throws where a name that was said is nobody's. */
export function whoOf(persons: readonly Askable[], as: string | undefined, host: Pick<Host, 'user'>): Who | undefined {
  if (as !== undefined) return { name: knownPerson(persons, as, '--as'), by: 'as' }
  const { configured, login } = host.user ?? {}
  if (configured !== undefined) return { name: knownPerson(persons, configured, 'PWOS_AS'), by: 'configured' }
  const found = persons.find(({ name }) => name === login)
  return found === undefined ? undefined : { name: found.name, by: 'login' }
}

/** As `whoOf`, where somebody must be meant. */
export function someone(persons: readonly Askable[], as: string | undefined, host: Pick<Host, 'user'>): Who {
  const who = whoOf(persons, as, host)
  if (who !== undefined) return who
  const login = host.user?.login
  const names = namesOf(persons)
  throw new Failure(
    'who_is_it',
    {
      en: `It is not known who you are${login === undefined ? '' : `: your login name ${login} is nobody in this workflow`}.`,
      ko: `누구신지 알 수 없습니다${login === undefined ? '' : `. 로그인 이름 ${login}은(는) 이 워크플로에 없습니다`}.`,
    },
    {
      hint: {
        en: `Add --as NAME, or set PWOS_AS once. People here: ${names}.`,
        ko: `--as 이름을 붙이거나 PWOS_AS를 한 번 설정해 두세요. 이 워크플로의 사람: ${names}.`,
      },
    },
  )
}

/** As `someone`; of a workflow that declares nobody, whoever gives a name. */
export function whoever(persons: readonly Askable[], as: string | undefined, host: Pick<Host, 'user'>): Who {
  if (persons.length > 0) return someone(persons, as, host)
  const { configured, login } = host.user ?? {}
  if (as?.trim()) return { name: as, by: 'as' }
  if (configured?.trim()) return { name: configured, by: 'configured' }
  if (login?.trim()) return { name: login, by: 'login' }
  throw new Failure('who_is_it', { en: 'Say who you are: add --as NAME.', ko: '누구인지 밝히세요. --as 이름을 붙이세요.' })
}

/** A person by name. A role that only one person has means that person. */
export function knownPerson(persons: readonly Askable[], wanted: string, said: string): string {
  if (persons.some(({ name }) => name === wanted)) return wanted
  const having = persons.filter(({ roles }) => roles.includes(wanted))
  const [only] = having
  if (only !== undefined && having.length === 1) return only.name
  if (only !== undefined) {
    const names = having.map(({ name }) => name).join(', ')
    throw new Failure('unknown_person', {
      en: `${said} ${wanted}: that is a role of several people (${names}); name one of them.`,
      ko: `${said} ${wanted}: 여러 사람(${names})의 역할입니다. 그중 한 사람을 쓰세요.`,
    })
  }
  const near = nearest(
    wanted,
    persons.flatMap(({ name, roles }) => [name, ...roles]),
  )
  const names = namesOf(persons)
  const hint =
    near === undefined
      ? { en: `People here: ${names}.`, ko: `이 워크플로의 사람: ${names}.` }
      : { en: `Did you mean \`${near}\`? People here: ${names}.`, ko: `\`${near}\`을(를) 뜻했나요? 이 워크플로의 사람: ${names}.` }
  throw new Failure(
    'unknown_person',
    { en: `${said} ${wanted}: nobody has that name.`, ko: `${said} ${wanted}: 그런 사람이 없습니다.` },
    { hint },
  )
}

function namesOf(persons: readonly Askable[]): string {
  const names = persons.slice(0, 20).map(({ name, roles }) => (roles.length === 0 ? name : `${name} (${roles.join(', ')})`))
  return [...names, ...(persons.length > 20 ? ['…'] : [])].join(', ')
}
