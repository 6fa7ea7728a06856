/** Colours by meaning, so that a renderer never names an escape sequence. Without colour each returns its text. */
export interface Paint {
  readonly coloured: boolean
  good(text: string): string
  bad(text: string): string
  warn(text: string): string
  busy(text: string): string
  dim(text: string): string
  strong(text: string): string
}

const sequence = (start: number, end: number) => (text: string) => (text === '' ? '' : `\u001b[${start}m${text}\u001b[${end}m`)

const same = (text: string) => text

export const plainPaint: Paint = { coloured: false, good: same, bad: same, warn: same, busy: same, dim: same, strong: same }

export const colourPaint: Paint = {
  coloured: true,
  good: sequence(32, 39),
  bad: sequence(31, 39),
  warn: sequence(33, 39),
  busy: sequence(36, 39),
  dim: sequence(2, 22),
  strong: sequence(1, 22),
}

/** `--color` is always | never | auto; then NO_COLOR and FORCE_COLOR; then whether it is a terminal that can. */
export function wantsColour(option: string | undefined, env: { readonly [name: string]: string | undefined }, terminal: boolean): boolean {
  if (option === 'always') return true
  if (option === 'never') return false
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0') return true
  return terminal && env.TERM !== 'dumb'
}
