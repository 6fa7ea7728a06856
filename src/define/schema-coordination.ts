import * as z from 'zod'
import { amount, texts } from './schema-value.ts'

/** The keys of a stage with which it goes together with others. */
export const together = {
  locks: z
    .union([z.string(), texts, z.record(z.string(), amount.meta({ description: 'How many permits of it.', examples: [2] }))])
    .optional()
    .meta({
      description:
        'What a task holds alone while it runs, by names of your choice, over all runs of the store; with a number, so many permits of it. All of them are taken at once. A name may hold `${{ }}`.',
      examples: ['detector', ['detector', 'sample-changer'], { database: 2 }],
    }),
  barrier: z
    .string()
    .optional()
    .meta({
      description:
        'None of its tasks starts before every task of every stage with the same barrier has all that it waits for, or is not to run.',
      examples: ['all-cooled'],
    }),
}

/** The keys of the file that declare what stages and runs share. */
export const shared = {
  locks: z
    .record(
      z.string(),
      z
        .int()
        .min(1)
        .max(1_000_000)
        .meta({ description: 'How many permits there are.', examples: [4] }),
    )
    .optional()
    .meta({
      description:
        'Locks with the number of their permits, counted over all runs of the store. Once this stands here, a lock that it does not name is an error. Left out: any name is a lock that one task holds at a time.',
      examples: [{ database: 4, detector: 1 }],
    }),
}
