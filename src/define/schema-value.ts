import * as z from 'zod'

/** A number, a quantity such as `200 MB`, or one `${{ }}` expression. */
export const amount = z.union([z.number(), z.string()])

export const texts = z.array(z.string())
