/** A journal's place in PostgreSQL. */
export interface PostgresPlace {
  /** What `pg` takes to connect. */
  readonly config: { readonly connectionString: string }
  /** Where the tables are: small letters, digits and `_`. */
  readonly schema: string
}

export const isPostgresUrl = (text: string) => /^postgres(ql)?:\/\//.test(text)

/**
 * Reads `postgres://USER@HOST:PORT/DATABASE?schema=NAME` (`pwos` where no schema is named; the rest as PostgreSQL's own tools take
 * it). Undefined: it is no such address, or its schema cannot be a name.
 */
export function postgresPlace(url: string): PostgresPlace | undefined {
  if (!isPostgresUrl(url) || !URL.canParse(url)) return undefined
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'pwos'
  parsed.searchParams.delete('schema')
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) return undefined
  return { config: { connectionString: parsed.href }, schema }
}

/** The address without its password, for people and files; the password by itself. */
export function withoutPassword(url: string): { readonly url: string; readonly password: string | undefined } {
  if (!URL.canParse(url)) return { url, password: undefined }
  const parsed = new URL(url)
  const password = parsed.password === '' ? undefined : decodeURIComponent(parsed.password)
  parsed.password = ''
  return { url: parsed.href, password }
}

export function placeName({ config, schema }: PostgresPlace): string {
  const { url } = withoutPassword(config.connectionString)
  return `${url}${url.includes('?') ? '&' : '?'}schema=${schema}`
}
