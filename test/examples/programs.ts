import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const examples = join(import.meta.dirname, '../../examples')

/** A program's module as a test needs it: the examples are plain JavaScript, so what is expected of them is written here, in `Shape`. */
export async function program<Shape>(path: string): Promise<Shape> {
  return (await import(/* @vite-ignore */ pathToFileURL(join(examples, path)).href)) as Shape
}

export interface Generator {
  bits(): number
  uniform(): number
  normal(): number
}

export interface Measured {
  readonly value: number
  readonly error: number
}
