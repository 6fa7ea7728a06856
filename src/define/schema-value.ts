import * as z from 'zod'

/** A number, a quantity such as `200 MB`, or one `${{ }}` expression. */
export const amount = z.union([z.number(), z.string()])

export const texts = z.array(z.string())

export const oneOrMoreTexts = z.union([z.string(), texts])

/** Higher goes first. */
export const priority = z.int().min(-1000).max(1000)
