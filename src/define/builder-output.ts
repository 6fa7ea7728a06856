import type { Reference } from './builder-reference.ts'
import { reference } from './builder-reference.ts'

/** `pieces`: files that match a pattern, handed on one by one. */
export type OutputKind = 'file' | 'folder' | 'glob' | 'pieces'

/** What a stage writes, and how it can be read. */
export interface OutputSpec<Kind extends OutputKind> {
  readonly kind: Kind
  readonly document: { readonly [key: string]: unknown }
}

export interface OutputOptions {
  readonly optional?: boolean
  readonly temporary?: boolean
}

function output<Kind extends OutputKind>(kind: Kind, path: string, rest: object): OutputSpec<Kind> {
  return { kind, document: { path, ...rest } }
}

/** A file of any content. */
export function file(path: string, options: OutputOptions = {}): OutputSpec<'file'> {
  return output('file', path, options)
}

/** A file that must hold JSON. */
export function json(path: string, options: OutputOptions = {}): OutputSpec<'file'> {
  return output('file', path, { format: 'json', ...options })
}

/** A file that must hold rows of comma-separated values. */
export function csv(path: string, options: OutputOptions = {}): OutputSpec<'file'> {
  return output('file', path, { format: 'csv', ...options })
}

/** A file that must hold UTF-8 text. */
export function text(path: string, options: OutputOptions = {}): OutputSpec<'file'> {
  return output('file', path, { format: 'text', ...options })
}

/** A folder with all that is in it. */
export function folder(path: string, options: OutputOptions = {}): OutputSpec<'folder'> {
  return output('folder', path.endsWith('/') ? path : `${path}/`, options)
}

/** All files that match a pattern with `*`, `?` or `[ ]`. */
export function files(pattern: string, options: OutputOptions = {}): OutputSpec<'glob'> {
  return output('glob', pattern, options)
}

/** How many pieces there may be, how many may wait, and how many are expected. */
export interface PiecesOptions {
  readonly atMost?: number
  readonly backlog?: number
  readonly expect?: number
  readonly format?: 'json' | 'csv' | 'text'
  readonly optional?: boolean
}

/** Files that match a pattern, each handed on as soon as its name stands in `$PWOS_STREAM`: `stage.pieces` is what stages follow with `each`. */
export function pieces(pattern: string, { atMost, backlog, expect, ...rest }: PiecesOptions = {}): OutputSpec<'pieces'> {
  return output('pieces', pattern, { stream: { at_most: atMost, backlog, expect }, ...rest })
}

/** A published output of one task: its path, or its content. */
export type OneOutput<Spec> =
  Spec extends OutputSpec<'file'>
    ? Reference<string> & {
        readonly json: Reference<unknown>
        readonly text: Reference<string>
        readonly lines: Reference<readonly string[]>
      }
    : Spec extends OutputSpec<'glob'> | OutputSpec<'pieces'>
      ? Reference<string> & { readonly paths: Reference<readonly string[]> }
      : Reference<string>

/** The published outputs of all tasks of a fan-out. */
export type ManyOutputs<Spec> = {
  /** Path of one JSON file that lists them, however many they are. */
  readonly manifest: Reference<string>
  readonly paths: Reference<readonly string[]>
} & (Spec extends OutputSpec<'file'> ? { readonly json: Reference<readonly unknown[]> } : object)

export function oneOutput(source: string, spec: OutputSpec<OutputKind>): Reference<string> {
  const names = spec.kind === 'file' ? ['json', 'text', 'lines'] : spec.kind === 'glob' || spec.kind === 'pieces' ? ['paths'] : []
  return { ...reference<string>(source), ...members(source, names) }
}

export function manyOutputs(source: string, spec: OutputSpec<OutputKind>): object {
  return members(source, spec.kind === 'file' ? ['manifest', 'paths', 'json'] : ['manifest', 'paths'])
}

function members(source: string, names: readonly string[]): { readonly [name: string]: Reference<unknown> } {
  return Object.fromEntries(names.map((name) => [name, reference(`${source}.${name}`)]))
}
