declare const typeOf: unique symbol

/**
 * A value that is known only when the workflow runs. In a template it stands for itself: `` `--size ${L}` ``
 * becomes `--size ${{ L }}`. `T` is its type, and exists for the compiler alone.
 */
export interface Reference<T> {
  /** As it is written in an expression. */
  readonly source: string
  toString(): string
  readonly [typeOf]?: T
}

/** What can be put into a command. A fan-out's outputs cannot: they are many (`.manifest`, `.paths`). */
export type Insertable = string | number | Reference<string | number | boolean | readonly (string | number | boolean)[]>

/** What can be put into an expression. */
export type Operand = number | string | boolean | Reference<unknown>

export function reference<T>(source: string): Reference<T> {
  return { source, toString: () => `\${{ ${source} }}` }
}

/** A command, with references in it: `` script`node run.mjs --size ${L} --out ${outputs.series}` ``. */
export function script(strings: TemplateStringsArray, ...values: readonly Insertable[]): string {
  return strings.map((text, index) => text + String(values[index] ?? '')).join('')
}

/** An expression over references: `` expression<boolean>`${tau_int} < ${sweeps} / 50` ``. Plain texts in it become texts of the expression. */
export function expression<T = unknown>(strings: TemplateStringsArray, ...values: readonly Operand[]): Reference<T> {
  const written = (value: Operand | undefined) => {
    if (value === undefined) return ''
    return typeof value === 'object' ? value.source : typeof value === 'string' ? quoted(value) : String(value)
  }
  return reference<T>(strings.map((text, index) => text + written(values[index])).join(''))
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

/** `owner.name`, or `owner['name']` where the name has other signs. */
export function member(owner: string, name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${owner}.${name}` : `${owner}[${quoted(name)}]`
}

export function isReference(value: unknown): value is Reference<unknown> {
  return typeof value === 'object' && value !== null && 'source' in value && typeof value.source === 'string'
}
